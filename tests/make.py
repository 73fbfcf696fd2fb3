"""Test data from plain typed functions: `make.cohort(places=1)`."""

import datetime as dt
import itertools
import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.utils import timezone

from courses.models import (
    Cohort,
    CohortState,
    Competency,
    Course,
    CourseState,
    CourseVersion,
    WaitlistEntry,
)
from courses.models.course import Format, Lane, Lesson, LessonKind, Level, Module
from courses.operations import catalogue, cohorts
from courses.operations.waiting import join_waitlist
from enquiries.contact_points import ContactPoints
from enquiries.models import Enquiry, NextAction, Person
from enquiries.operations.people import Caller, new_person
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import AvailabilityRule, Booking, Entitlement, Mentor, Offer, OfferKind
from mentorship.operations import booking as mentor_bookings
from mentorship.operations import crediting

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


def person(email: str = "", **fields: object) -> User:
    """Someone who can sign in with `make.PASSWORD`."""
    number = next(_numbers)
    known = {"display_name": f"Person {number}", "legal_name": f"Person Number {number}"}
    return User.objects.create_user(
        email or f"person{number}@example.com", PASSWORD, **(known | fields)
    )


def student(email: str = "", **fields: object) -> User:
    return _with_role(person(email, **fields), Role.STUDENT)


def staff(*roles: Role, email: str = "", **fields: object) -> User:
    """A colleague with the roles."""
    someone = person(email, **fields)
    for role in roles:
        _with_role(someone, role)
    return someone


def instructor(email: str = "", **fields: object) -> User:
    return staff(Role.INSTRUCTOR, email=email, **fields)


def _with_role(someone: User, role: Role) -> User:
    someone.groups.add(Group.objects.get_or_create(name=role)[0])
    return someone


def competency(name: str = "Risk management", slug: str = "") -> Competency:
    number = next(_numbers)
    return Competency.objects.create(
        slug=slug or f"competency-{number}",
        name=name,
        kind="skill",
        description=f"What {name} means.",
        position=number % 30_000,  # a small integer, however many tests came before
    )


def course(
    title: str = "", *, published: bool = True, modules: int = 1, **fields: object
) -> Course:
    """A course with one version, `modules` modules of two lessons each."""
    number = next(_numbers)
    title = title or f"Course {number}"
    made = Course.objects.create(slug=f"course-{number}")
    known: dict[str, object] = {
        "title": title,
        "summary": f"What you can do after {title}.",
        "lead": f"{title} in two sentences. This is the second.",
        "level": Level.PRACTITIONER,
        "format": Format.LIVE,
        "lane": Lane.LEARN,
        "hours": 12,
        "weeks": 3,
        "weekly_hours": 4,
        "price_cents": 69_000,
    }
    version = CourseVersion.objects.create(course=made, **(known | fields))
    for position in range(modules):
        _module(version, position)
    made.current = version
    made.save()
    if published:
        made.status = CourseState.PUBLISHED
        made.save()
        catalogue.refresh(made)
    return made


def _module(version: CourseVersion, position: int) -> Module:
    module = Module.objects.create(version=version, position=position, title=f"Step {position + 1}")
    for number in range(2):
        Lesson.objects.create(
            module=module,
            position=number,
            title=f"Lesson {number + 1}",
            kind=LessonKind.LIVE,
            minutes=60,
        )
    return module


def cohort(
    of: Course | None = None,
    *,
    places: int = 12,
    starts_in_days: float = 30,
    sessions: int = 2,
    price_cents: int | None = None,
    taught_by: User | None = None,
) -> Cohort:
    """A cohort open for enrolment, its first class `starts_in_days` from now."""
    of = of or course()
    assert of.current
    first = timezone.now() + dt.timedelta(days=starts_in_days)
    starts = [first + dt.timedelta(days=week * 7) for week in range(sessions)]
    plan = cohorts.Plan(
        zone="America/Toronto",
        times=[(start, start + dt.timedelta(minutes=75)) for start in starts],
        capacity=places,
        enrol_opens_at=timezone.now() - dt.timedelta(days=30),
        enrol_closes_at=first + dt.timedelta(days=1),
        price_cents=price_cents,
    )
    made = cohorts.plan_cohort(version=of.current, plan=plan, instructor=taught_by or instructor())
    made = cohorts.open_cohort(cohort=made)
    assert made.status == CohortState.OPEN
    return made


def waiting(cohort: Cohort, who: User | None = None) -> WaitlistEntry:
    """Someone in line for a seat in the cohort."""
    return join_waitlist(student=who or student(), cohort=cohort)


def contact(name: str = "", email: str = "", phone: str = "") -> Person:
    """Somebody we talk with, reached by email unless a number is given."""
    number = next(_numbers)
    reach = ContactPoints(email or ("" if phone else f"contact{number}@example.com"), phone)
    return new_person(Caller(name=name or f"Contact {number}", reach=reach))


def enquiry(who: Person | None = None, **fields: object) -> Enquiry:
    """An open enquiry from the web: to be called tomorrow, and nobody's in particular."""
    who = who or contact()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    known: dict[str, object] = {
        "person": who,
        "name": who.name,
        "email": who.email,
        "phone": who.phone,
        "contact": who.email or who.phone,
        "zone": "America/Toronto",
        "next_action": NextAction.CALL,
        "next_action_at": tomorrow,
        "respond_by": tomorrow,
        "submission_key": f"made-{next(_numbers)}",
    }
    return Enquiry.objects.create(**(known | fields))


def offer(kind: OfferKind = OfferKind.MENTORING, **fields: object) -> Offer:
    """A way to work with a mentor: 45 minutes, a quarter of an hour apart, sure at once."""
    number = next(_numbers)
    known = {"slug": f"{kind}-{number}", "title": f"{kind.label} {number}", "summary": "An hour."}
    return Offer.objects.create(kind=kind, **(known | {"notice_hours": 0} | fields))


def mentor(*offers: Offer, zone: str = "America/Toronto", **fields: object) -> Mentor:
    """A mentor who is free from 9:00 to 17:00 on every day of the week, on their own clock."""
    number = next(_numbers)
    who = staff(Role.MENTOR, display_name=f"Mentor {number}", time_zone=zone)
    known = {"slug": f"mentor-{number}", "headline": "Plans that have slipped.", "bio": "Rail."}
    made = Mentor.objects.create(user=who, **(known | fields))
    made.offers.set(offers or [offer()])
    hours = {"starts": dt.time(9), "ends": dt.time(17), "zone": zone}
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(mentor=made, weekday=weekday, **hours) for weekday in range(7)
    )
    return made


def sessions(student: User, number: int = 6, **fields: object) -> Entitlement:
    """Sessions the student may use."""
    gift = crediting.Gift(number, "A gift", **fields)  # type: ignore[arg-type]
    return crediting.grant(student=student, gift=gift, request_key=f"gift {next(_numbers)}")


def free_at(days: int = 3, hour: int = 10, zone: str = "America/Toronto") -> dt.datetime:
    """That many days from today at this hour on the clock of the zone, in UTC."""
    there = ZoneInfo(zone)
    day = timezone.now().astimezone(there).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), there).astimezone(dt.UTC)


def booking(
    mentor: Mentor, student: User, start: dt.datetime | None = None, **fields: object
) -> Booking:
    """A session booked as the student would; they are given one to use."""
    sessions(student, 1)
    known: dict[str, object] = {"offer": mentor.offers.get(), "key": f"form {next(_numbers)}"}
    wish = mentor_bookings.Wish(mentor=mentor, start=start or free_at(), **(known | fields))  # type: ignore[arg-type]
    return mentor_bookings.book(student=student, wish=wish)


def form_key() -> str:
    """The key of a form that was just rendered."""
    return str(uuid.uuid4())
