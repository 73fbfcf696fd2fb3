"""Being asked to a table by name: the lead asks, the page of whoever was asked, their answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.forms.teaming import PartForm, PlaceForm
from courses.models import TeamInvitation
from courses.operations import inviting
from courses.teams.asked import freed_of, invitations_of
from courses.views.simulating.runs import own, turn_page
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_POST
def ask(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask a classmate; they get a letter and find it on their page."""
    mine = own(request.user, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        if mine.status != "playing":
            return redirect("courses:run", pk)
        return turn_page(
            request, mine, said=[str(error) for error in form.errors["place"]], status=422
        )
    try:
        asked = inviting.ask(run=mine, by=request.user, **form.cleaned_data)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, f"{asked.shown_as} is asked, and has a letter.")
    return redirect("courses:run", pk)


@never_cache
@require_safe
def asked(request: SignedInRequest) -> HttpResponse:
    """What waits for an answer: invitations, and seats that were freed."""
    return _page(request)


@never_cache
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sit down with a part; the page says why it cannot be."""
    invitation = _own(request, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _page(request, [str(error) for error in form.errors["part"]])
    try:
        inviting.accept(invitation=invitation, **form.cleaned_data)
    except RuleBroken as rule:
        return _page(request, [str(rule)])
    return redirect("courses:run", invitation.run_id)


@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say no."""
    answered = inviting.decline(invitation=_own(request, pk))
    if answered.status == "declined":
        messages.success(request, "You said no. Nobody asks you to that table again.")
    return redirect("courses:team_asked")


def _own(request: SignedInRequest, pk: int) -> TeamInvitation:
    return get_object_or_404(TeamInvitation.objects.with_scenario(), pk=pk, user=request.user)


def _page(request: SignedInRequest, said: list[str] | None = None) -> HttpResponse:
    context = {
        "invitations": invitations_of(request.user),
        "freed": freed_of(request.user),
        "said": said or [],
    }
    return render(request, "simulations/team_asked.html", context, status=422 if said else 200)
