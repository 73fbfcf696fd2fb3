"""What a document is worth, said in one word."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.jwk import RSAKey

from certification.badges import integrity, status, tokens
from certification.badges.canonical import Document
from certification.badges.moments import read
from certification.badges.shape import CREDENTIAL, STATUS_LIST, fits


class Verdict(StrEnum):
    """Everything a document can turn out to be."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET = "not yet"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NOT_OURS = "not ours"
    ALTERED = "altered"


GENUINE = frozenset(Verdict) - {Verdict.NOT_OURS, Verdict.ALTERED}


@dataclass(frozen=True)
class ProofKey:
    """A public key of ours, and the time in which it signed."""

    key: Ed25519PublicKey
    not_before: dt.datetime
    retired_at: dt.datetime | None = None

    def signed_at(self, moment: dt.datetime | None) -> bool:
        """Whether it was in use then."""
        if moment is None or moment < self.not_before.replace(microsecond=0):
            return False
        return self.retired_at is None or moment <= self.retired_at


@dataclass(frozen=True)
class Trust:
    """Whom we believe: an issuer, its proof keys by method and its token keys by name."""

    issuer: str
    proof_keys: Mapping[str, ProofKey] = field(default_factory=dict)
    token_keys: Mapping[str, RSAKey] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """The verdict on one document, and what it says when it is genuine."""

    verdict: Verdict
    document: Document = field(default_factory=dict)

    @property
    def is_genuine(self) -> bool:
        return self.verdict in GENUINE


def examine(document: Document, trust: Trust, at: dt.datetime) -> Finding:
    """A credential with its proof inside. Of its status only the dates are judged."""
    if _issuer(document) != trust.issuer:
        return Finding(Verdict.NOT_OURS)
    if "proof" not in document or not fits(document, CREDENTIAL) or not _holds(document, trust):
        return Finding(Verdict.ALTERED)
    return Finding(_by_date(document, at), document)


def examine_token(text: str, trust: Trust, at: dt.datetime) -> Finding:
    """A credential as a token. Of its status only the dates are judged."""
    try:
        kid, payload = tokens.carried(text)
    except tokens.NotAToken:
        return Finding(Verdict.ALTERED)
    if _issuer(payload) != trust.issuer:
        return Finding(Verdict.NOT_OURS)
    if kid not in trust.token_keys:
        return Finding(Verdict.ALTERED)
    try:
        document = tokens.opened(text, trust.token_keys[kid])
    except tokens.NotAToken:
        return Finding(Verdict.ALTERED)
    if "proof" in document or not fits(document, CREDENTIAL):
        return Finding(Verdict.ALTERED)
    return Finding(_by_date(document, at), document)


def is_revoked(document: Document, listed: Document, trust: Trust, at: dt.datetime) -> bool | None:
    """What a signed status list says of a credential; None when the list cannot be believed.

    A list that is not the credential's own, altered or older than it may be says nothing.
    """
    entry = document["credentialStatus"]
    if not fits(listed, STATUS_LIST) or listed["id"] != entry["statusListCredential"]:
        return None
    if listed["issuer"] != trust.issuer or not _holds(listed, trust):
        return None
    if _by_date(listed, at) is not Verdict.VALID:
        return None
    try:
        text = listed["credentialSubject"]["encodedList"]
        return status.is_set(text, int(entry["statusListIndex"]))
    except (status.NotAList, IndexError, ValueError):
        return None


def _issuer(document: Document) -> str:
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def _holds(document: Document, trust: Trust) -> bool:
    """Whether one of our keys made the proof, at a time when it signed."""
    proof = document["proof"]
    known = trust.proof_keys.get(proof["verificationMethod"])
    if known is None or not known.signed_at(read(proof["created"])):
        return False
    return integrity.holds(document, known.key)


def _by_date(document: Document, at: dt.datetime) -> Verdict:
    begins, ends = read(document["validFrom"]), read(document["validUntil"])
    assert begins
    assert ends
    if at < begins:
        return Verdict.NOT_YET
    return Verdict.VALID if at < ends else Verdict.EXPIRED
