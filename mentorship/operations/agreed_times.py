"""Sessions whose instant no longer reads as it was agreed, because a country changed its clocks.

Nothing is moved here: only the two people know whether they meant the instant or the hour.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from courses.wording import when
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship import emails
from mentorship.models import Booking
from mentorship.wording import clock_words, page

HOME = ZoneInfo(settings.INSTITUTE_ZONE)
FROM = dt.time(6)


@dataclass(frozen=True)
class Differs:
    """One wall that reads something else than was agreed."""

    booking: Booking
    zone: ZoneInfo
    agreed: dt.datetime
    reads: dt.datetime

    @property
    def words(self) -> str:
        """ "Agreed for 18:30, reads 18:00 Kolkata time"."""
        return f"Agreed for {self.agreed:%H:%M}, reads {clock_words(self.reads, self.zone)}"


def differing() -> list[Differs]:
    """Every wall of every session ahead that reads something else now, the soonest first."""
    ahead = Booking.objects.upcoming().with_people()
    return [wall for booking in ahead.iterator(chunk_size=500) for wall in _walls(booking)]


def report_differing() -> int:
    """Write the list to the managers, once a day from six in the morning while there is one.

    The day is Toronto's; the outbox keeps a second letter of the same day out.
    """
    now = timezone.now().astimezone(HOME)
    if now.time() < FROM or not (found := differing()):
        return 0
    managers = User.objects.filter(is_active=True, groups__name=Role.MANAGER).order_by("pk")
    return mail.queue_all(
        emails.clocks_disagree(one, on=now.date(), sessions=[_row(each, one) for each in found])
        for one in managers
    )


def _walls(booking: Booking) -> Iterator[Differs]:
    sides = {
        (booking.agreed_for_mentor, booking.clock_of_mentor),
        (booking.agreed_for_student, booking.clock_of_student),
    }
    for agreed, zone in sorted(sides, key=str):
        reads = booking.starts_at.astimezone(zone)
        if reads.replace(tzinfo=None) != agreed.astimezone(dt.UTC).replace(tzinfo=None):
            yield Differs(booking, zone, agreed.astimezone(dt.UTC), reads)


def _row(wall: Differs, manager: User) -> dict[str, str]:
    booking = wall.booking
    return {
        "who": f"{booking.student.name} with {booking.mentor}",
        "when": when(booking.starts_at, manager.zone),
        "said": wall.words,
        "url": page(booking),
    }
