"""The question bank and the sheet of a mock interview, for interviewers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship import preparation, progress
from mentorship.models import Booking, Question, QuestionUse
from mentorship.operations import questions as acts
from mentorship.permissions.scores import can_judge

A_PAGE = 20
FILTERS = ("criterion", "competency", "kind")


@never_cache
@require_safe
@area("mentoring")
def questions(request: SignedInRequest) -> HttpResponse:
    """The bank with its notes: searched, narrowed, and for one session what can be added."""
    booking = _booking_of(request)
    wanted = {name: request.GET.get(name, "") for name in (*FILTERS, "level", "q")}
    bank = Question.objects.in_use()
    found = bank.about(**{name: wanted[name] for name in FILTERS}).at_level(wanted["level"])
    page = Paginator(found.saying(wanted["q"]), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page.object_list), booking),
        "wanted": wanted,
        "filters": [(name, bank.words_of(name)) for name in (*FILTERS, "level")],
        "booking": booking,
        "total": bank.count(),
    }
    return render(request, "mentorship/questions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("mentoring")
def question_sheet(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The questions of one mock interview: draw, swap, add, take off; print."""
    booking = judged_by(request, public_id)
    if request.method == "POST":
        try:
            _act(request, booking)
        except RuleBroken as rule:
            messages.warning(request, str(rule))
        return redirect("mentorship:question_sheet", public_id)
    names = {one.key: one.name for one in progress.criteria()}
    weakest = acts.weakest_first(booking.student) if names else []
    context = {
        "booking": booking,
        "sheet": QuestionUse.objects.on_sheet(booking),
        "names": names,
        "weakest": names[weakest[0]] if weakest else "",
        "their": preparation.for_mentors(booking.student),
        "is_scored": booking.scorecards.exists(),
    }
    return render(request, "mentorship/question_sheet.html", context)


def judged_by(request: SignedInRequest, public_id: uuid.UUID) -> Booking:
    """A mock interview of which the reader is the mentor; any other does not exist."""
    mocks = Booking.objects.visible_to(request.user).mocks().with_people()
    booking = get_object_or_404(mocks, public_id=public_id)
    if not can_judge(request.user, booking):
        raise Http404
    return booking


def _act(request: SignedInRequest, booking: Booking) -> None:
    act, _, key = request.POST.get("act", "").partition(":")
    if act == "draw":
        drawn = acts.draw(booking=booking)
        words = f"{len(drawn)} drawn." if drawn else "The sheet is full, or the bank is used up."
        messages.success(request, words)
    elif act == "add":
        acts.add(booking=booking, question=get_object_or_404(Question.objects.in_use(), key=key))
        messages.success(request, "Added.")
    elif act in ("swap", "take_off"):
        _change(act, booking, key)


def _change(act: str, booking: Booking, key: str) -> None:
    on_sheet = QuestionUse.objects.on_sheet(booking)
    use = get_object_or_404(on_sheet, pk=int(key) if key.isdecimal() else 0)
    if act == "swap":
        acts.swap(use=use)
    else:
        acts.take_off(use=use)


def _booking_of(request: SignedInRequest) -> Booking | None:
    """The session the bank was opened for; None when it was opened for none."""
    try:
        public_id = uuid.UUID(request.GET.get("for", ""))
    except ValueError:
        return None
    return judged_by(request, public_id)


@dataclass(frozen=True)
class Row:
    """A question, and who heard it as far as the reader knows them."""

    question: Question
    names: list[str]
    others: int
    is_heard: bool


def _rows(
    request: SignedInRequest, questions: Iterable[Question], booking: Booking | None
) -> list[Row]:
    """Two queries, however many questions."""
    uses = list(QuestionUse.objects.of_questions(questions))
    known = set(Booking.objects.visible_to(request.user).values_list("student", flat=True))
    return [_row(question, uses, known, booking) for question in questions]


def _row(
    question: Question, uses: list[QuestionUse], known: set[int], booking: Booking | None
) -> Row:
    heard = [use for use in uses if use.question_id == question.pk]
    names = [use.student.name for use in heard if use.student_id in known]
    students = {use.student_id for use in heard}
    is_heard = booking is not None and booking.student_id in students
    return Row(question, names, len(heard) - len(names), is_heard)
