"""What the turn screen posts: the plan as it stands, the week, the end of the guide."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.forms.simulating import Sent, over_asked, sent
from courses.models import RunState, SimulationRun
from courses.operations import simulating, teaming
from courses.operations.simulating import Stale
from courses.runs.desk import desk_of
from courses.teams import rights
from courses.views.simulating.runs import own, turn_page
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_POST
def plan(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the plan as it stands; 409 when a newer one does, 422 when a card was refused."""
    mine = own(request.user, pk)
    if mine.status != RunState.PLAYING:
        return redirect("courses:run", pk)
    form = sent(request.POST, desk_of(mine))
    try:
        mine = simulating.save_draft(run=mine, planned=form.planned, decisions=form.decisions)
    except Stale as stale:
        return stale_page(request, mine, stale)
    if form.refused:
        return turn_page(request, mine, said=form.refused, status=422)
    return turn_page(request, mine) if request.htmx else redirect("courses:run", pk)


@never_cache
@require_POST
def commit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Play the week. Sent twice it is played once; an older tab is told what came of it."""
    mine = own(request.user, pk)
    desk = desk_of(mine)
    form = sent(request.POST, desk)
    refused = form.refused + over_asked(form, desk)
    if refused and mine.status == RunState.PLAYING:
        return refused_page(request, mine, form, refused)
    try:
        simulating.commit_week(
            run=mine, by=request.user, planned=form.planned, decisions=form.decisions
        )
    except Stale as stale:
        return stale_page(request, mine, stale)
    except rights.NotAgreed as held:
        return _held_back(request, mine, form, held)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    return redirect("courses:run", pk)


def _held_back(
    request: SignedInRequest, run: SimulationRun, form: Sent, held: rights.NotAgreed
) -> HttpResponse:
    """The team has not agreed yet, or its lead ends the week: the plan is kept for them."""
    try:
        teaming.put_forward(
            run=run, by=request.user, planned=form.planned, decisions=form.decisions
        )
    except Stale as stale:
        return stale_page(request, run, stale)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.info(request, str(held))
    return redirect("courses:run", run.pk)


@require_POST
def guide(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The guide is put away; every panel is open from now on."""
    simulating.end_guide(run=own(request.user, pk))
    return redirect("courses:run", pk)


@require_POST
def put_away(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave the run unfinished, for good."""
    mine = own(request.user, pk)
    try:
        rights.must_lead(mine, request.user)
        simulating.put_away(run=mine)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:run", pk)
    messages.success(request, "The run is put away. It counts nowhere.")
    return redirect("courses:simulations")


def refused_page(
    request: SignedInRequest, run: SimulationRun, form: Sent, refused: list[str]
) -> HttpResponse:
    """A week with a card in it that cannot be played is not committed; the rest is kept."""
    try:
        run = simulating.save_draft(run=run, planned=form.planned, decisions=form.decisions)
    except Stale as stale:
        return stale_page(request, run, stale)
    except RuleBroken:
        return redirect("courses:run", run.pk)
    return turn_page(request, run, said=refused, status=422)


def stale_page(request: SignedInRequest, run: SimulationRun, stale: Stale) -> HttpResponse:
    run.refresh_from_db()
    if run.status != RunState.PLAYING:
        return redirect("courses:run", run.pk)
    return turn_page(request, run, said=[str(stale)], is_stale=True, status=409)
