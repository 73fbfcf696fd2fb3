"""One session as a calendar entry.

Its times are in UTC: a session is one instant, and every calendar shows it on its reader's clock.
A local time would need the zone's table in the file, and two programs with tables of different
years would then disagree about the hour.
"""

import datetime as dt

from django.conf import settings
from icalendar import Event

from institute.calendars import lines
from mentorship.models import Booking
from mentorship.wording import address, page


def entry(booking: Booking, sequence: int, at: tuple[dt.datetime, dt.datetime]) -> Event:
    """The session; its UID is the booking's for life."""
    student, mentor = booking.student.name, booking.mentor.user.name
    title = f"{booking.offer.title}: {student} and {mentor}"
    utc = at[0].astimezone(dt.UTC), at[1].astimezone(dt.UTC)
    made = lines.event(str(booking.public_id), sequence, title, utc)
    made.add("url", page(booking))
    made.add("description", _about(booking))
    return made


def _about(booking: Booking) -> str:
    rows = [
        f"Join: {address('mentorship:join', booking.public_id)}",
        f"Move or cancel: {page(booking)}",
        f"Questions: {settings.PHONE}",
    ]
    return "\n".join(rows)
