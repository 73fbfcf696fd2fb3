"""What a team does from its turn screen: open the table, agree, hand over, leave."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.forms.simulating import over_asked, sent
from courses.forms.teaming import PartForm, TableForm
from courses.models import RunState, SimulationRun
from courses.operations import teaming
from courses.operations.simulating import Stale
from courses.runs.desk import desk_of
from courses.views.simulating.deciding import refused_page, stale_page
from courses.views.simulating.runs import own, turn_page
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_POST
def open_table(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Make one's run a team's; the page then shows the link to send."""
    mine = own(request.user, pk)
    form = TableForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, mine, form)
    try:
        teaming.open_table(run=mine, by=request.user, **form.cleaned_data)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    return redirect("courses:run", pk)


@never_cache
@require_POST
def agree(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree with what is on the screen; 409 when a newer plan stands, 422 with a refused card."""
    mine = own(request.user, pk)
    desk = desk_of(mine)
    form = sent(request.POST, desk)
    refused = form.refused + over_asked(form, desk)
    if refused and mine.status == RunState.PLAYING:
        return refused_page(request, mine, form, refused)
    try:
        teaming.agree(run=mine, by=request.user, planned=form.planned, decisions=form.decisions)
    except Stale as stale:
        return stale_page(request, mine, stale)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    return redirect("courses:run", pk)


@require_POST
def close(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Close the invitation."""
    mine = own(request.user, pk)
    try:
        teaming.close_invitation(run=mine, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "The invitation is closed. Nobody joins by its link any more.")
    return redirect("courses:run", pk)


@require_POST
def hand_over(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the lead to somebody at the table."""
    mine = own(request.user, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, mine, form)
    try:
        mine = teaming.hand_over(run=mine, by=request.user, **form.cleaned_data)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, f"{mine.user.name} leads this run now.")
    return redirect("courses:run", pk)


@require_POST
def leave(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Give up one's seat; the run is gone from one's own list."""
    mine = own(request.user, pk)
    try:
        teaming.leave(run=mine, user=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:run", pk)
    messages.success(request, "You have left the team. The others play on.")
    return redirect("courses:simulations")


def _not_understood(request: SignedInRequest, run: SimulationRun, form: PartForm) -> HttpResponse:
    if run.status != RunState.PLAYING:
        return redirect("courses:run", run.pk)
    said = [str(error) for errors in form.errors.values() for error in errors]
    return turn_page(request, run, said=said, status=422)
