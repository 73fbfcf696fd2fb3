"""A table goes on without somebody silent, and they come back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.forms.teaming import PartForm
from courses.models import SimulationRun
from courses.operations import seating
from courses.views.simulating.runs import own
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_POST
def free(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The lead frees the seat of somebody the table has not heard for three days."""
    mine = own(request.user, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        messages.warning(request, seating.NOBODY)
        return redirect("courses:run", pk)
    try:
        absence = seating.seat_out(run=mine, by=request.user, **form.cleaned_data)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        words = f"The seat of {absence.user.name} is free, and they have a letter."
        messages.success(request, words)
    return redirect("courses:run", pk)


@require_POST
def take_lead(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead instead of a lead the table has not heard for three days."""
    mine = own(request.user, pk)
    try:
        seating.take_lead(run=mine, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "You lead this run now.")
    return redirect("courses:run", pk)


@require_POST
def come_back(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the seat again that was freed."""
    run = get_object_or_404(SimulationRun.objects.once_with(request.user), pk=pk)
    try:
        seating.come_back(run=run, user=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:team_asked")
    return redirect("courses:run", pk)
