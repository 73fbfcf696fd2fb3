"""The appeals desk, and the decision log."""

import json
import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.forms.governing import AppealAnswerForm, ReviewerForm
from certification.models import Appeal, LogEntry
from certification.operations import appealing, log
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken


@never_cache
@require_safe
@area("certification desk")
def appeals(request: SignedInRequest) -> HttpResponse:
    """What has to be answered, the first to be due first."""
    context = {
        "open": Appeal.objects.open().with_people(),
        "answered": Appeal.objects.answered().with_people()[:20],
    }
    return render(request, "certification/appeals.html", context)


@never_cache
@require_safe
def appeal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """An appeal or complaint: who wrote it reads where it stands, staff act on it."""
    return _page(request, _seen(request, public_id))


def _seen(request: SignedInRequest, public_id: uuid.UUID) -> Appeal:
    return get_object_or_404(Appeal.objects.visible_to(request.user), public_id=public_id)


def _page(
    request: SignedInRequest,
    found: Appeal,
    reviewer: ReviewerForm | None = None,
    answer: AppealAnswerForm | None = None,
) -> HttpResponse:
    handles = may_enter("decisions", request.user.roles) and found.made_by != request.user
    answers = found.reviewer_id == request.user.pk and found.can("uphold")
    failed = reviewer or answer
    own = found.made_by == request.user
    context = {
        "appeal": found,
        "own": own,
        "on_desk": may_enter("certification desk", request.user.roles),
        "form": failed,
        "reviewer_form": (reviewer or ReviewerForm(found))
        if handles and found.can("assign")
        else None,
        "answer_form": (answer or AppealAnswerForm()) if answers else None,
    }
    page = "appeal" if own else "appeal_staff"
    return render(request, f"certification/{page}.html", context, status=422 if failed else 200)


@require_POST
@area("decisions")
def appeal_assign(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give it to a reviewer."""
    found = _seen(request, public_id)
    form = ReviewerForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, reviewer=form)
    try:
        appealing.assign(appeal=found, reviewer=form.cleaned_data["reviewer"], by=request.user)
    except RuleBroken as rule:
        form.add_error("reviewer", f"{rule} {rule.instead}".strip())
        return _page(request, found, reviewer=form)
    messages.success(request, "Assigned.")
    return redirect(found)


@require_POST
def appeal_answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The reviewer answers."""
    found = _seen(request, public_id)
    form = AppealAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer=form)
    given = form.cleaned_data
    try:
        appealing.answer(appeal=found, act=given["act"], by=request.user, answer=given["answer"])
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        messages.success(request, "Answered. The person has a letter.")
    return redirect(found)


@never_cache
@require_safe
@area("decisions")
def decision_log(request: SignedInRequest) -> HttpResponse:
    """The newest entries of the log, and whether the whole of it holds."""
    broken = log.first_break()
    context = {
        "entries": LogEntry.objects.select_related("actor").order_by("-number")[:100],
        "broken": f"{broken} does not hold" if broken else "",
    }
    return render(request, "certification/decision_log.html", context)


@never_cache
@require_safe
@area("decisions")
def decision_log_file(request: SignedInRequest) -> StreamingHttpResponse:
    """The whole log, one entry a line, as certification/chain.py reads it."""
    answer = StreamingHttpResponse(_lines(), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="decision-log.jsonl"'
    return answer


def _lines() -> Iterator[str]:
    for entry in log.entries():
        yield json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
