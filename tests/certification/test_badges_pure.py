"""Status lists, baked pictures and the word for a document, without a database."""

import copy
import datetime as dt
import gzip
import json
import struct
import zlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import RSAKey

from certification.badges import baking, documents, integrity, recipients, status, tokens
from certification.badges.multibase import base64url, multikey
from certification.badges.verifying import (
    ProofKey,
    Trust,
    Verdict,
    examine,
    examine_token,
    is_revoked,
)

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
US = documents.Issuer(
    "https://tpm.example.org/issuer", "TPM Institute", "https://tpm.example.org", "+19"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KID = multikey(KEY.public_key().public_bytes_raw())
METHOD = f"{US.id}#{KID}"
RSA = RSAKey.generate_key(2048)
TRUST = Trust(US.id, {METHOD: ProofKey(KEY.public_key(), NOW - DAY)}, {"rsa": RSA})
KNOWN = documents.Achievement(
    id="https://tpm.example.org/achievements/ctpm/v3",
    name="Certified TPM",
    version="3",
    description="Passed.",
    criteria="https://tpm.example.org/certification/ctpm/",
    narrative="At or above the cut score.",
    image="https://tpm.example.org/achievements/ctpm/v3/badge.png",
    pieces=(documents.Piece("Case exam", "Three hours"),),
)
AWARD = documents.Award(
    urn="urn:uuid:0b6f0c1e-6a53-4b52-9a6e-0f6f1d0f7c11",
    subject="urn:uuid:7d2d2a52-2f1b-4a50-8b8a-8d2b5f7a0e55",
    name="Noémie Gagnon-Whitford",
    email="Noemie@example.org",
    number="TI-26-0901-7KQ2M",
    awarded=NOW,
    valid_from=NOW,
    valid_until=NOW + 365 * DAY,
    status_list="https://tpm.example.org/status/1",
    status_index=94_567,
)
BARE = documents.credential(AWARD, KNOWN, US)
SIGNED = integrity.signed(BARE, KEY, method=METHOD, created=NOW)


def listed(indexes: list[int], at: dt.datetime = NOW) -> dict[str, Any]:
    bare = documents.status_list(
        AWARD.status_list, status.encoded(indexes), US, valid_from=at, valid_until=at + DAY
    )
    return integrity.signed(bare, KEY, method=METHOD, created=at)


@given(st.sets(st.integers(0, status.BITS - 1), max_size=20), st.integers(0, status.BITS - 1))
def test_a_bit_is_set_where_it_was_asked_for_and_nowhere_else(
    indexes: set[int], other: int
) -> None:
    text = status.encoded(indexes)

    assert all(status.is_set(text, index) for index in indexes)
    assert status.is_set(text, other) == (other in indexes)


def test_index_0_is_the_most_significant_bit_of_the_first_byte() -> None:
    assert status.decoded(status.encoded([0]))[0] == 0x80
    assert status.decoded(status.encoded([15]))[1] == 0x01
    assert len(status.decoded(status.encoded([]))) * 8 == 131_072
    with pytest.raises(IndexError):
        status.encoded([status.BITS])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H4sI",
        "u!!!!",
        base64url(b"not gzip"),
        base64url(gzip.compress(bytes(10))),  # too few bits to hide in
        base64url(gzip.compress(bytes(50_000_000))),  # grows when it is opened
        base64url(gzip.compress(bytes(16_384))[:-9]),
    ],
    ids=["empty", "bare", "not base64", "not gzip", "too few bits", "too many bits", "cut off"],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(status.NotAList):
        status.decoded(text)


def picture() -> bytes:
    """One black pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return baking.SIGNATURE + b"".join(packed)


def test_a_picture_carries_one_credential_however_often_it_is_baked() -> None:
    once = baking.baked(picture(), '{"name": "Noémie"}')
    twice = baking.baked(once, '{"name": "other"}')

    assert baking.carried(picture()) == ""
    assert baking.carried(once) == '{"name": "Noémie"}'
    assert baking.carried(twice) == '{"name": "other"}'
    assert twice.count(baking.KEYWORD) == 1


def test_a_damaged_picture_is_refused() -> None:
    whole = baking.baked(picture(), "{}")
    both = whole[:8] + whole[8:33] + whole[33:].split(b"IDAT")[0][:-4] * 2 + b""
    for wrong in (b"", b"GIF89a", whole[:-3], whole.replace(b"{}", b"[]"), both):
        with pytest.raises(baking.NotAPicture):
            baking.carried(wrong)


def test_the_word_follows_the_dates() -> None:
    assert examine(SIGNED, TRUST, NOW).verdict is Verdict.VALID
    assert examine(SIGNED, TRUST, NOW - DAY).verdict is Verdict.NOT_YET
    assert examine(SIGNED, TRUST, NOW + 365 * DAY).verdict is Verdict.EXPIRED
    token = tokens.token(BARE, RSA, "rsa")
    assert examine_token(token, TRUST, NOW).verdict is Verdict.VALID
    assert examine_token(token, TRUST, NOW - DAY).verdict is Verdict.NOT_YET
    assert examine_token(token, TRUST, NOW + 365 * DAY).verdict is Verdict.EXPIRED


def test_another_issuers_document_is_not_ours() -> None:
    theirs = BARE | {"issuer": BARE["issuer"] | {"id": "https://other.example/issuer"}}
    for foreign in (theirs, {"issuer": "https://other.example/issuer"}, {}, {"issuer": 5}):
        assert examine(foreign, TRUST, NOW).verdict is Verdict.NOT_OURS
    token = tokens.token(theirs, RSA, "rsa")
    assert examine_token(token, TRUST, NOW).verdict is Verdict.NOT_OURS


def test_a_retired_key_holds_for_what_it_signed_and_for_nothing_later() -> None:
    retired = ProofKey(KEY.public_key(), NOW - DAY, NOW + DAY)
    trust = Trust(US.id, {METHOD: retired})
    later = integrity.signed(BARE, KEY, method=METHOD, created=NOW + 2 * DAY)
    earlier = integrity.signed(BARE, KEY, method=METHOD, created=NOW - 2 * DAY)

    assert examine(SIGNED, trust, NOW + 3 * DAY).verdict is Verdict.VALID
    assert examine(later, trust, NOW + 3 * DAY).verdict is Verdict.ALTERED
    assert examine(earlier, trust, NOW + 3 * DAY).verdict is Verdict.ALTERED


def everywhere(node: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every object in a document."""
    if isinstance(node, list):
        return [way for step, one in enumerate(node) for way in everywhere(one, (*at, step))]
    if not isinstance(node, dict):
        return []
    return [at] + [way for name, one in node.items() for way in everywhere(one, (*at, name))]


@pytest.mark.parametrize("way", everywhere(SIGNED), ids=str)
def test_nothing_may_stand_beside_what_was_signed(way: tuple[Any, ...]) -> None:
    """A member the vocabularies do not define would leave the signature good."""
    other = copy.deepcopy(SIGNED)
    node = other
    for step in way:
        node = node[step]
    node["myScore"] = "91"

    assert examine(other, TRUST, NOW).verdict is not Verdict.VALID


def test_a_token_says_nothing_that_the_credential_does_not() -> None:
    from joserfc import jwt

    header = {"alg": "RS256", "kid": "rsa", "typ": "JWT"}
    claims = BARE | tokens.claims(BARE)
    wrong = [
        claims | {"sub": "urn:uuid:0"},
        claims | {"aud": "everybody"},
        claims | {"exp": claims["exp"] + 1},
        {name: value for name, value in claims.items() if name != "jti"},
    ]
    for payload in wrong:
        text = jwt.encode(header, payload, RSA, algorithms=["RS256"])
        assert examine_token(text, TRUST, NOW).verdict is Verdict.ALTERED
    more = jwt.encode(header | {"jku": "https://x.example"}, claims, RSA, algorithms=["RS256"])
    assert examine_token(more, TRUST, NOW).verdict is Verdict.ALTERED
    for garbage in ("", "e", "ey.ey.ey", "a.b.c.d", "ey" * 5000):
        assert examine_token(garbage, TRUST, NOW).verdict is Verdict.ALTERED


def test_a_list_is_believed_while_it_is_fresh_whole_and_the_right_one() -> None:
    assert is_revoked(SIGNED, listed([94_567]), TRUST, NOW) is True
    assert is_revoked(SIGNED, listed([94_566]), TRUST, NOW) is False
    replayed = listed([], NOW - dt.timedelta(hours=20))
    cleared = listed([94_567])
    cleared["credentialSubject"]["encodedList"] = status.encoded([])
    other = listed([]) | {"id": "https://tpm.example.org/status/2"}
    for wrong in (cleared, other, {}, SIGNED):
        assert is_revoked(SIGNED, wrong, TRUST, NOW) is None
    assert is_revoked(SIGNED, replayed, TRUST, NOW + dt.timedelta(hours=5)) is None


def test_only_who_knows_the_address_recognises_it() -> None:
    identity = recipients.hashed_email("Noemie@Example.org ")

    assert recipients.is_for(identity, "noemie@example.org")
    assert not recipients.is_for(identity, "other@example.org")
    assert "noemie@" not in json.dumps(BARE).lower()
    assert recipients.hashed_email("a@b.ca")["salt"] != recipients.hashed_email("a@b.ca")["salt"]
