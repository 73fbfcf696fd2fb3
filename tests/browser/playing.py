"""Simulations, in the states a reader may find them in."""

from django.urls import reverse
from django.utils import timezone

from courses.models import SILENCE, Enrolment, Seat, SimulationRun
from courses.operations.enrolling import reserve_place
from courses.operations.inviting import ask
from institute.accounts.models import User
from tests.courses.simulating import FLAGSHIP, a_run, a_scenario, finished, played
from tests.courses.tables import a_class, a_table, joined_by, shown


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
    """A table that votes and asks, one silent at it; invitations to another; a leaderboard."""
    cohort, (mate, other) = a_class(2)
    votes, asked = a_table(a_run(student)), a_table(a_run(mate.student), "lead")
    quiet, _ = joined_by(votes, 2)
    Seat.objects.filter(user=quiet).update(heard_at=timezone.now() - 2 * SILENCE)
    place = reserve_place(student=student, cohort=cohort)
    Enrolment.objects.filter(pk=place.pk).update(status="confirmed", hold_expires_at=None)
    for one in (place, mate, other):
        shown(one, f"Alias {one.pk}")
    ask(run=votes.run, by=student, place=mate.pk)
    ask(run=asked.run, by=mate.student, place=place.pk)
    return [
        reverse("courses:team_asked"),
        reverse("courses:run", args=[votes.run_id]),
        reverse("courses:team_join", args=[asked.invite_token]),
        reverse("courses:leaders", args=[place.cohort_id]),
    ]
