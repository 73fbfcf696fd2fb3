"""Item health: how questions do, what another cut score would mean, and rulings."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification import health
from certification.forms.standards import CutForm, RuleForm
from certification.health import shelf
from certification.models import ExamForm, RulingKind
from certification.operations import measuring, scoring
from certification.views.telling import tell_to_analyse, tell_to_rescore
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.figures.measures import Dot, Trace


@never_cache
@require_safe
@area("certification desk")
def health_forms(request: SignedInRequest) -> HttpResponse:
    """Every form that people have sat, with its last snapshot."""
    rows = shelf.measured_forms()
    return render(request, "certification/health_forms.html", {"rows": rows})


@never_cache
@require_safe
@area("certification desk")
def form_health(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The board of one form: figures, words, plots, and the cut score to try out."""
    shown = _form(public_id)
    board = health.board(shown)
    if request.htmx and request.htmx.target == "progress":
        return render(request, "certification/_health_progress.html", {"board": board})
    maximum = health.maximum_of(shown)
    standing = scoring.standing_cut(shown)
    usual = standing.raw if standing else round(maximum * 2 / 3, 1)
    cut = min(CutForm(request.GET).chosen(usual), maximum)
    context = {
        "form": shown,
        "board": board,
        "only": request.GET.get("only", ""),
        "lines": board.to_look_at if request.GET.get("only") == "look" else board.lines,
        "dots": [_dot(line) for line in board.lines if line.is_shown and line.stat],
        "cut": cut,
        "standing": standing,
        "maximum": maximum,
        "bins": health.spread_of(shown, maximum),
        "what_if": health.what_if(shown, cut, board.analysis),
    }
    is_part = request.htmx and request.htmx.target == "what-if"
    template = (
        "certification/_health_what_if.html" if is_part else "certification/health_board.html"
    )
    return render(request, template, context)


def _form(public_id: uuid.UUID) -> ExamForm:
    return get_object_or_404(ExamForm.objects.used(), public_id=public_id)


def _dot(line: health.Line) -> Dot:
    assert line.stat
    look = "bad" if line.is_serious else "" if line.item.scored else "new"
    return Dot(line.stat.p or 0.0, line.stat.r or 0.0, str(line.item.position), look)


@require_POST
@area("certification desk")
def health_analyse(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask a worker for a new snapshot."""
    analysis = measuring.ask_analysis(form=_form(public_id), by=request.user)
    tell_to_analyse(analysis.pk)
    return redirect("certification:form_health", public_id)


@never_cache
@require_safe
@area("certification desk")
def health_item(request: SignedInRequest, public_id: uuid.UUID, position: int) -> HttpResponse:
    """One question: who took which choice, and a ruling when it is faulty."""
    return _item(request, public_id, position, RuleForm())


def _item(
    request: SignedInRequest, public_id: uuid.UUID, position: int, form: RuleForm, status: int = 200
) -> HttpResponse:
    board = health.board(_form(public_id))
    line = next((one for one in board.lines if one.item.position == position), None)
    if line is None:
        raise Http404
    choices = health.item_page(line)
    context = {
        "exam": board.form,
        "line": line,
        "choices": choices,
        "traces": [
            Trace(one.letter, (one.rate["low"], one.rate["middle"], one.rate["high"]), one.is_right)
            for one in choices
        ],
        "rulings": line.item.rulings.select_related("ruled_by").order_by("-pk"),
        "form": form,
        "last": len(board.lines),
    }
    return render(request, "certification/health_item.html", context, status=status)


@require_POST
@area("certification desk")
def health_rule(request: SignedInRequest, public_id: uuid.UUID, position: int) -> HttpResponse:
    """Rule on a question; every attempt of the form is scored again."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _item(request, public_id, position, form, status=422)
    shown = _form(public_id)
    item = get_object_or_404(shown.items.select_related("form"), position=position)
    kind = RulingKind(form.cleaned_data["kind"])
    try:
        ruling = measuring.rule(
            form_item=item, kind=kind, why=form.cleaned_data["why"], by=request.user
        )
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return _item(request, public_id, position, form, status=422)
    why = f"Question {position}: {kind.label.lower()}. {ruling.why}"
    tell_to_rescore(shown.pk, request.user.pk, why)
    messages.success(request, "The ruling is kept. Every attempt is being scored again.")
    return redirect("certification:health_item", public_id, position)
