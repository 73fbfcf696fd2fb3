"""What students hear about the dates of their cohort, and from the staff."""

import datetime as dt
import uuid
from dataclasses import replace

from django.utils import timezone

from courses.emails.writing import (
    ENROLLED,
    Context,
    StillEnrolled,
    classes,
    request,
    to_student,
)
from courses.models import Enrolment, Status
from courses.wording import class_lines, clock_shifts, short_day
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter

WEEK, DAY, TWO_HOURS = dt.timedelta(days=7), dt.timedelta(days=1), dt.timedelta(hours=2)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CONFIRMED),
    attach=request,
)
def dates_changed(enrolment: Enrolment) -> Letter:
    """A class moved; the calendar file carries a higher sequence."""
    zone = enrolment.student.zone
    ahead = [one for one in classes(enrolment) if one.starts_at > timezone.now()]
    context: Context = {
        "next_day": short_day(ahead[0].starts_at, zone) if ahead else "",
        "classes": class_lines(ahead, zone),
        "clock_shifts": clock_shifts(ahead, zone, enrolment.cohort.zone),
    }
    return to_student(enrolment, context, not_after=enrolment.cohort.ends_at)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CONFIRMED),
)
def starts_in_a_week(enrolment: Enrolment) -> Letter:
    """Seven days before the first class; the letter of the last day follows it."""
    return _before_the_start(enrolment, WEEK, until=DAY)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CONFIRMED),
)
def starts_tomorrow(enrolment: Enrolment) -> Letter:
    """A day before the first class."""
    return _before_the_start(enrolment, DAY, until=TWO_HOURS)


def _before_the_start(enrolment: Enrolment, early: dt.timedelta, *, until: dt.timedelta) -> Letter:
    starts, zone = enrolment.cohort.starts_at, enrolment.student.zone
    dates = list(classes(enrolment).select_related("instructor"))
    context: Context = {
        "first_class": dates[0].title if dates else "",
        "with": dates[0].instructor.name if dates else "",
        "join_url": dates[0].join_url if dates else "",
        "classes": class_lines(dates, zone),
        "clock_shifts": clock_shifts(dates, zone, enrolment.cohort.zone),
    }
    return to_student(enrolment, context, send_after=starts - early, not_after=starts - until)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.RESERVED, Status.CONFIRMED, any_sequence=True),
)
def cohort_message(
    enrolment: Enrolment, *, subject: str, text: str, by: User, token: uuid.UUID
) -> Letter:
    """What the staff write to everyone in a cohort; each form sent is a letter of its own."""
    context: Context = {"subject": subject, "text": text, "by": by.name, "token": str(token)}
    return replace(to_student(enrolment, context), sequence=token.int >> 97)  # 31 bits
