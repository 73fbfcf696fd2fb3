"""Simulations, in the states a reader may find them in."""

from django.urls import reverse

from courses.models import SimulationRun
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from tests import make
from tests.courses.simulating import FLAGSHIP, a_run, a_scenario, finished, played
from tests.courses.tables import a_class, a_table, joined_by


def of_visitor() -> list[str]:
    """The shelf and a brief."""
    a_scenario()
    return [reverse("courses:simulations"), reverse("courses:simulation", args=[FLAGSHIP])]


def of_student(student: User) -> list[str]:
    """A first Monday with its guide, the middle of a run, its end, and one that was put away."""
    first, later = a_run(student), played(a_run(student), 6)
    ended, left = finished(a_run(student)), a_run(student)
    SimulationRun.objects.filter(pk=left.pk).update(status="abandoned")
    runs = [reverse("courses:run", args=[run.pk]) for run in (first, later, ended, left)]
    return [*of_visitor(), *runs, *_of_team(student)]


def _of_team(student: User) -> list[str]:
    """A table that votes, an invitation to another, a leaderboard."""
    votes, asked = a_table(a_run(student)), a_table(a_run(make.student()), "lead")
    joined_by(votes, 2)
    cohort, _ = a_class(1)
    place = reserve_place(student=student, cohort=cohort)
    return [
        reverse("courses:run", args=[votes.run_id]),
        reverse("courses:team_join", args=[asked.invite_token]),
        reverse("courses:leaders", args=[place.cohort_id]),
    ]
