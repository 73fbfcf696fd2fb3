"""The shape of the documents we issue, closed: a member it does not name is refused.

The proof covers what the vocabularies define, not the text; so nothing may stand beside that.
"""

from typing import Any

from certification.badges.contexts import CREDENTIALS_V2, OPEN_BADGES
from certification.badges.moments import read

TEXT, TRUTH, MOMENT = object(), object(), object()

PROFILE = {"id": TEXT, "type": ["Profile"], "name": TEXT, "url": TEXT, "phone": TEXT}
PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": MOMENT,
    "verificationMethod": TEXT,
    "proofPurpose": "assertionMethod",
    "proofValue": TEXT,
}
IDENTITY = {
    "type": "IdentityObject",
    "hashed": TRUTH,
    "identityType": TEXT,
    "identityHash": TEXT,
    "salt?": TEXT,
}
PIECE = {"id": TEXT, "type": ["ResultDescription"], "name": TEXT, "resultType": TEXT}
RESULT = {"type": ["Result"], "resultDescription": TEXT, "status": "Completed"}
ACHIEVEMENT = {
    "id": TEXT,
    "type": ["Achievement"],
    "achievementType": "Certification",
    "version": TEXT,
    "name": TEXT,
    "description": TEXT,
    "criteria": {"id": TEXT, "narrative": TEXT},
    "image": {"id": TEXT, "type": "Image", "caption": TEXT},
    "resultDescription?": (PIECE,),
}
STATUS = {
    "id": TEXT,
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": TEXT,
    "statusListCredential": TEXT,
}
CREDENTIAL = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES],
    "id": TEXT,
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": TEXT,
    "issuer": PROFILE,
    "validFrom": MOMENT,
    "validUntil": MOMENT,
    "credentialSubject": {
        "id": TEXT,
        "type": ["AchievementSubject"],
        "identifier": (IDENTITY,),
        "licenseNumber": TEXT,
        "activityEndDate": MOMENT,
        "achievement": ACHIEVEMENT,
        "result?": (RESULT,),
    },
    "credentialStatus": STATUS,
    "proof?": PROOF,
}
STATUS_LIST = {
    "@context": [CREDENTIALS_V2],
    "id": TEXT,
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": TEXT,
    "validFrom": MOMENT,
    "validUntil": MOMENT,
    "credentialSubject": {
        "id": TEXT,
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": TEXT,
    },
    "proof": PROOF,
}


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has exactly this shape: "name?" may be missing, (shape,) is a list of it."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and _members_fit(value, shape)
    if isinstance(shape, tuple):
        some = isinstance(value, list) and bool(value)
        return some and all(fits(one, shape[0]) for one in value)
    return _is_plain(value, shape)


def _members_fit(value: dict[str, Any], shape: dict[str, Any]) -> bool:
    needed = {name for name in shape if not name.endswith("?")}
    allowed = {name.removesuffix("?"): wanted for name, wanted in shape.items()}
    if not needed <= set(value) <= set(allowed):
        return False
    return all(fits(value[name], allowed[name]) for name in value)


def _is_plain(value: Any, shape: Any) -> bool:
    if shape is TEXT:
        return isinstance(value, str) and bool(value)
    if shape is TRUTH:
        return isinstance(value, bool)
    if shape is MOMENT:
        return read(value) is not None
    return bool(value == shape)
