"""Sessions whose two sides tell it differently, with everything a person needs to decide."""

from dataclasses import dataclass

from mentorship.attendance import Ending
from mentorship.models import Attendance, Booking, BookingRevision, Party

LAST = 20


@dataclass(frozen=True)
class Account:
    """One side: who they are, what they said of the other, when they came in, how late."""

    party: str
    name: str
    said: Attendance | None


@dataclass(frozen=True)
class Case:
    """One session to decide on."""

    booking: Booking
    accounts: list[Account]


def cases() -> list[Case]:
    """What waits for a decision, the longest first; two queries."""
    told = Booking.objects.disputed().with_people().prefetch_related("attendances")
    return [_case(booking) for booking in told]


def decided() -> list[BookingRevision]:
    """The last decisions, the newest first."""
    made = BookingRevision.objects.filter(act__in=list(Ending), by__isnull=False)
    people = made.select_related("by", "booking__mentor__user", "booking__student")
    return list(people.order_by("-at")[:LAST])


def _case(booking: Booking) -> Case:
    said = {one.party: one for one in booking.attendances.all()}
    names = {Party.STUDENT: booking.student.name, Party.MENTOR: booking.mentor.user.name}
    return Case(
        booking,
        [Account(party.label, name, said.get(party)) for party, name in names.items()],
    )
