"""The runs that ship with the demo."""

import pytest

from courses.debriefs.rubric import LEVELS
from courses.demo.people import STUDENT_OF_THE_TOUR
from courses.demo.simulated import plant_runs
from courses.models import Debrief, SimulationRun
from courses.operations import debriefing, simulating
from courses.simulations.debriefing.names import FIVE
from tests import make
from tests.courses.lessons import place
from tests.courses.simulating import a_scenario

pytestmark = pytest.mark.django_db


def test_the_student_of_the_tour_has_played_and_is_playing() -> None:
    a_scenario()
    make.student(STUDENT_OF_THE_TOUR)

    assert plant_runs() == 3
    assert plant_runs() == 0

    runs = SimulationRun.objects.with_scenario()
    assert sorted(run.status for run in runs) == ["finished", "finished", "playing"]
    assert all(simulating.verify(run).holds and run.is_demo for run in runs)


def test_one_run_of_theirs_is_told_whole_and_one_waits_for_a_guess() -> None:
    a_scenario()
    student = make.student(STUDENT_OF_THE_TOUR)
    teacher = make.instructor()
    place(of=make.cohort(make.course(), taught_by=teacher, starts_in_days=-3), who=student)

    plant_runs()

    debrief = Debrief.objects.get(commented_by=teacher)
    assert debrief.run.user == student
    assert debriefing.is_revealed(debrief)
    assert not debriefing.answer_to(debrief)["cause"][
        "right"
    ]  # a guess there is something to say on
    assert debriefing.proof_of(debrief).holds
    assert set(debrief.rubric) == set(FIVE)
    assert set(debrief.rubric.values()) <= set(LEVELS)
    assert debrief.comment.startswith(f"{student.short_name}, I have read all")
    assert debrief.resolve
    other = Debrief.objects.exclude(pk=debrief.pk).get()
    assert not debriefing.is_revealed(other)
