"""What our documents say: the credential, the issuer, the achievement, the list of withdrawals."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from certification.badges.canonical import Document
from certification.badges.contexts import CREDENTIALS_V2, MULTIKEY, OPEN_BADGES
from certification.badges.moments import written
from certification.badges.recipients import hashed_email, plain_name

DID = "https://www.w3.org/ns/did/v1"


@dataclass(frozen=True)
class Issuer:
    """Who issues. The address is the identity and never changes."""

    id: str
    name: str
    url: str
    phone: str


@dataclass(frozen=True)
class Piece:
    """Something a holder was assessed by."""

    name: str
    how: str


@dataclass(frozen=True)
class Achievement:
    """What is certified: the same document for everybody certified under one version."""

    id: str
    name: str
    version: str
    description: str
    criteria: str  # address of the scheme's own page
    narrative: str
    image: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Award:
    """What was awarded to whom, for how long, and where its status stands."""

    urn: str  # the same for every revision
    subject: str
    name: str
    email: str
    number: str
    awarded: dt.datetime
    valid_from: dt.datetime
    valid_until: dt.datetime
    status_list: str
    status_index: int


def profile(issuer: Issuer) -> Document:
    """The issuer as it stands inside other documents."""
    return {
        "id": issuer.id,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
        "phone": issuer.phone,
    }


def achievement(known: Achievement) -> Document:
    """What is certified. Nothing in it is about one person."""
    found: Document = {
        "id": known.id,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "version": known.version,
        "name": known.name,
        "description": known.description,
        "criteria": {"id": known.criteria, "narrative": known.narrative},
        "image": {"id": known.image, "type": "Image", "caption": f"Badge: {known.name}"},
    }
    pieces = [_description(known, number) for number in range(len(known.pieces))]
    return found | ({"resultDescription": pieces} if pieces else {})


def _description(known: Achievement, number: int) -> Document:
    return {
        "id": _result_id(known, number),
        "type": ["ResultDescription"],
        "name": known.pieces[number].name,
        "resultType": "Status",
    }


def _result_id(known: Achievement, number: int) -> str:
    return f"{known.id}#piece-{number + 1}"


def credential(award: Award, known: Achievement, issuer: Issuer) -> Document:
    """An Open Badges 3.0 credential, not yet signed. Every piece reads completed: no scores.

    `awardedDate` is left out: its type is "xsd:dateTime" in the published vocabulary, which never
    says what xsd is, so that careful verifiers refuse every document that uses it.
    """
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": award.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": known.name,
        "issuer": profile(issuer),
        "validFrom": written(award.valid_from),
        "validUntil": written(award.valid_until),
        "credentialSubject": _subject(award, known),
        "credentialStatus": {
            "id": f"{award.status_list}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": award.status_list,
        },
    }


def _subject(award: Award, known: Achievement) -> Document:
    results = [
        {
            "type": ["Result"],
            "resultDescription": _result_id(known, number),
            "status": "Completed",
        }
        for number in range(len(known.pieces))
    ]
    subject: Document = {
        "id": award.subject,
        "type": ["AchievementSubject"],
        "identifier": [plain_name(award.name), hashed_email(award.email)],
        "licenseNumber": award.number,
        "activityEndDate": written(award.awarded),
        "achievement": achievement(known),
    }
    return subject | ({"result": results} if results else {})


def issuer_document(issuer: Issuer, kids: list[str]) -> Document:
    """The issuer at its own address, with every proof key it ever used."""
    methods = [
        {
            "id": f"{issuer.id}#{kid}",
            "type": "Multikey",
            "controller": issuer.id,
            "publicKeyMultibase": kid,
        }
        for kid in kids
    ]
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, DID, MULTIKEY],
        **profile(issuer),
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def did_document(did: str, issuer: Issuer, keys: list[dict[str, Any]]) -> Document:
    """The same issuer for wallets that look up did:web."""
    methods = [
        {"id": f"{did}#{key['kid']}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": key}
        for key in keys
    ]
    return {
        "@context": [DID, "https://w3id.org/security/jwk/v1"],
        "id": did,
        "alsoKnownAs": [issuer.id],
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def status_list(
    address: str,
    encoded: str,
    issuer: Issuer,
    *,
    valid_from: dt.datetime,
    valid_until: dt.datetime,
) -> Document:
    """A Bitstring status list as a credential, not yet signed."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": written(valid_from),
        "validUntil": written(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }
