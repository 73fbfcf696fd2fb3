"""Sessions granted, reserved, used and given back: a ledger that is only added to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from courses.models import Enrolment
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.models import Entitlement, EntitlementEntry, EntryKind, SessionGrant
from mentorship.models.entitlement import AGAIN

NONE_LEFT = "You have no sessions left for this."


class NothingLeft(RuleBroken):
    """The student has no session to use for this."""


@dataclass(frozen=True)
class Gift:
    """Sessions given at one time; without kinds they serve for any help."""

    sessions: int
    label: str
    kinds: Sequence[str] = ()
    expires_on: dt.date | None = None


@dataclass(frozen=True)
class Use:
    """What sessions are used for. `about` names it for life: "booking 12", "review 7"."""

    about: str
    kind: str
    amount: int = 1


@transaction.atomic
def grant(*, student: User, gift: Gift, request_key: str, by: User | None = None) -> Entitlement:
    """Give sessions. The same key again returns what it gave first."""
    if not 1 <= gift.sessions <= 50:
        raise RuleBroken("Grant between 1 and 50 sessions.")
    given, is_new = Entitlement.objects.get_or_create(
        request_key=request_key,
        defaults={
            "student": student,
            "label": gift.label.strip()[:160],
            "kinds": list(gift.kinds),
            "granted": gift.sessions,
            "expires_on": gift.expires_on,
            "granted_by": by,
            "is_demo": student.is_demo,
        },
    )
    if is_new:
        _write(given, EntryKind.GRANT, gift.sessions, by=by)
        given.refresh_from_db(fields=["left"])
    return given


@transaction.atomic
def grant_for(*, enrolment: Enrolment) -> Entitlement | None:
    """What a sure place brings with it; None when the course brings nothing. Once per place."""
    grants = SessionGrant.objects.filter(course=enrolment.cohort.version.course)
    brings = grants.first()
    if brings is None:
        return None
    gift = Gift(
        brings.sessions,
        enrolment.cohort.version.title,
        brings.kinds,
        timezone.now().date() + dt.timedelta(days=brings.days),
    )
    given = grant(student=enrolment.student, gift=gift, request_key=f"enrolment {enrolment.pk}")
    if given.enrolment_id is None:
        given.enrolment = enrolment
        given.save(update_fields=["enrolment"])
    return given


def reserve(*, student: User, use: Use) -> Entitlement | None:
    """Set sessions aside; None when it costs nothing. The caller holds the student's diary.

    What runs out first is used first. Reserving for the same thing again is once. Raises
    NothingLeft.
    """
    if use.amount == 0:
        return None
    known = _entries(use).filter(kind=EntryKind.RESERVE).select_related("entitlement").first()
    if known:
        return known.entitlement
    usable = Entitlement.objects.visible_to(student).usable(use.kind, use.amount)
    chosen = usable.select_for_update(of=("self",)).first()
    if chosen is None:
        raise NothingLeft(
            NONE_LEFT, instead="Ask for a mentor, and a person says what your course includes."
        )
    _write(chosen, EntryKind.RESERVE, -use.amount, about=use.about)
    return chosen


def consume(*, use: Use, why: str = "") -> None:
    """What was set aside is used. Twice is once; nothing set aside is nothing used."""
    reserved = _reserved(use)
    if reserved and not _is_settled(use):
        _write(reserved.entitlement, EntryKind.CONSUME, 0, about=use.about, why=why)


def release(*, use: Use, why: str = "", by: User | None = None) -> None:
    """Give back what was set aside, or used. Twice is once."""
    reserved = _reserved(use)
    if reserved and not _entries(use).filter(kind=EntryKind.RELEASE).exists():
        _write(
            reserved.entitlement,
            EntryKind.RELEASE,
            -reserved.amount,
            about=use.about,
            why=why,
            by=by,
        )


def use_after_all(*, use: Use, why: str = "") -> None:
    """What was given back counts as used after all, if its grant has some left. Twice is once.

    Who has spent it elsewhere by then owes nothing: the mistake was ours.
    """
    reserved, again = _reserved(use), f"{use.about}{AGAIN}"
    was_released = _entries(use).filter(kind=EntryKind.RELEASE).exists()
    if not reserved or not was_released or reserved.entitlement.left < -reserved.amount:
        return
    if EntitlementEntry.objects.filter(about=again).exists():
        return
    given = reserved.entitlement
    _write(given, EntryKind.RESERVE, reserved.amount, about=again, why=why)
    _write(given, EntryKind.CONSUME, 0, about=again, why=why)


@transaction.atomic
def expire_unused(*, entitlement: Entitlement) -> bool:
    """Write off what can no longer be used; False when nothing is left."""
    entitlement = locked(entitlement)
    today = timezone.now().date()
    over = entitlement.expires_on is not None and entitlement.expires_on < today
    if not over or entitlement.left <= 0:
        return False
    _write(entitlement, EntryKind.EXPIRE, -entitlement.left)
    return True


@transaction.atomic
def take_back(*, entitlement: Entitlement, why: str) -> bool:
    """Write off what was not used; False when nothing is left."""
    entitlement = locked(entitlement)
    if entitlement.left <= 0:
        return False
    _write(entitlement, EntryKind.EXPIRE, -entitlement.left, why=why)
    return True


def _reserved(use: Use) -> EntitlementEntry | None:
    found = _entries(use).filter(kind=EntryKind.RESERVE).select_related("entitlement").first()
    if found:
        found.entitlement = locked(found.entitlement)
    return found


def _is_settled(use: Use) -> bool:
    return _entries(use).filter(kind__in=(EntryKind.CONSUME, EntryKind.RELEASE)).exists()


def _entries(use: Use) -> models.QuerySet[EntitlementEntry]:
    return EntitlementEntry.objects.filter(about=use.about)


def _write(
    entitlement: Entitlement,
    kind: EntryKind,
    amount: int,
    *,
    about: str = "",
    why: str = "",
    by: User | None = None,
) -> None:
    """Add a line; the database keeps the sum and refuses to go below nothing."""
    EntitlementEntry.objects.create(
        entitlement=entitlement, kind=kind, amount=amount, about=about, why=why[:200], by=by
    )
