"""Data Integrity proofs, cryptosuite eddsa-rdfc-2022.

Signed are SHA-256 of the canonical proof options followed by SHA-256 of the canonical document.
Source: W3C, Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
"""

import datetime as dt
import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certification.badges.canonical import Document, NotCanonical, canonical
from certification.badges.contexts import Load, pinned
from certification.badges.moments import written
from certification.badges.multibase import NotMultibase, base58, from_base58
from certification.badges.terms import refuse_undefined

OPTIONS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}


def signed(
    document: Document, key: Ed25519PrivateKey, *, method: str, created: dt.datetime
) -> Document:
    """The document with its proof. Raises Undefined for a word no vocabulary defines."""
    refuse_undefined(document)
    return sealed(document, key, method=method, created=created)


def sealed(
    document: Document,
    key: Ed25519PrivateKey,
    *,
    method: str,
    created: dt.datetime,
    load: Load = pinned,
) -> Document:
    """The document with its proof, whatever it says."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": written(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = base58(key.sign(to_sign(document, proof, load)))
    return document | {"proof": proof | {"proofValue": value}}


def to_sign(document: Document, proof: dict[str, Any], load: Load = pinned) -> bytes:
    """The 64 bytes that are signed: the digest of the options, then of the document."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document["@context"]
    bare = {name: value for name, value in document.items() if name != "proof"}
    return b"".join(
        hashlib.sha256(canonical(one, load).encode()).digest() for one in (options, bare)
    )


def holds(document: Document, key: Ed25519PublicKey) -> bool:
    """Whether the one proof is by this key, over exactly this document and nothing beside it."""
    try:
        refuse_undefined(document)
    except NotCanonical:
        return False
    return seal_holds(document, key)


def seal_holds(document: Document, key: Ed25519PublicKey, load: Load = pinned) -> bool:
    """Whether the signature is by this key over what the document states."""
    proof = document.get("proof", {})
    if not _is_ours_to_read(proof):
        return False
    try:
        key.verify(from_base58(proof["proofValue"]), to_sign(document, proof, load))
    except (InvalidSignature, NotCanonical, NotMultibase, KeyError):
        return False
    return True


def _is_ours_to_read(proof: Any) -> bool:
    """One proof of the suite we sign with, nothing more in it and nothing less."""
    return (
        isinstance(proof, dict)
        and set(proof) == OPTIONS
        and all(isinstance(value, str) for value in proof.values())
        and proof["type"] == "DataIntegrityProof"
        and proof["cryptosuite"] == "eddsa-rdfc-2022"
        and proof["proofPurpose"] == "assertionMethod"
    )
