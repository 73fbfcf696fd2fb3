"""Cut scores: opening a panel, rating, closing rounds, signing."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.forms.standards import PanelForm, RatingForm, SignForm
from certification.health import panels
from certification.models import ExamForm, Panellist, Scheme, SettingStatus, StandardSetting
from certification.operations import standards as acts
from certification.views.filtering import Shown
from certification.views.telling import tell_to_rescore
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LOST = 409
SIGNED = "The cut score was set."


@never_cache
@require_safe
@area("items")
def standards(request: SignedInRequest) -> HttpResponse:
    """Panels the reader leads, or sits on."""
    leads = acts.may_lead(request.user)
    seen = StandardSetting.objects.visible_to(request.user, leads=leads)
    wanted = Shown.of(request.GET, SettingStatus.values)
    rows = seen.select_related("form__scheme_version__scheme", "led_by", "cut_score")
    context = {
        "settings": wanted.rows(rows, "form__scheme_version__scheme__slug"),
        "wanted": wanted,
        "schemes": Scheme.objects.all(),
        "states": SettingStatus.choices,
        "waiting": StandardSetting.objects.waiting_for(request.user).select_related("form"),
        "leads": leads,
    }
    return render(request, "certification/standards.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("certification desk")
def standard_new(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose a panel for a form and describe who is only just good enough."""
    shown = get_object_or_404(ExamForm, public_id=public_id)
    form = PanelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            setting = acts.open_panel(form=shown, **form.cleaned_data, by=request.user)
        except RuleBroken as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, "Round 1 is open. The panel finds it under Cut scores.")
            return redirect(setting)
    context = {"exam": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "certification/standard_new.html", context, status=status)


@never_cache
@require_safe
@area("items")
def standard(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far a panel is, and what it says; a panellist reads others' ratings after round 1."""
    return _standard(request, _visible(request, public_id))


def _visible(request: SignedInRequest, public_id: uuid.UUID) -> StandardSetting:
    leads = acts.may_lead(request.user)
    seen = StandardSetting.objects.visible_to(request.user, leads=leads)
    return get_object_or_404(seen.select_related("form", "led_by"), public_id=public_id)


def _standard(
    request: SignedInRequest,
    setting: StandardSetting,
    form: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    panel, leads = panels.panel(setting), acts.may_lead(request.user)
    took_part = request.user.pk in {seat.panellist.user_id for seat in panel.seats}
    may_sign = leads and not took_part and setting.led_by_id != request.user.pk
    if may_sign and form is None and panel.second and setting.can("sign"):
        form = SignForm(said=panel.second)
    context = {
        "setting": setting,
        "panel": panel,
        "leads": leads,
        "takes_part": took_part,
        "sees_ratings": setting.status != "first" or (leads and not took_part),
        "form": form,
        "cut": getattr(setting, "cut_score", None),
    }
    return render(request, "certification/standard.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("items")
def standard_rate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One question at a time: read it, say what just enough earns, go on. Each is saved alone."""
    panellist = _seat(request, public_id)
    asked = request.POST.get("q") or request.GET.get("q", "")
    sheet = panels.sheet(panellist, int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    if sheet is None:
        raise Http404
    if not panellist.setting.is_rating:
        messages.info(request, "This round is closed.")
        return redirect(panellist.setting)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        per_cent = form.cleaned_data["per_cent"]
        try:
            acts.rate(panellist=panellist, form_item=sheet.open.item, per_cent=per_cent)
        except RuleBroken as rule:
            messages.warning(request, str(rule))
            return redirect(panellist.setting)
        return redirect(f"{request.path}?q={min(sheet.open.number + 1, sheet.total)}")
    context = {"setting": panellist.setting, "sheet": sheet, "form": form}
    status = 422 if form.errors else 200
    return render(request, "certification/standard_rate.html", context, status=status)


def _seat(request: SignedInRequest, public_id: uuid.UUID) -> Panellist:
    """The reader's own seat; panels of others do not exist."""
    seats = Panellist.objects.select_related("setting__form", "user")
    return get_object_or_404(seats, setting__public_id=public_id, user=request.user)


@require_POST
@area("items")
def standard_finish(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The reader is done with the round; ratings may still change until it closes."""
    panellist = _seat(request, public_id)
    try:
        acts.finish_round(panellist=panellist)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("certification:standard_rate", public_id)
    messages.success(request, "Thank you. You may still change ratings until the round closes.")
    return redirect(panellist.setting)


@require_POST
@area("certification desk")
def standard_close(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """End the open round."""
    return _act(request, public_id, acts.close_round, "The round is closed.")


@require_POST
@area("certification desk")
def standard_abandon(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """End the panel without a cut score."""
    return _act(request, public_id, acts.abandon, "The panel has ended; its ratings are kept.")


def _act(
    request: SignedInRequest, public_id: uuid.UUID, act: Callable[..., object], words: str
) -> HttpResponse:
    setting = _visible(request, public_id)
    try:
        act(setting=setting, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return _standard(request, setting, status=LOST)
    messages.success(request, words)
    return redirect(setting)


@require_POST
@area("certification desk")
def standard_sign(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Sign the cut score; attempts that were scored without one are scored again."""
    setting = _visible(request, public_id)
    said = acts.verdict_of(setting, 2)
    if said is None:
        messages.warning(request, "Both rounds come first.")
        return _standard(request, setting, status=LOST)
    form = SignForm(request.POST, said=said)
    if not form.is_valid():
        return _standard(request, setting, form, status=422)
    raw, reason = form.chosen
    try:
        cut = acts.sign(setting=setting, by=request.user, raw=raw, reason=reason)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _standard(request, setting, form, status=422)
    tell_to_rescore(setting.form_id, None, SIGNED)
    messages.success(request, f"The cut score of {setting.form} is {cut.raw} points.")
    return redirect(setting)
