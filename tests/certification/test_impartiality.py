"""Whoever taught or mentored a candidate does not mark them: the operation and the database."""

import pytest
from django.db import IntegrityError, transaction

from certification.models import LogEntry, MarkingOverride, MarkingTask
from certification.operations import allocating
from certification.operations.allocating import Taken, allow, take_next, take_up
from courses.models import Enrolment
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.certification.markers import answer_of, examiner, handed, marked

pytestmark = pytest.mark.django_db


def taught() -> tuple[User, MarkingTask]:
    """A teacher who is an examiner too, and the first task of a student of theirs."""
    teacher = make.staff(Role.INSTRUCTOR, Role.EXAMINER)
    student = make.student()
    place = reserve_place(student=student, cohort=make.cohort(taught_by=teacher))
    Enrolment.objects.filter(pk=place.pk).update(status="confirmed")
    return teacher, handed(candidate=student)[0]


def test_the_teacher_is_not_given_the_script() -> None:
    teacher, task = taught()

    assert take_next(marker=teacher, version=task.version) is None
    with pytest.raises(Taken):
        take_up(task=task, marker=teacher)


def test_the_database_refuses_the_teacher_too() -> None:
    teacher, task = taught()
    with pytest.raises(IntegrityError, match="taught or mentored"), transaction.atomic():
        MarkingTask.objects.filter(pk=task.pk).update(marker=teacher)


def test_an_override_is_a_managers_and_is_recorded() -> None:
    teacher, task = taught()
    attempt = answer_of(task).attempt
    manager = make.staff(Role.MANAGER)
    with pytest.raises(RuleBroken, match="Only a manager"):
        allow(attempt=attempt, examiner=teacher, by=examiner(), reason="Nobody else.")
    with pytest.raises(RuleBroken, match="Nothing stands in their way"):
        allow(attempt=attempt, examiner=examiner(), by=manager, reason="Nobody else.")

    allow(attempt=attempt, examiner=teacher, by=manager, reason="Nobody else knows the case.")

    assert take_up(task=task, marker=teacher).marker == teacher
    entry = LogEntry.objects.get(act="marking.tie_overridden")
    assert (entry.actor, entry.facts["reason"]) == (manager, "Nobody else knows the case.")
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkingOverride.objects.update(reason="Another")


def test_nobody_allows_it_for_themselves_nor_on_their_own_examination() -> None:
    manager = make.staff(Role.MANAGER)
    attempt = answer_of(handed(candidate=manager)[0]).attempt
    with pytest.raises(RuleBroken, match="for themselves"):
        allow(attempt=attempt, examiner=manager, by=manager, reason="So.")
    with pytest.raises(RuleBroken, match="their own examination"):
        allow(attempt=attempt, examiner=manager, by=make.staff(Role.MANAGER), reason="So.")
    MarkingOverride.objects.create(
        attempt=attempt, examiner=manager, allowed_by=make.staff(Role.MANAGER), reason="So."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkingTask.objects.update(marker=manager)


def test_the_database_refuses_an_adjudicator_who_marked() -> None:
    first, second = handed()
    one = examiner()
    marked(first, one)
    with pytest.raises(IntegrityError, match="Nobody marks an answer twice"), transaction.atomic():
        MarkingTask.objects.filter(pk=second.pk).update(marker=one)


def test_a_tie_that_appears_after_the_look_is_refused_by_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The query may be a moment old; the trigger is not."""
    teacher, task = taught()
    with pytest.raises(Taken):
        allocating._lease(task, teacher)
