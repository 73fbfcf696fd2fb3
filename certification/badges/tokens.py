"""Credentials as JSON Web Tokens (VC-JWT): RS256, three members in the header, no more.

Source: 1EdTech, Open Badges 3.0, "JSON Web Token Proof Format".
"""

import json
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from certification.badges import moments
from certification.badges.canonical import Document
from certification.badges.terms import refuse_undefined

HEADER = {"alg", "kid", "typ"}
CLAIMS = {"iss", "jti", "nbf", "sub", "exp"}


class NotAToken(ValueError):  # noqa: N818
    """The text is not a token of ours: its shape, header, signature or claims are wrong."""


def token(document: Document, key: RSAKey, kid: str) -> str:
    """The credential as a compact token. Raises Undefined for a word no vocabulary defines."""
    refuse_undefined(document)
    header = {"alg": "RS256", "kid": kid, "typ": "JWT"}
    return jwt.encode(header, document | claims(document), key, algorithms=["RS256"])


def claims(document: Document) -> dict[str, Any]:
    """The registered claims that repeat what the credential says."""
    found = {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
        "sub": document["credentialSubject"]["id"],
    }
    return found | ({"exp": _seconds(document["validUntil"])} if "validUntil" in document else {})


def _seconds(text: str) -> int:
    moment = moments.read(text)
    if moment is None:
        raise NotAToken(text)
    return int(moment.timestamp())


def carried(text: str) -> tuple[str, Document]:
    """The key a token names and what it carries, nothing checked but its shape. NotAToken."""
    try:
        found = jws.extract_compact(text.strip().encode())
        payload = json.loads(found.payload or b"")
    except (JoseError, ValueError, RecursionError) as error:
        raise NotAToken(type(error).__name__) from error
    header = found.headers()
    if set(header) != HEADER or header["alg"] != "RS256" or not isinstance(payload, dict):
        raise NotAToken("header")
    return str(header["kid"]), payload


def opened(text: str, key: RSAKey) -> Document:
    """The credential of a token that this key signed. Raises NotAToken.

    Its claims must repeat what the credential says; they are not part of what is returned.
    """
    try:
        payload = jwt.decode(text.strip(), key, algorithms=["RS256"]).claims
    except (JoseError, ValueError, RecursionError) as error:
        raise NotAToken(type(error).__name__) from error
    document = {name: value for name, value in payload.items() if name not in CLAIMS}
    stated = {name: value for name, value in payload.items() if name in CLAIMS}
    try:
        repeated = claims(document)
    except (KeyError, TypeError) as error:
        raise NotAToken("claims") from error
    if stated != repeated:
        raise NotAToken("claims")
    return document
