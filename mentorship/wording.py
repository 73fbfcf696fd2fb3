"""A session in the words of a letter: both clocks, who did it, what became of it."""

import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.wording import short_day, when
from institute.accounts.models import User
from institute.templatetags.moments import clock, zone_words
from mentorship.clocks import changes_between, two_clocks
from mentorship.models import Booking, Entitlement, EntitlementEntry, EntryKind

SHORT = 20  # letters of a name in a subject line
INSTITUTE = "TPM Institute"
Facts = dict[str, object]


def other_of(booking: Booking, reader: User) -> User:
    """The person on the other side."""
    return booking.mentor.user if reader.pk == booking.student_id else booking.student


def session_facts(
    booking: Booking,
    reader: User,
    *,
    at: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> Facts:
    """What every letter about a session may say. `at` is when it is, or was for this reader;
    `now` is when they read it.
    """
    at, zone, other = at or booking.starts_at, reader.zone, other_of(booking, reader)
    local = at.astimezone(zone)
    return {
        "name": reader.short_name,
        "is_mentor": reader.pk != booking.student_id,
        "other": other.name,
        "other_first": first_name(other),
        "offer": booking.offer.title,
        "minutes": booking.offer.minutes,
        "goals": booking.goals,
        "when": when(at, zone),
        "day": short_day(at, zone),
        "at": clock(at, zone),
        "clock": clock_words(at, zone),
        "there": there(at, reader, other),
        "clock_change": clock_change(at, reader, other, now=now),
        "tile": {"weekday": f"{local:%a}", "number": local.day, "month": f"{local:%b}"},
        "url": page(booking),
        "join_url": address("mentorship:join", booking.public_id),
        "mentor_url": address("mentorship:mentor", booking.mentor.slug),
        "diary_url": address("mentorship:mentoring"),
    }


def address(name: str, *args: object) -> str:
    """The full address of a page."""
    return f"{settings.SITE_URL}{_path(name, *args)}"


@lru_cache(maxsize=256)
def _path(name: str, *args: object) -> str:
    """A booking writes seven letters with the same addresses."""
    return reverse(name, args=args)


def page(booking: Booking) -> str:
    """The page both read, and act on."""
    return address("mentorship:booking", booking.public_id)


def first_name(person: User) -> str:
    """ "Grace", cut where a subject line would get too long."""
    name = person.short_name
    return name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"


def clock_words(at: dt.datetime, zone: dt.tzinfo) -> str:
    """ "18:30 Toronto time"."""
    return f"{clock(at, str(zone))} {zone_words(str(zone))}"


def there(at: dt.datetime, reader: User, other: User) -> str:
    """The other person's clock, with the day where it is another one; empty when alike.

    "23:30 London time for Grace", "05:00 Kolkata time for Grace, on Wed 9 December".
    """
    both = two_clocks(at, reader.zone, other.zone)
    if both.alike:
        return ""
    on = f", on {short_day(at, other.zone)}" if both.days_apart else ""
    return f"{clock_words(at, other.zone)} for {first_name(other)}{on}"


def clock_change(
    at: dt.datetime, reader: User, other: User, *, now: dt.datetime | None = None
) -> str:
    """A warning where the two clocks stand differently apart than the reader is used to."""
    found = changes_between(reader.zone, other.zone, at, now=now or timezone.now())
    return found.words if found else ""


def times(at: dt.datetime, reader: User, other: User) -> dict[str, str]:
    """An instant on both clocks."""
    return {"when": when(at, reader.zone), "there": there(at, reader, other)}


def moment(at: dt.datetime, reader: User) -> str:
    """ "Tue 8 December, 18:30 Toronto time"."""
    return f"{short_day(at, reader.zone)}, {clock_words(at, reader.zone)}"


def doer(by: User | None, booking: Booking, reader: User) -> str:
    """Who did it, to this reader: "You", "Grace Oyelaran" or "TPM Institute"."""
    if by is not None and by.pk == reader.pk:
        return "You"
    if by is not None and by.pk in (booking.student_id, booking.mentor.user_id):
        return by.name
    return INSTITUTE


def given_back(booking: Booking) -> str:
    """The session is theirs again, with how many they have now; empty when it used none."""
    left = Entitlement.objects.filter(bookings=booking).values_list("left", flat=True)
    return "".join(f"Your session is back: you have {_sessions(number)} to use." for number in left)


def used_up(booking: Booking, why: str) -> str:
    """The session counts as used, and why; empty when it used none."""
    last = EntitlementEntry.objects.of_booking(booking.pk).last()
    is_used = booking.entitlement_id and not (last and last.kind == EntryKind.RELEASE)
    return f"Your session counts as used: {why}." if is_used else ""


def after_cancelling(booking: Booking) -> str:
    """What became of the session of a booking that was called off."""
    if not booking.is_late:
        return given_back(booking)
    hours = booking.offer.cancel_cutoff_hours
    return used_up(booking, f"cancelling is free until {hours} hours before the start")


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"
