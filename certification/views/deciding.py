"""Decisions and the batches in which results go out."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.forms.governing import (
    AgainForm,
    BatchForm,
    DecisionForm,
    ReleaseForm,
    VoidForm,
)
from certification.impartiality import ties
from certification.models import Attempt, Decision, Outcome, ReleaseBatch, VoidedFor
from certification.operations import deciding, releasing, voiding
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("decisions")
def decisions(request: SignedInRequest) -> HttpResponse:
    """Scored attempts that wait for a decision; several are decided at once as the score says."""
    if request.method == "POST":
        return _as_scored(request)
    user = request.user
    context = {
        "waiting": Attempt.objects.to_decide().not_of(user).with_form().with_latest_score(),
        "decided": Decision.objects.waiting_for_release().not_of(user),
        "batches": ReleaseBatch.objects.open(),
        "batch_form": BatchForm(),
    }
    return render(request, "certification/decisions.html", context)


def _as_scored(request: SignedInRequest) -> HttpResponse:
    """Each of the ticked candidates is decided as their score says; who cannot be is named."""
    chosen = (
        Attempt.objects.to_decide().not_of(request.user).ticked(request.POST.getlist("attempt"))
    )
    done, refused = 0, []
    for attempt in chosen:
        try:
            deciding.decide_as_scored(attempt=attempt, by=request.user)
            done += 1
        except RuleBroken as rule:
            refused.append(f"{attempt.code}: {rule}")
    if done:
        messages.success(request, f"{done} decided.")
    for words in refused[:5]:
        messages.warning(request, words)
    if not done and not refused:
        messages.warning(request, "Tick at least one candidate.")
    return redirect("certification:decisions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("decisions")
def decision(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One candidate: scores, ties, what was decided before, and the decision."""
    attempt = _seen(request, public_id)
    if request.method != "POST":
        return _page(request, attempt)
    form = DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            deciding.decide(
                attempt=attempt,
                outcome=Outcome(given["outcome"]),
                by=request.user,
                reason=given["reason"],
                override=given["override"],
            )
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "Decided. The candidate reads it once it is released.")
            return redirect("certification:decisions")
    return _page(request, attempt, form=form)


def _page(request: SignedInRequest, attempt: Attempt, **forms: Form) -> HttpResponse:
    """The page of one candidate with whatever was typed into one of its forms."""
    decided = list(attempt.decisions.select_related("decided_by", "batch").order_by("number"))
    deferred = bool(decided) and decided[-1].outcome == Outcome.DEFERRED
    context = {
        "attempt": attempt,
        "scores": attempt.scores.all(),
        "decisions": decided,
        "ties": ties(request.user, attempt.candidate),
        "form": forms.get("form") or DecisionForm(initial={"outcome": Outcome.GRANTED}),
        "again_form": forms.get("again_form") or AgainForm(auto_id="again_%s"),
        "void_form": forms.get("void_form") or VoidForm(auto_id="void_%s"),
        "is_deferred": deferred and attempt.can("reopen"),
        "may_void": attempt.can("void"),
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    context["wrong"] = wrong
    status = 422 if wrong else 200
    return render(request, "certification/decision.html", context, status=status)


def _seen(request: SignedInRequest, public_id: uuid.UUID) -> Attempt:
    return get_object_or_404(
        Attempt.objects.not_of(request.user).with_form().handed_in(), public_id=public_id
    )


@never_cache
@require_POST
@area("decisions")
def decision_again(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """A deferred decision is taken up again."""
    attempt, form = _seen(request, public_id), AgainForm(request.POST, auto_id="again_%s")
    if form.is_valid():
        try:
            deciding.take_up_again(attempt=attempt, by=request.user, why=form.cleaned_data["why"])
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "Open again. Decide on it below.")
            return redirect("certification:decision", attempt.public_id)
    return _page(request, attempt, again_form=form)


@never_cache
@require_POST
@area("decisions")
def attempt_void(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """A sitting that does not count; the candidate gets a letter."""
    attempt, form = _seen(request, public_id), VoidForm(request.POST, auto_id="void_%s")
    if form.is_valid():
        given = form.cleaned_data
        cause = VoidedFor(given["cause"])
        try:
            voiding.void(attempt=attempt, cause=cause, why=given["why"], by=request.user)
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "It does not count. The candidate has a letter.")
            return redirect("certification:decision", attempt.public_id)
    return _page(request, attempt, void_form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("decisions")
def releases(request: SignedInRequest) -> HttpResponse:
    """Batches, and the form for a new one."""
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        releasing.plan_release(title=form.cleaned_data["title"], at=form.instant, by=request.user)
        messages.success(request, "Planned. Results you add go out at that time.")
        return redirect("certification:releases")
    context = {"batches": ReleaseBatch.objects.with_results(), "form": form}
    status = 422 if form.errors else 200
    return render(request, "certification/releases.html", context, status=status)


@require_POST
@area("decisions")
def into_batch(request: SignedInRequest) -> HttpResponse:
    """The ticked decisions go out with a batch."""
    form = BatchForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Choose a batch.")
        return redirect("certification:decisions")
    batch: ReleaseBatch = form.cleaned_data["batch"]
    chosen = (
        Decision.objects.waiting_for_release()
        .not_of(request.user)
        .ticked(request.POST.getlist("decision"))
    )
    try:
        for one in chosen:
            deciding.put_in_batch(decision=one, batch=batch, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        messages.success(request, f"{len(chosen)} go out with {batch.title}.")
    return redirect("certification:decisions")
