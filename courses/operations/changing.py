"""A place that moves: deferred, transferred, completed, sponsored."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses import emails, events
from courses.models import Cohort, Enrolment, Status
from courses.operations.confirming import write_confirmation
from courses.operations.enrolling import Terms, reserve_place
from courses.operations.history import move
from courses.operations.seats import locked_with_cohort, take_seat
from courses.operations.waiting import free_seat
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.events import announce_on_commit
from institute.moves import locked


def sponsor_place(*, student: User, cohort: Cohort, sponsor: str, by: User) -> Enrolment:
    """Give a place somebody vouches for; it is confirmed at once."""
    if not sponsor.strip():
        raise RuleBroken("Say who sponsors the place.")
    enrolment = reserve_place(student=student, cohort=cohort, terms=Terms(sponsor=sponsor))
    if enrolment.sponsor != sponsor:
        raise RuleBroken(f"{student} already holds a place in this cohort.")
    return enrolment


@transaction.atomic
def defer_place(*, enrolment: Enrolment, by: User, reason: str = "") -> Enrolment:
    """Give the seat back and keep what was paid for a later cohort of the same course."""
    enrolment = locked_with_cohort(enrolment)
    enrolment.sequence += 1
    move(enrolment, "defer", by=by, reason=reason)
    free_seat(enrolment.cohort)
    mail.queue(emails.place_deferred(enrolment))
    return enrolment


@transaction.atomic
def transfer_place(*, enrolment: Enrolment, cohort: Cohort, by: User) -> Enrolment:
    """Move a place to another cohort of the same course; what was paid moves with it.

    Raises RuleBroken when that cohort is full, closed, or of another course.
    """
    both = Cohort.objects.filter(pk__in=[enrolment.cohort_id, cohort.pk]).order_by("pk")
    list(both.select_for_update(of=("self",)))  # two transfers that cross meet no deadlock
    enrolment = locked_with_cohort(enrolment)
    _refuse_transfer(enrolment, cohort)
    held_a_seat = enrolment.holds_a_place
    if not take_seat(cohort, student=enrolment.student):
        raise RuleBroken("That cohort is full.", instead="Choose another date.")
    new = _place_in(enrolment, cohort)
    enrolment.moved_to = new
    enrolment.sequence += 1
    move(enrolment, "transfer", by=by)
    mail.queue(emails.place_transferred(enrolment))
    if held_a_seat:
        free_seat(enrolment.cohort)
    return new


def _refuse_transfer(enrolment: Enrolment, cohort: Cohort) -> None:
    if cohort.version.course_id != enrolment.cohort.version.course_id:
        raise RuleBroken("A place moves between cohorts of one course only.")
    if cohort.pk == enrolment.cohort_id or not cohort.takes_enrolments:
        raise RuleBroken("That cohort takes no enrolments.", instead="Choose another date.")
    mine = Q(student=enrolment.student)
    if cohort.enrolments.holding_a_place().filter(mine) or cohort.waitlist.live().filter(mine):
        raise RuleBroken("They have a place in that cohort already, or stand in line for it.")
    if enrolment.status == Status.RESERVED:
        raise RuleBroken("This place is not paid yet: cancel it and reserve the other date.")


def _place_in(enrolment: Enrolment, cohort: Cohort) -> Enrolment:
    new = Enrolment.objects.create(
        student=enrolment.student,
        cohort=cohort,
        status=Status.CONFIRMED,
        funding=enrolment.funding,
        sponsor=enrolment.sponsor,
        is_demo=enrolment.is_demo,
    )
    write_confirmation(new)
    return new


@transaction.atomic
def complete_place(*, enrolment: Enrolment, by: User | None = None) -> Enrolment:
    """The student finished the course."""
    enrolment = locked(enrolment)
    move(enrolment, "complete", by=by)
    announce_on_commit(events.course_completed, enrolment_id=enrolment.pk)
    return enrolment


@transaction.atomic
def complete_places(*, cohort: Cohort, places: Collection[int], by: User) -> int:
    """Write down who finished the course; whoever is written down already stays so.

    Returns how many are new. Raises RuleBroken before the last class is over.
    """
    if cohort.ends_at > timezone.now():
        raise RuleBroken("The last class is still ahead.")
    sure = cohort.enrolments.filter(pk__in=places, status=Status.CONFIRMED)
    finished = list(sure.select_for_update(of=("self",)).order_by("pk"))
    for enrolment in finished:
        complete_place(enrolment=enrolment, by=by)
    return len(finished)
