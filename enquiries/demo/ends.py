"""Where the questions of the demo led: call-backs, places, mentors, and to one another."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import F

from courses.demo.places import pay
from courses.models import Cohort, Enrolment, Invoice
from courses.operations.enrolling import reserve_place
from enquiries import hours
from enquiries.demo.clock import due
from enquiries.demo.questions import Told
from enquiries.models import (
    Callback,
    Conversion,
    ConvertedTo,
    DeskShift,
    Direction,
    Enquiry,
    Interaction,
    Kind,
)
from enquiries.operations.inviting import Applicant, account_for
from institute import panels
from institute.accounts.models import User
from institute.mail.consent import Basis
from institute.mail.operations import record_consent

A_CALL = dt.timedelta(minutes=15)
FIRST_SLOT, BETWEEN_SLOTS = 0.75, 3.0  # business hours
SHIFTS = {"desk@example.com": (9, 18), "manager@example.com": (10, 17)}
A_WORKING_WEEK = range(5)


def plant_shifts(staff: dict[str, User]) -> None:
    """When the desk may be promised for call-backs, Monday to Friday."""
    shifts = [
        DeskShift(staff=staff[email], weekday=day, starts=dt.time(starts), ends=dt.time(ends))
        for email, (starts, ends) in SHIFTS.items()
        for day in A_WORKING_WEEK
    ]
    DeskShift.objects.bulk_create(shifts, ignore_conflicts=True)


def book(all_told: Iterable[Told]) -> None:
    """A quarter of an hour in somebody's calendar for each call-back that was agreed."""
    for told in all_told:
        if "slot" in told.row:
            owner = told.enquiry.owner
            assert owner
            start = _quarter(due(FIRST_SLOT + BETWEEN_SLOTS * told.row["slot"]))
            Callback.objects.create(
                enquiry=told.enquiry, staff=owner, during=(start, start + A_CALL),
                created_at=told.last, is_demo=True,
            )  # fmt: skip
            Enquiry.objects.filter(pk=told.enquiry.pk).update(
                next_action="call", next_action_at=start
            )


def _quarter(at: dt.datetime) -> dt.datetime:
    """The next quarter of an hour that lies in business hours."""
    at += (dt.datetime.min.replace(tzinfo=dt.UTC) - at) % A_CALL
    return hours.next_opening(at)


def convert(all_told: Iterable[Told]) -> None:
    """Real places and real requests for a mentor, at the time they were agreed on."""
    for told in all_told:
        if told.row["status"] == "converted":
            keep = _ask_mentor if "offer" in told.row else _enrol
            keep(told)


def _enrol(told: Told) -> None:
    enquiry, by = told.enquiry, told.enquiry.owner
    assert by
    student = _account(told)
    token = uuid.uuid5(enquiry.public_id, "enrolment")
    place = reserve_place(student=student, cohort=_roomy(told), form_token=token)
    if told.row.get("paid"):
        pay(place, by)
        record_consent(enquiry.email, Basis.PURCHASE, method="payment", obtained_at=told.last)
    Enrolment.objects.filter(pk=place.pk).update(created_at=told.last)
    Invoice.objects.filter(enrolment=place).update(issued_at=told.last)
    _keep(told, Conversion(kind=ConvertedTo.ENROLMENT, enrolment=place, student=student))


def _roomy(told: Told) -> Cohort:
    """The date of the course with most seats left; somebody is in it already."""
    dates = Cohort.objects.upcoming().filter(version__course=told.enquiry.course, taken__gt=0)
    found = dates.with_course().with_seats().order_by(F("taken") - F("capacity"), "pk").first()
    assert found, told.row
    return found


def _ask_mentor(told: Told) -> None:
    student = _account(told)
    opened = panels.opening("mentorship").open(
        student=student,
        choice=told.row["offer"],
        wish=told.enquiry.question,
        key=str(uuid.uuid5(told.enquiry.public_id, "mentorship")),
    )
    made = Conversion(kind=ConvertedTo.MENTORSHIP, student=student, opened=opened.key)
    _keep(told, made)


def _account(told: Told) -> User:
    user = account_for(told.enquiry, Applicant(legal_name=told.enquiry.name))
    User.objects.filter(pk=user.pk).update(date_joined=told.last)
    return user


def _keep(told: Told, made: Conversion) -> None:
    assert told.enquiry.owner
    made.enquiry, made.by, made.at, made.is_demo = told.enquiry, told.enquiry.owner, told.last, True
    made.save()


def attach(joined: Iterable[tuple[Told, Enquiry]]) -> None:
    """A second question of somebody whose first is open is carried by the first."""
    Interaction.objects.bulk_create(
        Interaction(
            enquiry=first,
            person=first.person,
            kind=Kind.ENQUIRY,
            direction=Direction.IN,
            text=told.enquiry.question,
            at=told.enquiry.created_at,
            asked_again=told.enquiry,
            is_demo=True,
        )
        for told, first in joined
    )
