"""Letters to students who wait for a time."""

from django.conf import settings

from courses.wording import short_day, when
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, zone_words
from mentorship.clocks import two_clocks
from mentorship.models import OfferStatus, SlotOffer, WaitlistEntry, WaitStatus

WAITS = "You get this because you wait for a session with a mentor of TPM Institute."


def _why_ended(offered: SlotOffer, _: int) -> str | None:
    return None if offered.status == OfferStatus.OPEN else "The offer has been answered."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WAITS, still_true=_why_ended)
def slot_offered(offered: SlotOffer) -> Letter:
    """A time has become free and is held for this student, for half an hour."""
    entry, booking = offered.entry, offered.booking
    student, mentor = entry.student, booking.mentor
    zone, starts = student.zone, booking.starts_at
    both = two_clocks(starts, zone, booking.clock_of_mentor)
    local = both.yours
    return Letter(
        to=student.email,
        person=student,
        about=offered,
        not_after=offered.expires_at,
        context={
            "name": student.short_name,
            "mentor": mentor.user.name,
            "offer": booking.offer.title,
            "minutes": booking.offer.minutes,
            "day": short_day(starts, zone),
            "starts": when(starts, zone),
            "starts_there": "" if both.alike else when(starts, booking.clock_of_mentor),
            "starts_clock": f"{clock(starts, zone)} {zone_words(zone)}",
            "tile": {"weekday": f"{local:%a}", "number": local.day, "month": f"{local:%b}"},
            "until": when(offered.expires_at, zone),
            "until_clock": clock(offered.expires_at, zone),
            "url": settings.SITE_URL + entry.get_absolute_url(),
        },
    )


def _why_open_again(entry: WaitlistEntry, _: int) -> str | None:
    return None if entry.status == WaitStatus.ENDED else "They wait again."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WAITS, still_true=_why_open_again)
def wait_ended(entry: WaitlistEntry) -> Letter:
    """The last date has passed and nothing became free."""
    student = entry.student
    return Letter(
        to=student.email,
        person=student,
        about=entry,
        context={
            "name": student.short_name,
            "offer": entry.offer.title,
            "whom": entry.whom,
            "last": f"{entry.latest.day} {entry.latest:%B}",
            "url": settings.SITE_URL + entry.get_absolute_url(),
        },
    )
