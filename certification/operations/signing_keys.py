"""The keys we sign with: private in one file, public in the database for ever."""

import os
import sys
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from certification.badges import keyring
from certification.badges.keyring import Keyring
from certification.models import SigningKey
from certification.operations import log

MISSING = (
    "SIGNING_KEY_FILE is missing: name a file for the signing keys and make it with"
    " `manage.py rotate_signing_key`, or set DEBUG=1 on your own machine."
)


def key_file() -> Path:
    """Where the private keys are. Raises ImproperlyConfigured when nobody said."""
    named = os.environ.get("SIGNING_KEY_FILE", "")
    if not named and not settings.DEMO_ALLOWED:
        raise ImproperlyConfigured(MISSING)
    return Path(named or settings.DATA_DIR / "signing-keys.json")


def check() -> None:
    """Refuse to start where no key is named, and to serve where there is none."""
    path = key_file()
    is_command = Path(sys.argv[0]).name == "manage.py"  # one of them makes the file
    if not settings.DEMO_ALLOWED and not is_command and not path.is_file():
        raise ImproperlyConfigured(
            f"SIGNING_KEY_FILE names {path}, and there is no such file. Make it with"
            " `manage.py rotate_signing_key`."
        )


def ring() -> Keyring:
    """The private keys, read again whenever the file changes."""
    path = key_file()
    if settings.DEMO_ALLOWED and not path.exists():
        keyring.created(path)
    found = path.stat() if path.exists() else None
    return _read(path, found.st_mtime_ns if found else 0)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Keyring:
    return keyring.opened(path)


def in_use() -> tuple[Keyring, SigningKey, SigningKey]:
    """The private keys, and the rows of their public halves: for proofs, for tokens."""
    keys = ring()
    rows = {one.kid: one for one in SigningKey.objects.in_use()}
    if not {keys.proof_kid, keys.token_kid} <= set(rows):
        rows = _registered(keys)
    return keys, rows[keys.proof_kid], rows[keys.token_kid]


@transaction.atomic
def _registered(keys: Keyring) -> dict[str, SigningKey]:
    """Put the public halves online before anything is signed, and retire those they follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", log.ONE_WRITER)
    kids = {keys.proof_kid, keys.token_kid}
    SigningKey.objects.in_use().exclude(kid__in=kids).update(retired_at=timezone.now())
    for jwk in keys.published():
        known = {"algorithm": jwk["alg"], "public": jwk, "not_before": timezone.now()}
        _, is_new = SigningKey.objects.get_or_create(kid=jwk["kid"], defaults=known)
        if is_new:
            log.record(act="key.published", subject=_row(jwk["kid"]), actor=None, kid=jwk["kid"])
    return {one.kid: one for one in SigningKey.objects.in_use()}


def _row(kid: str) -> SigningKey:
    return SigningKey.objects.get(kid=kid)


def rotate() -> list[SigningKey]:
    """New keys from now on. What the old ones signed stays good: their public halves stay."""
    path = key_file()
    if path.exists():
        in_use()  # what signs now is online before it is followed
    keyring.rotated(path)
    return list(in_use()[1:])
