"""My courses, the way through one of them, its words, its notes, and all of it on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.lessons import search
from courses.lessons.outline import Part, outlines
from courses.lessons.printing import sheets
from courses.models import Enrolment
from courses.views.learning.desk import Reader, for_readers
from institute.accounts.requests import SignedInRequest


@never_cache
@require_safe
def learn(request: SignedInRequest) -> HttpResponse:
    """The courses somebody takes or took, each with where to go on."""
    places = list(Enrolment.objects.visible_to(request.user).learning().with_course())
    found = list(zip(places, outlines(places), strict=True))
    return render(request, "courses/lessons/learn.html", {"courses": found})


@require_safe
@for_readers
def course(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The outline of a course with what is done and what is next."""
    context = {"reader": reader, "enrolment": reader.enrolment, "outline": reader.outline()}
    return render(request, "courses/lessons/course.html", context)


@require_safe
@for_readers
def find(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Lessons of this course that hold the words."""
    words = search.wanted(request.GET.get("q", ""))
    hits = search.found(reader.outline(), words)
    context = {"reader": reader, "enrolment": reader.enrolment, "words": words, "hits": hits}
    template = "courses/lessons/_found.html" if request.htmx else "courses/lessons/search.html"
    return render(request, template, context)


@require_safe
@for_readers
def notes(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Everything the learner wrote down, in the order of the course; nobody else reads it."""
    whole = reader.outline()
    written = {one.lesson_id: one for one in reader.enrolment.notes.written()}
    mine = written if reader.is_learner else {}
    found = [(step, mine[step.lesson.pk]) for step in whole.steps if step.lesson.pk in mine]
    context = {"reader": reader, "enrolment": reader.enrolment, "notes": found}
    return render(request, "courses/lessons/notes.html", context)


@require_safe
@for_readers
def on_paper(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """What is open of a module, or of the whole course, as one page to print or to keep."""
    whole = reader.outline()
    chosen = _module(request.GET.get("module", ""), whole.parts)
    parts = [chosen] if chosen else whole.parts
    context = {
        "reader": reader,
        "enrolment": reader.enrolment,
        "outline": whole,
        "chosen": chosen,
        "sheets": sheets(parts),
    }
    return render(request, "courses/lessons/print.html", context)


def _module(asked: str, parts: list[Part]) -> Part | None:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    return parts[number - 1] if 0 < number <= len(parts) else None
