"""The runs that ship with the demo."""

import pytest

from courses.demo.people import STUDENT_OF_THE_TOUR
from courses.demo.simulated import plant_runs
from courses.models import SimulationRun
from courses.operations import simulating
from tests import make
from tests.courses.simulating import a_scenario

pytestmark = pytest.mark.django_db


def test_the_student_of_the_tour_has_played_and_is_playing() -> None:
    a_scenario()
    make.student(STUDENT_OF_THE_TOUR)

    assert plant_runs() == 2
    assert plant_runs() == 0

    runs = SimulationRun.objects.with_scenario()
    assert sorted(run.status for run in runs) == ["finished", "playing"]
    assert all(simulating.verify(run).holds and run.is_demo for run in runs)
