"""The letter about a series: every date on both clocks, in one file for the calendar."""

from django.conf import settings

from institute.accounts.models import User
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter
from mentorship import calendars
from mentorship.emails.writing import TAKES_PART, both
from mentorship.models import Booking, PinnedTo, Series
from mentorship.wording import clock_change, first_name, moment, there


def series_booked(series: Series) -> list[Letter]:
    """To the student and to the mentor."""
    bookings = list(series.bookings.agreed().with_people().order_by("during"))
    return [series_agreed(series, bookings, reader) for reader in both(bookings[0])]


def _why_untrue(series: Series, _: int) -> str | None:
    return None if series.bookings.agreed().exists() else "Every session of it was called off."


def _dates(series: Series) -> list[Attachment]:
    """Every date that is sure, each with the UID that its later changes carry."""
    sure = list(series.bookings.confirmed().with_people().order_by("during"))
    if not sure:
        return []
    return [Attachment("sessions.ics", calendars.dates(sure), "text/calendar", "PUBLISH")]


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=TAKES_PART,
    still_true=_why_untrue,
    attach=_dates,
)
def series_agreed(series: Series, bookings: list[Booking], reader: User) -> Letter:
    """Every date, on both clocks, with what a clock change does to it."""
    first = bookings[0]
    student, mentor = both(first)
    other = mentor if reader.pk == student.pk else student
    owner = mentor if series.pinned_to == PinnedTo.MENTOR else student
    return Letter(
        to=reader.email,
        person=reader,
        about=series,
        not_after=bookings[-1].starts_at,
        context={
            "name": reader.short_name,
            "is_mentor": reader.pk == mentor.pk,
            "other": other.name,
            "offer": first.offer.title,
            "minutes": first.offer.minutes,
            "goals": first.goals,
            "number": len(bookings),
            "is_sure": first.expires_at is None,
            "pinned": "your" if owner.pk == reader.pk else f"{first_name(owner)}’s",
            "dates": [_line(one, reader, other) for one in bookings],
            "url": settings.SITE_URL + series.get_absolute_url(),
        },
    )


def _line(booking: Booking, reader: User, other: User) -> dict[str, str]:
    at = booking.starts_at
    return {
        "at": moment(at, reader),
        "there": there(at, reader, other),
        "change": clock_change(at, reader, other),
    }
