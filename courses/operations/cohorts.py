"""Cohorts: dates, states, the register and a word to everybody."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from courses import emails
from courses.models import (
    Attendance,
    Cohort,
    CohortState,
    CourseVersion,
    Enrolment,
    Lesson,
    Session,
    Status,
    WaitlistEntry,
)
from courses.operations.confirming import queue_reminders
from courses.operations.enrolling import cancel_place
from courses.operations.seats import give_back_seat
from institute import mail, visitor_pages
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


@dataclass(frozen=True)
class Plan:
    """The facts of a new cohort. Times are UTC instants; `zone` is the clock it is announced on."""

    zone: str
    times: Sequence[tuple[dt.datetime, dt.datetime]]
    capacity: int
    enrol_opens_at: dt.datetime
    enrol_closes_at: dt.datetime
    price_cents: int | None = None


@transaction.atomic
def plan_cohort(
    *, version: CourseVersion, plan: Plan, instructor: User, titles: Sequence[str] = ()
) -> Cohort:
    """Plan a cohort with its sessions. Raises RuleBroken when the instructor is elsewhere then."""
    cohort = Cohort.objects.create(
        version=version,
        time_zone=plan.zone,
        starts_at=plan.times[0][0],
        ends_at=plan.times[-1][1],
        enrol_opens_at=plan.enrol_opens_at,
        enrol_closes_at=plan.enrol_closes_at,
        capacity=plan.capacity,
        price_cents=version.price_cents if plan.price_cents is None else plan.price_cents,
        is_demo=version.course.is_demo,
    )
    sessions = [
        Session(
            cohort=cohort,
            number=number,
            title=titles[number - 1] if number <= len(titles) else version.title,
            during=DateTimeTZRange(start, end, "[)"),
            instructor=instructor,
        )
        for number, (start, end) in enumerate(plan.times, start=1)
    ]
    try:
        with transaction.atomic():
            Session.objects.bulk_create(sessions)
    except IntegrityError as error:
        raise RuleBroken(f"{instructor} already teaches at one of these times.") from error
    visitor_pages.changed()
    return cohort


def class_titles(version: CourseVersion, classes: int) -> list[str]:
    """What each class is about: the live lessons in order, spread over the classes."""
    lessons = Lesson.objects.filter(module__version=version, kind__in=["live", "simulation"])
    titles = list(lessons.order_by("module__position", "position").values_list("title", flat=True))
    return _spread(titles or [version.title], classes)


def _spread(titles: Sequence[str], over: int) -> list[str]:
    spread = [titles[number * len(titles) // over] for number in range(over)]
    return [
        f"{title}, continued" if number and spread[number - 1] == title else title
        for number, title in enumerate(spread)
    ]


@transaction.atomic
def announce_cohort(*, version: CourseVersion, plan: Plan, instructor: User) -> Cohort:
    """Plan a cohort with its classes and let people enrol; the same plan sent twice is one cohort.

    Raises RuleBroken when the instructor is elsewhere at one of the times.
    """
    titles = class_titles(version, len(plan.times))
    try:
        cohort = plan_cohort(version=version, plan=plan, instructor=instructor, titles=titles)
    except RuleBroken:
        same = _same_cohort(version, plan, instructor)
        if same is None:
            raise
        return same
    return open_cohort(cohort=cohort)


def _same_cohort(version: CourseVersion, plan: Plan, instructor: User) -> Cohort | None:
    first, last = plan.times[0][0], plan.times[-1][1]
    going = Cohort.objects.standing(CohortState.PLANNED, CohortState.OPEN)
    return going.filter(
        version=version, starts_at=first, ends_at=last, sessions__instructor=instructor
    ).first()


@transaction.atomic
def open_cohort(*, cohort: Cohort) -> Cohort:
    """Let people enrol."""
    return _moved(cohort, "open")


def _moved(cohort: Cohort, act: str) -> Cohort:
    cohort = locked(cohort)
    cohort.move(act)
    cohort.save(update_fields=["status"])
    visitor_pages.changed()
    return cohort


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, by: User, reason: str) -> Cohort:
    """Cancel a cohort that has not started: everyone is told, seats and instructor are free."""
    cohort = _moved(cohort, "cancel")
    cohort.sessions.update(cancelled=True)
    for entry in cohort.waitlist.live().select_for_update(of=("self",)):
        _end_wait(entry, reason)
    for enrolment in cohort.enrolments.filter(status__in=[Status.RESERVED, Status.CONFIRMED]):
        cancel_place(enrolment=enrolment, by=by, reason=reason)
    return cohort


def _end_wait(entry: WaitlistEntry, reason: str) -> None:
    if entry.can("decline"):
        entry.move("decline")
        give_back_seat(entry.cohort)  # an offer holds one
    else:
        entry.move("leave")
    entry.save(update_fields=["status"])
    mail.queue(emails.line_closed(entry, reason=reason))


@transaction.atomic
def move_session(*, session: Session, starts_at: dt.datetime) -> Session:
    """Move one class; every calendar follows. Moving it to where it is tells nobody.

    Raises RuleBroken when the instructor is elsewhere then, or the class is not ahead.
    """
    locked(session.cohort)  # before its class, as every act on a cohort does
    session = locked(session)
    if session.starts_at == starts_at:
        return session
    refuse_move(session, starts_at)
    length = session.ends_at - session.starts_at
    session.during = DateTimeTZRange(starts_at, starts_at + length, "[)")
    try:
        with transaction.atomic():
            session.save(update_fields=["during"])
    except IntegrityError as error:
        raise RuleBroken(f"{session.instructor} already teaches at that time.") from error
    follow_the_sessions(session.cohort)
    return session


def refuse_move(session: Session, starts_at: dt.datetime) -> None:
    """Raise RuleBroken where the class cannot begin at that moment."""
    now = timezone.now()
    if session.cancelled:
        raise RuleBroken("This class is cancelled.")
    if session.starts_at <= now:
        raise RuleBroken("This class has begun. Only a class that is ahead can move.")
    if starts_at <= now:
        raise RuleBroken("That time is over. Choose one that is ahead.")
    ends_at = starts_at + (session.ends_at - session.starts_at)
    taught = Session.objects.taught_by(session.instructor).exclude(pk=session.pk)
    other = taught.overlapping(starts_at, ends_at).with_course().first()
    if other:
        course = other.cohort.version.title
        raise RuleBroken(f"{session.instructor} already teaches at that time: {course}, {other}.")


def follow_the_sessions(cohort: Cohort) -> None:
    """Set the cohort's dates from its sessions and tell everyone who has a place."""
    cohort = locked(cohort)
    times = sorted(cohort.sessions.filter(cancelled=False).values_list("during", flat=True))
    cohort.starts_at, cohort.ends_at = times[0].lower, times[-1].upper
    cohort.sequence += 1
    cohort.save(update_fields=["starts_at", "ends_at", "sequence"])
    visitor_pages.changed()
    for enrolment in cohort.enrolments.filter(status=Status.CONFIRMED).with_course():
        enrolment.sequence += 1
        enrolment.save(update_fields=["sequence"])
        mail.queue(emails.dates_changed(enrolment))
        queue_reminders(enrolment)


@transaction.atomic
def follow_the_calendar(*, cohort: Cohort) -> Cohort:
    """Start a cohort whose first class has begun; complete one whose last class is over."""
    cohort = locked(cohort)
    now = timezone.now()
    if cohort.status == CohortState.OPEN and cohort.starts_at <= now:
        cohort = _moved(cohort, "start")
    if cohort.status == CohortState.RUNNING and cohort.ends_at <= now:
        cohort = _moved(cohort, "complete")
    return cohort


@transaction.atomic
def write_to_everyone(
    *, cohort: Cohort, subject: str, text: str, by: User, token: uuid.UUID
) -> int:
    """Write one letter to each person with a place; the same form sent twice writes once.

    Returns how many letters are new.
    """
    people = cohort.enrolments.filter(status__in=[Status.RESERVED, Status.CONFIRMED]).with_course()
    letters = [
        mail.queue(emails.cohort_message(enrolment, subject=subject, text=text, by=by, token=token))
        for enrolment in people
    ]
    return sum(letter is not None for letter in letters)


@transaction.atomic
def mark_attendance(*, session: Session, marks: dict[int, str], by: User) -> None:
    """Write the register: enrolment id to mark. Raises RuleBroken for a class yet to come."""
    if session.starts_at > timezone.now():
        raise RuleBroken("The register opens when the class begins.")
    known = Enrolment.objects.filter(cohort=session.cohort_id, pk__in=marks).values_list(
        "pk", flat=True
    )
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, enrolment_id=pk, mark=marks[pk], marked_by=by)
            for pk in known
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["mark", "marked_by", "marked_at"],
    )
