"""Software that is not ours accepts what we sign, and refuses what was changed afterwards.

Two sets of verifiers from npm (`npm ci` in tests/certification/npm) and one from PyPI.
"""

import base64
import copy
import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone
from openbadgeslib.ob3 import (
    OB3LdpVerifier,
    OB3VerificationError,
    OB3Verifier,
    decode_encoded_list,
    set_indices,
    verify_data_integrity_proof,
)

from certification.badges import documents, integrity, status, tokens
from certification.badges.contexts import MULTIKEY, pinned
from certification.badges.multibase import multikey
from certification.models import Credential
from certification.operations import certifying, signing_keys, status_lists
from certification.operations.verifying import check_file
from certification.verification.issuers import issuer
from tests.certification import credential_cases as cases

pytestmark = pytest.mark.django_db
NPM = Path(__file__).with_name("npm")
NODE = shutil.which("node")
needs_npm = pytest.mark.skipif(
    NODE is None or not (NPM / "node_modules").exists(),
    reason="no verifiers from npm: run `npm ci` in tests/certification/npm",
)
Document = dict[str, Any]


def served(credential: Credential) -> Document:
    """What our own addresses answer to a verifier."""
    client = Client()
    us = client.get("/issuer", headers={"accept": "application/ld+json"}).json()
    listed = client.get(credential.entry.list.get_absolute_url()).json()
    return {us["id"]: us, listed["id"]: listed, MULTIKEY: pinned(MULTIKEY)}


def asked(credential: Credential, sent: list[Document]) -> Document:
    """What the verifiers of npm say about each document."""
    question = {
        "now": timezone.now().isoformat(),
        "served": served(credential),
        "jwks": Client().get("/.well-known/jwks.json").json(),
        "cases": sent,
    }
    assert NODE
    answer = subprocess.run(
        [NODE, NPM / "verify.mjs"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found: Document = json.loads(answer.stdout)
    return found


def changed(document: Document, act: Callable[[Document], object]) -> Document:
    other = copy.deepcopy(document)
    act(other)
    return other


def subject(one: Document) -> Document:
    found: Document = one["credentialSubject"]
    return found


def another_proof(one: Document) -> Document:
    """Signed by somebody who says they are us."""
    key = Ed25519PrivateKey.generate()
    bare = {name: value for name, value in one.items() if name != "proof"}
    method = f"{issuer().id}#{multikey(key.public_key().public_bytes_raw())}"
    return integrity.signed(bare, key, method=method, created=timezone.now())


def with_name(one: Document) -> None:
    subject(one)["identifier"][0]["identityHash"] = "Somebody Else"


TAMPERED: dict[str, Callable[[Document], object]] = {
    "another name": with_name,
    "another email": lambda one: subject(one)["identifier"][1].update(salt="other"),
    "another number": lambda one: subject(one).update(licenseNumber="TI-26-0101-AAAAA"),
    "a later end": lambda one: one.update(validUntil="2049-01-01T00:00:00Z"),
    "an earlier award": lambda one: subject(one).update(activityEndDate="2020-01-01T00:00:00Z"),
    "another result": lambda one: subject(one)["result"][0].update(status="Failed"),
    "a result removed": lambda one: subject(one)["result"].pop(),
    "another achievement": lambda one: subject(one)["achievement"].update(name="Grand Master"),
    "a member beside": lambda one: subject(one).update(myScore="91"),
    "a type beside": lambda one: one["type"].append("HonoursCredential"),
    "another status place": lambda one: one["credentialStatus"].update(
        id=one["credentialStatus"]["statusListCredential"] + "#7", statusListIndex="7"
    ),
    "no status": lambda one: one.pop("credentialStatus"),
    "another issuer": lambda one: one["issuer"].update(id="https://elsewhere.example/issuer"),
    "another issuer's name": lambda one: one["issuer"].update(name="Another Institute"),
    "another moment of signing": lambda one: one["proof"].update(created="2026-01-01T00:00:00Z"),
    "another purpose": lambda one: one["proof"].update(proofPurpose="authentication"),
    "another key": lambda one: one["proof"].update(
        verificationMethod=f"{issuer().id}#{multikey(bytes(32))}"
    ),
    "somebody else's signature": lambda one: one.update(another_proof(one)),
    "no proof": lambda one: one.pop("proof"),
}


def moved_proof(first: Document, second: Document) -> Document:
    return first | {"proof": second["proof"]}


def part(content: Document) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def tampered_tokens(credential: Credential) -> dict[str, str]:
    """The token with a part of it exchanged."""
    head, body, signature = credential.token.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    payload = json.loads(base64.urlsafe_b64decode(body + "=="))
    keys, _, _ = signing_keys.in_use()
    stranger = type(keys.token).generate_key(2048)
    bare = json.loads(credential.document)
    bare.pop("proof")
    return {
        "another name, as token": ".".join([head, part(changed(payload, with_name)), signature]),
        "no signature, as token": f"{part(header | {'alg': 'none'})}.{body}.",
        "another algorithm, as token": f"{part(header | {'alg': 'HS256'})}.{body}.{signature}",
        "another key, as token": f"{part(header | {'kid': 'another'})}.{body}.{signature}",
        "the proof key, as token": f"{part(header | {'kid': keys.proof_kid})}.{body}.{signature}",
        "a stranger's key, as token": tokens.token(bare, stranger, keys.token_kid),
        "another end, as token": ".".join(
            [head, part(payload | {"exp": 4_102_444_800}), signature]
        ),
    }


@needs_npm
def test_verifiers_that_are_not_ours_accept_every_form_and_refuse_every_change() -> None:
    first, second = cases.credential(), cases.credential()
    document = json.loads(first.document)
    wrong = {name: changed(document, act) for name, act in TAMPERED.items()}
    wrong["a proof of another credential"] = moved_proof(document, json.loads(second.document))
    sent = [{"name": "as it is", "kind": "di", "document": document}]
    sent += [{"name": "token", "kind": "jwt", "token": first.token}]
    sent += [{"name": name, "kind": "di", "document": one} for name, one in wrong.items()]
    bad_tokens = tampered_tokens(first)
    sent += [{"name": name, "kind": "jwt", "token": one} for name, one in bad_tokens.items()]

    found = asked(first, sent)

    assert found.pop("as it is") == {"digitalbazaar": True, "digitalcredentials": True}
    assert found.pop("token") == {"jose": True, "jsonwebtoken": True}
    accepted = {name: said for name, said in found.items() if True in said.values()}
    assert not accepted
    assert len(found) == len(TAMPERED) + 1 + len(bad_tokens) >= 12
    for name, one in wrong.items():
        assert not check_file(json.dumps(one).encode()).credential, name
    for name, text in bad_tokens.items():
        assert not check_file(text.encode()).credential, name


def list_of(credential: Credential, indexes: list[int], at: dt.datetime) -> Document:
    """The status list as we sign it, with these bits, at this moment."""
    keys, row, _ = signing_keys.in_use()
    address = status_lists.address(credential.entry.list)
    ends = at + status_lists.GOOD_FOR
    bare = documents.status_list(
        address, status.encoded(indexes), issuer(), valid_from=at, valid_until=ends
    )
    method = f"{issuer().id}#{row.kid}"
    return integrity.signed(bare, keys.proof, method=method, created=at)


@needs_npm
def test_a_withdrawn_credential_is_refused_and_its_list_cannot_be_exchanged() -> None:
    good, gone = cases.credential(), cases.credential()
    certifying.change(certification=gone.certification, act="withdraw", by=None, reason="Fraud.")
    now = timezone.now()
    listed = served(good)[status_lists.address(good.entry.list)]
    address, index = listed["id"], gone.entry.index
    clean = list_of(good, [], now)
    lists = {
        "an old list": list_of(good, [], now - dt.timedelta(days=2)),
        "another list": clean | {"id": address.replace("/1", "/2")},
        "a list with a bit cleared": changed(
            listed, lambda one: subject(one).update(encodedList=subject(clean)["encodedList"])
        ),
        "a list with another's signature": listed | {"proof": another_proof(listed)["proof"]},
    }
    sent: list[Document] = [
        {"name": "good", "kind": "di", "document": json.loads(good.document)},
        {"name": "gone", "kind": "di", "document": json.loads(gone.document)},
    ]
    sent += [
        {
            "name": name,
            "kind": "di",
            "document": json.loads(gone.document),
            "served": {address: one},
        }
        for name, one in lists.items()
    ]
    around = [index, good.entry.index, 0, status.BITS - 1]
    sent += [{"name": "bits", "kind": "bits", "document": listed, "indexes": around}]

    found = asked(good, sent)

    expected = {"length": status.BITS, "set": [True, False, False, False]}
    assert found.pop("bits") == {"digitalbazaar": expected, "digitalcredentials": expected}
    assert found.pop("good") == {"digitalbazaar": True, "digitalcredentials": True}
    assert {name: said for name, said in found.items() if True in said.values()} == {}


def their_verifier() -> OB3LdpVerifier:
    return OB3LdpVerifier(pubkey_pem=pem(signing_keys.ring().proof.public_key()))


def pem(key: Any) -> bytes:
    content: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return content


@pytest.mark.parametrize("name", [name for name in TAMPERED if name != "another key"])
def test_a_third_verifier_refuses_it_too(name: str) -> None:
    """It is given the key, so which one the proof names is not its business."""
    document = json.loads(cases.credential().document)
    their_verifier().verify(document)

    with pytest.raises(OB3VerificationError):
        their_verifier().verify(changed(document, TAMPERED[name]))


def test_a_third_verifier_reads_the_token_and_the_list() -> None:
    credential = cases.credential()
    certifying.change(
        certification=credential.certification, act="withdraw", by=None, reason="Fraud."
    )
    keys, _, _ = signing_keys.in_use()
    listed = json.loads(status_lists.published(credential.entry.list))

    read = OB3Verifier(keys.token.as_pem(private=False)).verify(credential.token)

    assert str(read.id) == credential.badge_urn.urn
    bits = decode_encoded_list(subject(listed)["encodedList"])
    assert set_indices(bits) == {credential.entry.index}
    verify_data_integrity_proof(listed, pem(keys.proof.public_key()))
