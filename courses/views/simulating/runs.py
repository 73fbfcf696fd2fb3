"""A run: the week that is being planned, or how it ended."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.debriefs.finding import set_out
from courses.models import Part, RunState, SimulationRun
from courses.operations import seating, simulating
from courses.runs import chain
from courses.runs.desk import desk_of
from courses.teams import classmates
from courses.teams.news import News
from courses.teams.table import may_become_a_team, team_of
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest

SCORES = (*Part.choices, ("outcome", "Outcome"))


@never_cache
@require_safe
def run(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The turn screen while it is played; afterwards the end of the run."""
    mine = own(request.user, pk)
    if mine.status != RunState.PLAYING:
        return _ended(request, mine)
    return turn_page(request, mine)


def own(user: User, pk: uuid.UUID) -> SimulationRun:
    """A run this person plays; somebody else's is not found."""
    return get_object_or_404(SimulationRun.objects.of(user).with_scenario(), pk=pk)


def turn_page(
    request: SignedInRequest,
    run: SimulationRun,
    *,
    said: list[str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The turn screen, or for htmx only its tray; `said` is what was refused, and why."""
    template = "simulations/_tray.html" if request.htmx else "simulations/run.html"
    desk = desk_of(run)
    context = {"run": run, "desk": desk, "said": said or [], "is_stale": is_stale}
    context["is_broken"] = not chain.holds(run)
    context["changed"] = simulating.CHANGED
    context["team"] = team = team_of(run, request.user)
    if team:
        seating.heard(run, request.user)
        context["classmates"] = classmates.to_ask(team)
        context["news"] = News(team, desk.week, run.draft_number)
    context["may_become_a_team"] = may_become_a_team(run, request.user)
    context["set_out"] = set_out(run) if run.week == 0 else ""
    return render(request, template, context, status=status)


def _ended(request: SignedInRequest, run: SimulationRun) -> HttpResponse:
    context = {
        "run": run,
        "desk": desk_of(run),
        "verified": simulating.verify(run),
        "is_opened": SimulationRun.objects.burnt().contains(run),
        "scores": [(label, (run.score or {}).get(key, 0)) for key, label in SCORES],
        "debrief_url": f"{reverse('courses:run', args=[run.pk])}debrief/",
    }
    return render(request, "simulations/run_over.html", context)
