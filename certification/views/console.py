"""The examiner's console: who sits what, and what can be done for them."""

import uuid
from collections.abc import Iterable
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certification import sitting
from certification.forms.sitting import MinutesForm, ReasonForm, ReportForm
from certification.models import Attempt, ExamForm
from certification.operations import console, reporting
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

ACTS = ("minutes", "pause", "resume", "end")
NOBODY = {
    "minutes": "Nobody sits it now, so nobody got minutes.",
    "pause": "Nobody sits it now, so nobody was paused.",
    "resume": "Nobody was paused, so nothing changed.",
    "end": "Nobody sits it now, so nothing was handed in.",
}


@never_cache
@require_GET
@area("exam console")
def sittings(request: HttpRequest) -> HttpResponse:
    """Every form that is being sat."""
    return render(request, "certification/console_rooms.html", {"rooms": sitting.rooms()})


@never_cache
@require_GET
@area("exam console")
def room(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One form: a line for each candidate, kept up to date."""
    form = get_object_or_404(ExamForm, public_id=public_id)
    return _room(request, form)


@never_cache
@require_POST
@area("exam console")
def room_act(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give minutes, pause, go on or end: for one candidate, or for all who sit this form."""
    form = get_object_or_404(ExamForm, public_id=public_id)
    act = request.POST.get("act", "")
    chosen = list(Attempt.objects.running().at_desk(form, request.POST.get("attempt", "")))
    given = {"minutes": MinutesForm, "end": ReasonForm}.get(act)
    filled = given(request.POST) if given else None
    if act not in ACTS or (filled and not filled.is_valid()):
        return _room(request, form, wrong=filled, act=act, status=422)
    try:
        done = _do(act, chosen, filled, request)
    except RuleBroken as rule:
        messages.error(request, str(rule))
        return redirect("certification:sitting", public_id)
    messages.success(request, _said(act, done))
    return redirect("certification:sitting", public_id)


@never_cache
@require_POST
@area("exam console")
def room_report(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what was seen: a signal for somebody else to look at."""
    form = get_object_or_404(ExamForm, public_id=public_id)
    seats = {str(one.attempt.public_id): one.attempt for one in sitting.desks(form)}
    filled = ReportForm(request.POST, codes=_codes(seats.values()), auto_id="report_%s")
    if not filled.is_valid():
        return _room(request, form, wrong=filled, act="report", status=422)
    clean = filled.cleaned_data
    try:
        reporting.report(
            attempt=seats[clean["about"]],
            other=seats.get(clean["other"]),
            seen=clean["seen"],
            by=request.user,
            form_token=clean["form_token"],
        )
    except RuleBroken as rule:
        filled.add_error(None, str(rule))
        return _room(request, form, wrong=filled, act="report", status=409)
    messages.success(request, "Reported. It waits under Signals for a colleague to look at.")
    return redirect("certification:sitting", public_id)


def _codes(attempts: Iterable[Attempt]) -> list[tuple[str, str]]:
    return [(str(one.public_id), one.code) for one in attempts]


def _do(
    act: str, chosen: list[Attempt], filled: forms.Form | None, request: SignedInRequest
) -> int:
    given = filled.cleaned_data if filled else {}
    why = cast(str, given.get("why") or request.POST.get("why", ""))
    if act == "minutes":
        return console.add_minutes(
            attempts=chosen, minutes=given["minutes"], why=why, by=request.user
        )
    if act == "pause":
        return console.pause(attempts=chosen, why=why, by=request.user)
    if act == "resume":
        return console.resume(attempts=chosen, by=request.user)
    return console.end(attempts=chosen, why=why, by=request.user)


def _said(act: str, done: int) -> str:
    if not done:
        return NOBODY[act]
    who = "1 candidate" if done == 1 else f"{done} candidates"
    said = {
        "minutes": "got more time",
        "pause": "paused",
        "resume": "go on" if done != 1 else "goes on",
        "end": "handed in",
    }
    return f"{who} {said[act]}."


def _report_form(rows: list[sitting.Desk]) -> ReportForm:
    return ReportForm(codes=_codes(one.attempt for one in rows), auto_id="report_%s")


def _room(
    request: SignedInRequest,
    form: ExamForm,
    *,
    wrong: forms.Form | None = None,
    act: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = sitting.desks(form)
    tag = sitting.tag(form, rows)
    if request.htmx and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    known = {"minutes": MinutesForm(auto_id="minutes_%s"), "end": ReasonForm(auto_id="end_%s")}
    context = {
        "room": form,
        "desks": rows,
        "running": sum(one.attempt.is_running for one in rows),
        "minutes_form": wrong if act == "minutes" else known["minutes"],
        "end_form": wrong if act == "end" else known["end"],
        "report_form": wrong if act == "report" else _report_form(rows),
        "form": wrong,
    }
    page = "_console_desks" if request.htmx and status == 200 else "console_room"
    response = render(request, f"certification/{page}.html", context, status=status)
    response["ETag"] = tag
    return response
