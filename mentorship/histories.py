"""The ledger of a student's sessions, in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from courses.wording import short_day
from institute.accounts.models import User
from mentorship.models import Booking, Entitlement, EntitlementEntry, EntryKind, OfferKind
from mentorship.models.entitlement import AGAIN


@dataclass(frozen=True)
class Line:
    """One entry: when, how many, what it says, who wrote it."""

    at: dt.datetime
    amount: int
    words: str
    by: str

    @property
    def signed(self) -> str:
        """ "+6", "−1", "0"."""
        return f"{self.amount:+d}".replace("-", "−") if self.amount else "0"


@dataclass(frozen=True)
class SessionsLeft:
    """What a student may still use, of how many, and what of it runs out first."""

    left: int
    granted: int
    soonest: int
    runs_out: dt.date | None

    @property
    def used(self) -> int:
        return self.granted - self.left


@dataclass(frozen=True)
class Given:
    """One grant with its lines, the oldest first."""

    entitlement: Entitlement
    lines: list[Line] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        last = self.entitlement.expires_on
        return last is not None and last < timezone.now().date()

    @property
    def kinds(self) -> str:
        """What it serves for: "Mentoring, Mock interview", or any help."""
        names = [OfferKind(kind).label for kind in self.entitlement.kinds]
        return ", ".join(names) or "Any help"


def sessions_left(student: User) -> SessionsLeft:
    """Of the grants that last; None of them is one of zero."""
    lasting = list(Entitlement.objects.visible_to(student).lasting())
    dated = [(one.expires_on, one.left) for one in lasting if one.expires_on and one.left]
    first = min((day for day, _ in dated), default=None)
    return SessionsLeft(
        left=sum(one.left for one in lasting),
        granted=sum(one.granted for one in lasting),
        soonest=sum(left for day, left in dated if day == first),
        runs_out=first,
    )


def ledger(student: User) -> list[Given]:
    """Everything that was granted, used, given back or has run out; the latest grant first."""
    given = Entitlement.objects.visible_to(student).order_by("-created_at", "-pk")
    found = {one.pk: Given(one) for one in given.select_related("granted_by")}
    entries = list(EntitlementEntry.objects.filter(entitlement__in=found).select_related("by"))
    sessions, used = _sessions(entries), _used(entries)
    for entry in entries:
        if entry.kind != EntryKind.CONSUME:
            line = _line(entry, sessions, student, used.get(entry.about))
            found[entry.entitlement_id].lines.append(line)
    return list(found.values())


def _used(entries: Iterable[EntitlementEntry]) -> dict[str, EntitlementEntry]:
    """What was set aside and then used, by what it was for: one line says both."""
    return {entry.about: entry for entry in entries if entry.kind == EntryKind.CONSUME}


def _line(
    entry: EntitlementEntry,
    sessions: dict[str, Booking],
    student: User,
    used: EntitlementEntry | None,
) -> Line:
    says = used if used and entry.kind == EntryKind.RESERVE else entry
    about = entry.about.removesuffix(AGAIN)
    words = f"{says.get_kind_display()}{_what(about, sessions.get(about), student)}"
    if says.why:
        words = f"{words}. {says.why}"
    return Line(entry.at, entry.amount, words, entry.by.name if entry.by else "")


def _what(about: str, booking: Booking | None, student: User) -> str:
    """What an entry speaks of: a session, the review of a CV, or nothing but itself."""
    if booking:
        day = short_day(booking.starts_at, student.zone)
        return f": {booking.offer.title} with {booking.mentor.user.name}, {day}"
    return ": CV review" if about.startswith("review ") else ""


def _sessions(entries: Iterable[EntitlementEntry]) -> dict[str, Booking]:
    """The bookings that entries speak of, by how the ledger names them."""
    keys = [one.about.split()[1] for one in entries if one.about.startswith("booking ")]
    bookings = Booking.objects.filter(pk__in=keys).with_people()
    return {f"booking {booking.pk}": booking for booking in bookings}
