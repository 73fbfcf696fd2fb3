"""Blueprints: how many questions of which domain and level an examination asks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification.forms.assembling import BlueprintForm, CellsForm
from certification.health import shelf
from certification.models import Blueprint, Domain
from certification.operations import forms as acts
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("certification desk")
def blueprint_new(request: SignedInRequest) -> HttpResponse:
    """Name a blueprint; its cells come next."""
    form = BlueprintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    status = 422 if form.errors else 200
    return render(request, "certification/blueprint_new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("certification desk")
def blueprint(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan beside what the bank holds; a number for each cell until a form is published."""
    plan = get_object_or_404(Blueprint.objects.with_cells(), pk=pk)
    matrix = shelf.matrix(plan, shelf.stock(), list(Domain.objects.all()))
    form = CellsForm(request.POST or None, bands=matrix.bands)
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_cells(blueprint=plan, counts=form.counts)
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}")
        else:
            messages.success(request, "The blueprint is saved.")
            return redirect(plan)
    context = {
        "plan": plan,
        "matrix": matrix,
        "form": form,
        "levels": shelf.LEVELS,
        "is_frozen": shelf.frozen(plan),
        "forms": plan.forms.all(),
    }
    status = 422 if form.errors else 200
    return render(request, "certification/blueprint.html", context, status=status)
