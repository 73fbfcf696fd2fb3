"""Examination forms: the list, one form, drawing, publishing."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import health
from certification.forms.assembling import ApartForm, DrawForm
from certification.health import shelf
from certification.models import Blueprint, Domain, Enemies, ExamForm, FormStatus, Scheme
from certification.operations import forms as acts
from certification.views.filtering import Shown
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LOST = 409


@never_cache
@require_safe
@area("certification desk")
def forms(request: SignedInRequest) -> HttpResponse:
    """Every form with its cut score, and every blueprint with what the bank can fill."""
    there, domains = shelf.stock(), list(Domain.objects.all())
    plans = Blueprint.objects.with_cells()
    wanted = Shown.of(request.GET, FormStatus.values)
    context = {
        "forms": wanted.rows(shelf.form_rows(), "scheme_version__scheme__slug"),
        "wanted": wanted,
        "schemes": Scheme.objects.all(),
        "states": FormStatus.choices,
        "plans": [shelf.matrix(plan, there, domains) for plan in plans],
    }
    return render(request, "certification/exam_forms.html", context)


@never_cache
@require_safe
@area("certification desk")
def form(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What stands in a form, and what can be done with it."""
    return _form(request, get_object_or_404(shelf.form_rows(), public_id=public_id))


def _form(request: SignedInRequest, shown: ExamForm, status: int = 200) -> HttpResponse:
    items = list(shown.items.select_related("version__item", "version__domain", "section"))
    exposed = health.exposure_counts()
    context = {
        "form": shown,
        "rows": [(one, exposed.get(one.version.item_id, 0)) for one in items],
        "sections": shown.sections.all(),
        "balance": shelf.balance(items, list(Domain.objects.all())),
        "levels": shelf.LEVELS,
        "points": sum(one.points for one in items if one.scored),
        "cut_scores": shown.cut_scores.select_related("author", "signed_by", "setting"),
        "panels": shown.standards.select_related("led_by"),
    }
    return render(request, "certification/exam_form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("certification desk")
def form_new(request: SignedInRequest) -> HttpResponse:
    """Draw a form from the bank; when a cell is short every short cell is named."""
    draw = DrawForm(request.POST or None, initial={"blueprint": request.GET.get("blueprint")})
    short: list[str] = []
    if request.method == "POST" and draw.is_valid():
        try:
            made = acts.draw_form(wish=draw.wish, by=request.user)
        except acts.NotDrawn as rule:
            short = rule.shortages
        except RuleBroken as rule:
            draw.add_error("code", str(rule))
        else:
            messages.success(
                request, f"{made.code} is drawn. Read it through before it is published."
            )
            return redirect(made)
    context = {"form": draw, "short": short}
    status = 422 if draw.errors or short else 200
    return render(request, "certification/exam_form_new.html", context, status=status)


@require_POST
@area("certification desk")
def form_publish(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Freeze the form for sittings."""
    return _act(request, public_id, acts.publish_form, "is published and frozen.")


@require_POST
@area("certification desk")
def form_retire(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the form out of use."""
    return _act(request, public_id, acts.retire_form, "is out of use.")


@require_POST
@area("certification desk")
def form_discard(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""

    def discard(*, form: ExamForm, by: User) -> None:
        assert by
        acts.discard_form(form=form)

    return _act(request, public_id, discard, "is thrown away.", goes="certification:forms")


def _act(
    request: SignedInRequest,
    public_id: uuid.UUID,
    act: Callable[..., object],
    words: str,
    goes: str = "",
) -> HttpResponse:
    """Do it and say so; a rule that says no stands on the form's own page."""
    shown = get_object_or_404(shelf.form_rows(), public_id=public_id)
    try:
        act(form=shown, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return _form(request, shown, status=LOST)
    messages.success(request, f"{shown.code} {words}")
    return redirect(goes) if goes else redirect(shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("certification desk")
def forms_apart(request: SignedInRequest) -> HttpResponse:
    """Items that give each other away, and a form to note two more."""
    apart = ApartForm(request.POST or None)
    if request.method == "POST" and apart.is_valid():
        try:
            acts.keep_apart(**apart.cleaned_data, by=request.user)
        except RuleBroken as rule:
            apart.add_error("second", str(rule))
        else:
            messages.success(request, "Noted. No form drawn from now on asks both.")
            return redirect("certification:forms_apart")
    pairs = Enemies.objects.select_related("first", "second", "noted_by").order_by("-pk")
    context = {"form": apart, "pairs": pairs}
    status = 422 if apart.errors else 200
    return render(request, "certification/exam_forms_apart.html", context, status=status)
