"""Solo practice: choose, answer against the clock, judge oneself, and only then read the notes."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship import progress
from mentorship.forms.interviews import JudgeForm, PracticeForm
from mentorship.models import PracticeAnswer, Question
from mentorship.operations import practising
from mentorship.operations.questions import weakest_first

A_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: SignedInRequest) -> HttpResponse:
    """Choose what to practise, go on with what is open, and read what was practised before."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            answer = practising.start_practice(student=request.user, **form.cleaned_data)
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            return redirect(answer)
    answers = PracticeAnswer.objects.visible_to(request.user).with_question()
    unheard = Question.objects.in_use().unheard_by(request.user)
    context = {
        "tab": "practice",
        "form": form,
        "going_on": answers.open().first(),
        "page": Paginator(answers.closed(), A_PAGE).get_page(request.GET.get("page")),
        "left": unheard.count(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "mentorship/practice.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_question(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One question: the clock runs until it is stopped, the notes open once it is judged."""
    answers = PracticeAnswer.objects.visible_to(request.user).with_question()
    answer = get_object_or_404(answers, public_id=public_id)
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "stop":
        practising.stop_practice(answer=answer)
        return redirect(answer)
    if request.method == "POST" and act == "leave":
        practising.leave_practice(answer=answer)
        messages.info(request, "Left. This question is not asked again.")
        return redirect("mentorship:practice")
    return _judge(request, answer)


def _judge(request: SignedInRequest, answer: PracticeAnswer) -> HttpResponse:
    form = JudgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            practising.judge_practice(answer=answer, **form.cleaned_data)
        except RuleBroken as rule:
            messages.warning(request, str(rule))
        return redirect(answer)
    context = {"tab": "practice", "answer": answer, "form": form, "now": timezone.now()}
    status = 422 if form.is_bound else 200
    return render(request, "mentorship/practice_question.html", context, status=status)


def _form(request: SignedInRequest) -> PracticeForm:
    """The choices with the reader's weakest criterion on top, or what the address asks for."""
    names = {one.key: one.name for one in progress.criteria()}
    order = weakest_first(request.user) if names else []
    levels = Question.objects.in_use().words_of("level")
    asked = {name: request.GET.get(name, "") for name in ("criterion", "level")}
    return PracticeForm(
        request.POST if request.method == "POST" else None,
        criteria=[(key, names[key]) for key in order],
        levels=levels,
        initial=asked,
    )
