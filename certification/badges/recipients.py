"""Whom a badge is for, without saying their address: a salted hash anybody can compare."""

import hashlib
import secrets
from hmac import compare_digest
from typing import Any


def hashed_email(email: str, salt: str = "") -> dict[str, Any]:
    """An identity that only somebody who knows the address can recognise."""
    salt = salt or secrets.token_urlsafe(12)
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": f"sha256${_digest(email, salt)}",
        "salt": salt,
    }


def plain_name(name: str) -> dict[str, Any]:
    """The name as it stands on the certificate."""
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityType": "name",
        "identityHash": name,
    }


def is_for(identity: dict[str, Any], email: str) -> bool:
    """Whether a hashed identity is this address."""
    expected = f"sha256${_digest(email, str(identity.get('salt', '')))}"
    return compare_digest(str(identity.get("identityHash", "")), expected)


def _digest(email: str, salt: str) -> str:
    return hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
