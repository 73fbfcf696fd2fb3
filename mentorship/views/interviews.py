"""A student's interviews: the plan backwards from each date, and how it went."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship import preparation, progress
from mentorship.forms.interviews import DebriefForm, TargetForm
from mentorship.models import InterviewTarget, TargetStatus
from mentorship.operations import interviews as acts

MOST_BEHIND = 20


def mine(request: SignedInRequest, public_id: uuid.UUID) -> InterviewTarget:
    """The reader's own interview; anybody else's does not exist."""
    targets = InterviewTarget.objects.visible_to(request.user).select_related("student")
    return get_object_or_404(targets, public_id=public_id)


@never_cache
@require_safe
def interviews(request: SignedInRequest) -> HttpResponse:
    """What the reader prepares for, the nearest first, and what is behind them."""
    targets = InterviewTarget.objects.visible_to(request.user)
    context = {
        "tab": "interviews",
        "plans": preparation.plans(request.user, targets.ahead()),
        "behind": targets.behind()[:MOST_BEHIND],
        "progress": progress.of_student(request.user),
    }
    return render(request, "mentorship/interviews.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_new(request: SignedInRequest) -> HttpResponse:
    """Plan an interview: one form, sent once however often it is clicked."""
    if request.method != "POST":
        return _ask(request, TargetForm(initial=TargetForm.start(request.user)))
    form = TargetForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    token = uuid.uuid5(form.cleaned_data["form_token"], f"interview {request.user.pk}")
    try:
        target = acts.aim_for(student=request.user, aim=form.aim, form_token=token)
    except RuleBroken as rule:
        form.add_error("day", str(rule))
        return _ask(request, form, status=422)
    messages.success(request, "Planned. Your steps are below, and on their way to you by email.")
    return redirect(target)


@never_cache
@require_safe
def interview(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One interview: what to do by when, or how it went."""
    target = mine(request, public_id)
    plan = preparation.plan_of(target)
    context = {"tab": "interviews", "target": target, "plan": plan}
    return render(request, "mentorship/interview.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_change(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Another date, or another word for the same interview; the plan follows the date."""
    target = mine(request, public_id)
    if target.status != TargetStatus.AHEAD:
        return _too_late(request, target)
    if request.method != "POST":
        start = TargetForm.start(request.user, target)
        return _ask(request, TargetForm(initial=start), target=target)
    form = TargetForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, target=target, status=422)
    try:
        changed = acts.change_interview(target=target, aim=form.aim)
    except RuleBroken as rule:
        form.add_error("day", str(rule))
        return _ask(request, form, target=target, status=422)
    moved = changed.sequence != target.sequence
    messages.success(request, "Changed, and planned again." if moved else "Changed.")
    return redirect(target)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_call_off(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Stop preparing, after a page that says what follows."""
    target = mine(request, public_id)
    if target.status != TargetStatus.AHEAD:
        return _too_late(request, target)
    if request.method == "POST":
        acts.call_off(target=target)
        messages.success(request, "Called off. We write nothing more about it.")
        return redirect("mentorship:interviews")
    context = {"tab": "interviews", "target": target, "plan": preparation.plan_of(target)}
    return render(request, "mentorship/interview_call_off.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_debrief(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down how it went; may be said again when the answer comes."""
    target = mine(request, public_id)
    if not target.is_over or target.status == TargetStatus.DROPPED:
        return _too_late(request, target)
    known = {"outcome": target.outcome, "asked": target.asked, "learned": target.learned}
    form = DebriefForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        acts.debrief(target=target, says=form.says)
        messages.success(request, "Kept. Your next mentor starts from it.")
        return redirect(target)
    context = {"tab": "interviews", "target": target, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "mentorship/interview_debrief.html", context, status=status)


def _ask(
    request: SignedInRequest,
    form: TargetForm,
    *,
    target: InterviewTarget | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"tab": "interviews", "form": form, "target": target}
    return render(request, "mentorship/interview_form.html", context, status=status)


def _too_late(request: SignedInRequest, target: InterviewTarget) -> HttpResponse:
    """A page that was open while the interview went on: back to where it stands."""
    words = "This interview lies ahead." if not target.is_over else "This interview is behind you."
    if target.status == TargetStatus.DROPPED:
        words = "This interview was called off."
    messages.info(request, words)
    return redirect(target)
