"""Proofs as others make them: the published vector of Open Badges 3.0, byte for byte."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certification.badges import integrity, moments, multibase, terms
from certification.badges.canonical import NotCanonical, canonical
from certification.badges.contexts import PINNED, UnknownContext, pinned

# 1EdTech, Open Badges 3.0 implementation guide, "Linked Data Proof Test Vector".
VECTORS = Path(__file__).with_name("vectors")
VECTOR = json.loads((VECTORS / "eddsa-rdfc-2022.json").read_text())
THEIR_WORDS = {
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld": "ob-3.0.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.json",
}


def as_then(address: str) -> dict[str, Any]:
    """The vocabularies as they read when the vector was made."""
    found: dict[str, Any] = json.loads((VECTORS / THEIR_WORDS[address]).read_text())
    return found


def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["seed"]))


def test_the_published_statements_are_reproduced_byte_for_byte() -> None:
    document, proof = copy.deepcopy(VECTOR["unsigned"]), copy.deepcopy(VECTOR["proof"])
    value = proof.pop("proofValue")

    options = canonical(proof | {"@context": document["@context"]}, as_then)

    assert canonical(document, as_then) == (VECTORS / "document.nq").read_text()
    assert options == (VECTORS / "options.nq").read_text()
    assert integrity.to_sign(document, proof, as_then).hex() == VECTOR["to_sign"]
    assert multibase.from_base58(value).hex() == VECTOR["signature"]


def test_the_published_signature_is_reproduced_and_verified() -> None:
    made = integrity.sealed(
        VECTOR["unsigned"],
        key(),
        method=VECTOR["proof"]["verificationMethod"],
        created=moments.read(VECTOR["proof"]["created"]),  # type: ignore[arg-type]
        load=as_then,
    )

    assert made["proof"] == VECTOR["proof"]
    assert integrity.seal_holds(made, key().public_key(), as_then)
    public = key().public_key().public_bytes_raw()
    assert VECTOR["proof"]["verificationMethod"].endswith("#" + multibase.multikey(public))


def test_vocabularies_are_the_published_files_and_no_other_is_read() -> None:
    for address in PINNED:
        assert pinned(address)["@context"]
    with pytest.raises(UnknownContext):
        pinned("https://www.w3.org/ns/credentials/v2/")
    with pytest.raises(NotCanonical):
        canonical({"@context": ["https://example.org/mine"], "id": "urn:x"})


@pytest.mark.parametrize(
    "more",
    [
        {"myScore": "91"},
        {"type": ["VerifiableCredential", "HonoursCredential"]},
        {"id": "credentials/3527"},
        {"issuer": {"id": "https://example.edu/i", "type": ["Profile"], "rank": "first"}},
    ],
)
def test_a_word_without_meaning_is_never_signed(more: dict[str, object]) -> None:
    document = {
        "@context": list(PINNED)[:2],
        "id": "urn:uuid:0b6f0c1e-6a53-4b52-9a6e-0f6f1d0f7c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A badge",
    }
    terms.refuse_undefined(document)

    with pytest.raises(terms.Undefined):
        integrity.signed(
            document | more,
            key(),
            method="https://example.edu/issuer#key",
            created=moments.read("2026-01-01T00:00:00Z"),  # type: ignore[arg-type]
        )


def test_undefined_words_would_not_change_what_is_signed() -> None:
    """Why they are refused: the digest is the same with and without."""
    document = {"@context": list(PINNED)[:2], "id": "urn:uuid:1", "name": "A badge"}
    more = document | {"myScore": "91"}

    assert hashlib.sha256(canonical(document).encode()) != hashlib.sha256()
    assert canonical(document) == canonical(more)


@pytest.mark.parametrize("content", [b"", b"\0", b"\0\0\x01", b"\xff" * 34, bytes(range(64))])
def test_multibase_gives_the_bytes_back(content: bytes) -> None:
    assert multibase.from_base58(multibase.base58(content)) == content
    assert multibase.from_base64url(multibase.base64url(content)) == content
