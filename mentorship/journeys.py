"""The way of one session in words: its steps, its clocks, what it uses and what was done to it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.wording import when
from institute.accounts.models import User
from mentorship.clocks import ClockChange, changes_between
from mentorship.models import (
    Booking,
    BookingRevision,
    BookingStatus,
    EntitlementEntry,
    EntryKind,
)

INSTITUTE = "TPM Institute"
LOOKS = {
    BookingStatus.HELD: "next",
    BookingStatus.REQUESTED: "warn",
    BookingStatus.CONFIRMED: "next",
    BookingStatus.COMPLETED: "done",
    BookingStatus.NO_SHOW_STUDENT: "late",
    BookingStatus.NO_SHOW_MENTOR: "late",
    BookingStatus.DISPUTED: "warn",
}
ENDED_EARLY = {
    BookingStatus.EXPIRED: "Let go",
    BookingStatus.DECLINED: "Declined",
    BookingStatus.CANCELLED_BY_STUDENT: "Cancelled",
    BookingStatus.CANCELLED_BY_MENTOR: "Cancelled",
    BookingStatus.CANCELLED_BY_STAFF: "Cancelled",
}
WAITS = (BookingStatus.HELD, BookingStatus.REQUESTED)
ACTS = {
    "book": "booked the session",
    "ask": "asked for the session",
    "accept": "accepted",
    "decline": "declined",
    "expire": "let the request run out",
    "cancel_by_student": "cancelled",
    "cancel_by_mentor": "cancelled",
    "cancel_by_staff": "cancelled",
}
# What nobody in person did, or did about somebody else.
FACTS = {
    "expire": "Nobody answered in time",
    "complete": "The session took place",
    "miss_student": "The student did not come",
    "miss_mentor": "The mentor did not come",
    "dispute": "The two sides tell it differently: a person looks into it",
}


@dataclass(frozen=True)
class Step:
    """A step of the path, as the figure draws it."""

    label: str
    meta: str
    state: str = ""


@dataclass(frozen=True)
class Told:
    """Something that was done, in words."""

    at: dt.datetime
    words: str
    why: str


@dataclass(frozen=True)
class Wall:
    """Whose clock, and where it hangs."""

    whose: str
    zone: ZoneInfo


def look(booking: Booking) -> str:
    """The shape of its state."""
    return LOOKS.get(BookingStatus(booking.status), "closed")


def steps(booking: Booking, acts: Iterable[BookingRevision], zone: ZoneInfo) -> list[Step]:
    """Held, asked, confirmed, over: as far as this session came."""
    done = {act.act: act.at for act in acts}
    started = [
        Step(label, when(done[act], zone), "done")
        for act, label in (("ask", "Asked for"), ("book", "Confirmed"), ("accept", "Confirmed"))
        if act in done
    ]
    if booking.status == BookingStatus.HELD or not started:
        started = [Step("Held", when(booking.created_at, zone), "done")]
    return started + _rest(booking, zone)


def _rest(booking: Booking, zone: ZoneInfo) -> list[Step]:
    meets = when(booking.starts_at, zone)
    status = BookingStatus(booking.status)
    if status in ENDED_EARLY:
        return [Step(ENDED_EARLY[status], booking.get_status_display(), "now")]
    if status in WAITS:
        asks = "You confirm" if status == BookingStatus.HELD else "The mentor answers"
        return [
            Step(asks, f"By {when(booking.expires_at, zone)}", "now"),
            Step("You meet", meets, "ms"),
        ]
    if status == BookingStatus.CONFIRMED:
        words = "You say who was there" if booking.is_over else "You meet"
        return [Step(words, meets, "now"), Step("Over", when(booking.ends_at, zone), "ms")]
    return [Step("Over", booking.get_status_display(), "done ms")]


def walls(booking: Booking, reader: User, zone: ZoneInfo) -> list[Wall]:
    """The clocks to show, the reader's own first; one that reads the same is left out."""
    people = [(person, person.zone) for person in (booking.student, booking.mentor.user)]
    others = [Wall(f"For {one.short_name}", there) for one, there in people if one.pk != reader.pk]
    read, shown = _reads(booking, zone), [Wall("For you", zone)]
    return shown + [wall for wall in others if _reads(booking, wall.zone) != read]


def clock_change(booking: Booking, reader: User) -> ClockChange | None:
    """Where two clocks stand differently apart at the session than either is used to."""
    sides = (booking.student, booking.mentor.user)
    other = next((one for one in sides if one.pk != reader.pk), None)
    if other is None or reader not in sides or not booking.is_agreed or booking.is_over:
        return None
    now = timezone.now()
    return changes_between(reader.zone, other.zone, booking.starts_at, now=now)


def uses(booking: Booking) -> str:
    """What it takes from the sessions that were granted: "Uses 1 of 6 sessions"."""
    grant = booking.entitlement
    if grant is None:
        return "Uses no session"
    about = EntitlementEntry.objects.of_booking(booking.pk)
    kinds = list(about.values_list("kind", flat=True))
    if kinds and kinds[-1] == EntryKind.RELEASE:
        return "Uses no session: it went back"
    verb = "Used" if EntryKind.CONSUME in kinds else "Uses"
    number = booking.offer.credits
    return f"{verb} {number} of {grant.granted} session{'' if grant.granted == 1 else 's'}"


def told(acts: Iterable[BookingRevision], reader: User, zone: ZoneInfo) -> list[Told]:
    """What was done to it, the latest first."""
    found: list[Told] = []
    before: BookingRevision | None = None
    for act in acts:
        found.append(Told(act.at, _words(act, before, reader, zone), act.why))
        before = act
    return found[::-1]


def _words(
    act: BookingRevision, before: BookingRevision | None, reader: User, zone: ZoneInfo
) -> str:
    if act.act in FACTS:
        return FACTS[act.act]
    who = _who(act, reader)
    if act.act == "move":
        return f"{who} moved it {_moved(act, before, zone)}"
    late = " after the free time" if act.is_late else ""
    return f"{who} {ACTS.get(act.act, act.act)}{late}"


def _moved(act: BookingRevision, before: BookingRevision | None, zone: ZoneInfo) -> str:
    to = when(act.during.lower, zone)
    if before is None:
        return f"to {to}"
    parts = [f"to {act.mentor}"] if before.mentor_id != act.mentor_id else []
    if before.during != act.during:
        parts.append(f"from {when(before.during.lower, zone)} to {to}")
    late = ["after the free time"] if act.is_late else []
    return ", ".join(parts + late)


def _who(act: BookingRevision, reader: User) -> str:
    if act.by is None:
        return INSTITUTE
    return "You" if act.by_id == reader.pk else act.by.name


def _reads(booking: Booking, zone: ZoneInfo) -> dt.datetime:
    return booking.starts_at.astimezone(zone).replace(tzinfo=None)
