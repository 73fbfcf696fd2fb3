"""The waiting list: in line, offered, gone."""

import datetime as dt

from courses.emails.writing import Context, course_url, url
from courses.models import WaitlistEntry, WaitlistStatus
from courses.wording import cohort_facts, short_day, when
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, money

WAITING = "You get this because you joined the waiting list of a course."


class StillInLine:
    """True while the entry has one of the statuses."""

    def __init__(self, *statuses: WaitlistStatus) -> None:
        self.statuses = statuses

    def __call__(self, entry: WaitlistEntry, sequence: int) -> str | None:  # noqa: ARG002
        return None if entry.status in self.statuses else f"The entry is {entry.status_words} now."


def _to(entry: WaitlistEntry, context: Context, *, not_after: dt.datetime | None = None) -> Letter:
    student, cohort = entry.student, entry.cohort
    own = {
        "name": student.short_name,
        "url": url("courses:waitlist", entry.pk),
        "course_url": course_url(cohort),
    }
    return Letter(
        to=student.email,
        person=student,
        about=entry,
        context=cohort_facts(cohort, student.zone) | own | context,
        not_after=not_after or cohort.starts_at,
    )


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillInLine(WaitlistStatus.WAITING),
)
def waitlisted(entry: WaitlistEntry) -> Letter:
    """The person stands in line."""
    return _to(entry, {"position": _position(entry)})


def _position(entry: WaitlistEntry) -> int:
    waiting = WaitlistEntry.objects.waiting().filter(cohort=entry.cohort_id)
    return waiting.filter(joined_at__lte=entry.joined_at).count()


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillInLine(WaitlistStatus.OFFERED),
)
def place_offered(entry: WaitlistEntry) -> Letter:
    """A seat freed: it is this person's until the offer ends."""
    ends, zone = entry.offer_expires_at, entry.student.zone
    assert ends is not None
    context: Context = {
        "until": when(ends, zone),
        "until_short": f"{short_day(ends, zone)}, {clock(ends, zone)}",
        "price": "" if entry.cohort.is_free else money(entry.cohort.price_cents),
    }
    return _to(entry, context, not_after=ends)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillInLine(WaitlistStatus.EXPIRED),
)
def offer_expired(entry: WaitlistEntry) -> Letter:
    """Nobody answered the offer; it went to the next in line."""
    return _to(entry, {"until": when(entry.offer_expires_at, entry.student.zone)})


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=WAITING,
    still_true=StillInLine(WaitlistStatus.LEFT, WaitlistStatus.DECLINED),
)
def line_closed(entry: WaitlistEntry, *, reason: str) -> Letter:
    """The cohort is cancelled, and the line for it with it."""
    return _to(entry, {"reason": reason})
