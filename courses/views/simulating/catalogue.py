"""Which simulations there are, the brief of each, and starting one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.models import Enrolment, Scenario, SimulationRun
from courses.operations import playing_together, simulating
from courses.runs import briefs
from courses.teams.asked import waits_for
from institute.accounts.requests import PublicRequest, SignedInRequest
from institute.errors import RuleBroken
from institute.visitor_pages import same_for_every_visitor


@login_not_required
@require_safe
@same_for_every_visitor
def simulations(request: PublicRequest) -> HttpResponse:
    """Every simulation that can be played; for a learner their own runs as well."""
    context = {
        "section": "simulations",
        "scenarios": [briefs.brief_of(one) for one in briefs.on_offer()],
        "runs": briefs.runs_of(request.user) if request.user.is_authenticated else [],
        "asked": waits_for(request.user) if request.user.is_authenticated else 0,
    }
    return render(request, "simulations/simulations.html", context)


@login_not_required
@require_safe
@same_for_every_visitor
def simulation(request: PublicRequest, slug: str) -> HttpResponse:
    """The brief of one simulation, and the button that starts it."""
    scenario = get_object_or_404(Scenario.objects.published().with_current(), slug=slug)
    mine = SimulationRun.objects.none()
    if request.user.is_authenticated:
        mine = SimulationRun.objects.of(request.user).of_scenario(scenario.pk)
    context = {
        "section": "simulations",
        "scenario": briefs.brief_of(scenario),
        "runs": mine.with_scenario()[:5],
        "places": _places(request),
    }
    return render(request, "simulations/simulation.html", context)


def _places(request: PublicRequest) -> list[Enrolment]:
    """The reader's places in classes that can play it together."""
    if not request.user.is_authenticated:
        return []
    return list(Enrolment.objects.visible_to(request.user).learning().with_course()[:6])


@require_POST
def start_with_class(request: SignedInRequest, slug: str, place: uuid.UUID) -> HttpResponse:
    """Deal what the class was dealt; pressed twice, it is the same run."""
    scenario = get_object_or_404(Scenario.objects.published().with_current(), slug=slug)
    own = Enrolment.objects.visible_to(request.user).with_course()
    enrolment = get_object_or_404(own, public_id=place)
    try:
        run = playing_together.play_with_class(enrolment=enrolment, scenario=scenario)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:simulation", slug)
    return redirect("courses:run", run.pk)


@require_POST
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Deal a run; pressed twice, it is the same run."""
    scenario = get_object_or_404(Scenario.objects.published().with_current(), slug=slug)
    try:
        run = simulating.start(user=request.user, scenario=scenario)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:simulation", slug)
    return redirect("courses:run", run.pk)
