"""Places in status lists, and the lists as they are published."""

import datetime as dt
import hashlib
import json
import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from certification.badges import documents, integrity, status
from certification.models import Credential, StatusEntry, StatusList
from certification.operations import log, signing_keys
from certification.verification.issuers import issuer
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

MOST = status.BITS // 2  # a fuller list would make drawing a free place slow
TRIES = 40
KEPT = 600  # seconds a signed list is kept
GOOD_FOR = dt.timedelta(days=1)  # how long a copy may be believed


def take_place() -> StatusEntry:
    """A free place, drawn at random so that it tells nobody when a credential was issued."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                index = secrets.randbelow(status.BITS)
                return StatusEntry.objects.create(list=_open_list(), index=index)
        except IntegrityError:  # somebody has that place, or opened the same list
            continue
    raise RuleBroken("No free place in the status list was found. Nothing was issued: try again.")


def _open_list() -> StatusList:
    """The newest list while it has room, else the next."""
    last = StatusList.objects.annotate(taken=Count("entries")).order_by("-number").first()
    if last and last.taken < MOST:
        return last
    return StatusList.objects.create(number=last.number + 1 if last else 1)


@transaction.atomic
def revoke(*, credential: Credential, by: User | None, reason: str) -> StatusEntry:
    """Take one document back for good, whatever the certification is worth. Twice is once."""
    if not reason:
        raise RuleBroken("Write down why the document is taken back.")
    entry = locked(credential.entry)
    if entry.revoked_at:
        return entry
    entry.revoked_at, entry.revoked_by, entry.reason = timezone.now(), by, reason
    entry.save()
    log.record(act="credential.revoked", subject=credential, actor=by, reason=reason)
    return entry


def address(listed: StatusList) -> str:
    """Where a list is published; part of every credential that has a place in it."""
    return f"{settings.SITE_URL}{listed.get_absolute_url()}"


def published(listed: StatusList) -> str:
    """The list as a signed credential, signed anew when a bit changes or the copy gets old."""
    indexes = sorted(listed.entries.revoked().values_list("index", flat=True))
    keys, row, _ = signing_keys.in_use()
    facts = f"{listed.number} {row.kid} {settings.SITE_URL} {indexes}"
    name = f"status-list:{hashlib.sha256(facts.encode()).hexdigest()}"
    kept: str | None = cache.get(name)
    if kept is not None:
        return kept
    now = timezone.now()
    list_document = documents.status_list(
        address(listed),
        status.encoded(indexes),
        issuer(),
        valid_from=now,
        valid_until=now + GOOD_FOR,
    )
    method = f"{issuer().id}#{row.kid}"
    text = json.dumps(integrity.signed(list_document, keys.proof, method=method, created=now))
    cache.set(name, text, KEPT)
    return text
