"""Simulations, in the states a reader may find them in."""

from django.urls import reverse

from courses.models import SimulationRun
from institute.accounts.models import User
from tests.courses.simulating import FLAGSHIP, a_run, a_scenario, finished, played


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
    return [*of_visitor(), *runs]
