"""Practice questions: an answer, and at once what it is worth and why."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from courses.lessons import practice
from courses.models import PracticeQuestion
from courses.operations import learning
from courses.views.learning.desk import Reader, for_readers
from courses.views.learning.lesson import back, shown
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.items import responses
from institute.items.fields import body_of


@require_POST
@for_readers
def answer(request: SignedInRequest, reader: Reader, lesson: int, number: int) -> HttpResponse:
    """Judge an answer. Whoever looks on is told too, and nothing of it is kept."""
    step = reader.step(lesson, reader.outline())
    found = list(step.lesson.questions.all())
    if not 0 < number <= len(found):
        raise Http404("There is no such question.")
    question = found[number - 1]
    typed = body_of(practice.shape(question), request.POST)
    try:
        given = _given(reader, question, typed)
    except (responses.Refused, RuleBroken) as why:
        asked = practice.asked(question, number, typed=typed, trouble=str(why))
        return _page(request, reader, lesson, asked, status=422)
    if request.htmx or not reader.is_learner:
        return _page(request, reader, lesson, practice.asked(question, number, given))
    return back(reader, lesson, f"question-{number}")


def _given(reader: Reader, question: PracticeQuestion, typed: responses.Body) -> practice.Given:
    body = responses.cleaned(practice.shape(question), typed)
    if not reader.is_learner:
        return practice.Given(body, practice.worth(question, body), 2)
    kept = learning.answer(enrolment=reader.enrolment, question=question, body=body)
    return practice.Given(kept.body, kept.earned, kept.tries)


def _page(
    request: SignedInRequest,
    reader: Reader,
    lesson: int,
    asked: practice.Asked,
    *,
    status: int = 200,
) -> HttpResponse:
    if not request.htmx:
        return shown(request, reader, lesson, {"answered": asked}, status=status)
    step = reader.step(lesson, reader.outline())
    context = {
        "reader": reader,
        "enrolment": reader.enrolment,
        "lesson": step.lesson,
        "one": asked,
    }
    return render(request, "courses/lessons/_question.html", context, status=status)
