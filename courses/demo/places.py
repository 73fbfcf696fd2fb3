"""Who is in which cohort: places, payments, lines and registers, by the real operations."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from itertools import cycle

from django.utils import timezone

from courses.demo.dates import Planted
from courses.demo.people import accounts, students
from courses.models import (
    Cohort,
    CohortState,
    Enrolment,
    Invoice,
    Mark,
    PaymentMethod,
    Session,
    Status,
)
from courses.operations import changing, cohorts, enrolling, invoicing, waiting
from institute.accounts.models import User

SPONSOR = "TPM Institute access fund"
PAID_BEFORE_START = dt.timedelta(days=20)
UNPAID = 7  # in a cohort ahead of us, every seventh place is still to be paid
METHODS = cycle([PaymentMethod.E_TRANSFER, PaymentMethod.CARD_BY_PHONE, PaymentMethod.E_TRANSFER])
# Most people are there most of the time.
# As long as a prime, so that no class meets the same student with the same mark each time.
REGISTER = cycle(
    [Mark.PRESENT] * 6 + [Mark.LATE] + [Mark.PRESENT] * 8 + [Mark.ABSENT, Mark.EXCUSED]
)


class Queue:
    """Students in turn; nobody takes the same course twice."""

    def __init__(self, people: Sequence[User]) -> None:
        self._turn = cycle(people)
        self._seen: set[tuple[int, str]] = set()

    def next_for(self, slug: str) -> User:
        """The next student who has not had this course."""
        for person in self._turn:
            if (person.pk, slug) not in self._seen:
                self._seen.add((person.pk, slug))
                return person
        raise AssertionError("a cycle does not end")


def fill(planted: Sequence[Planted]) -> int:
    """Fill every cohort as far as the content says; how many places were taken."""
    queue, manager = Queue(students()), accounts()["owen-macleod"]
    for one in planted:
        _fill(one, queue, manager)
    return sum(one.taken for one in planted)


def _fill(one: Planted, queue: Queue, manager: User) -> None:
    for number in range(one.taken):
        student = queue.next_for(one.slug)
        if number < one.sponsored:
            changing.sponsor_place(student=student, cohort=one.cohort, sponsor=SPONSOR, by=manager)
            continue
        place = enrolling.reserve_place(student=student, cohort=one.cohort)
        begun = one.cohort.starts_at <= timezone.now()
        if place.status == Status.RESERVED and (begun or number % UNPAID):
            pay(place, manager)
    for _ in range(one.waiting):
        waiting.join_waitlist(student=queue.next_for(one.slug), cohort=one.cohort)


def pay(place: Enrolment, by: User) -> None:
    """Record the whole price as received."""
    received = min(place.cohort.starts_at - PAID_BEFORE_START, timezone.now())
    receipt = invoicing.Receipt(
        method=next(METHODS),
        cents=place.invoice.total_cents,
        received_on=received.astimezone(place.cohort.zone).date(),
        reference=f"Demo {place.invoice.number}",
    )
    invoicing.record_payment(enrolment=place, receipt=receipt, by=by, form_token=uuid.uuid4())


def live_through(planted: Sequence[Planted]) -> None:
    """Give cohorts that have begun a past: dates of enrolment, a register, completed places."""
    for one in planted:
        cohort = Cohort.objects.get(pk=one.cohort.pk)
        if cohort.status in {CohortState.RUNNING, CohortState.COMPLETED}:
            _backdate(cohort)
            _keep_register(cohort)
        if cohort.status == CohortState.COMPLETED:
            for place in cohort.enrolments.filter(status=Status.CONFIRMED):
                changing.complete_place(enrolment=place)


def _backdate(cohort: Cohort) -> None:
    enrolled_at = cohort.starts_at - PAID_BEFORE_START - dt.timedelta(days=2)
    cohort.enrolments.update(created_at=enrolled_at)
    Invoice.objects.filter(enrolment__cohort=cohort).update(issued_at=enrolled_at)


def _keep_register(cohort: Cohort) -> None:
    places = list(
        cohort.enrolments.filter(status=Status.CONFIRMED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for session in _held(cohort):
        marks = {place: str(next(REGISTER)) for place in places}
        cohorts.mark_attendance(session=session, marks=marks, by=session.instructor)


def _held(cohort: Cohort) -> Iterator[Session]:
    for session in cohort.sessions.select_related("instructor"):
        if session.ends_at <= timezone.now():
            yield session
