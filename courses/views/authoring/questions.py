"""Questions to practise on, as their authors write them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.forms.lessons import KINDS, PracticeForm
from courses.models import Lesson, PracticeQuestion
from courses.operations import asking
from courses.operations.authoring import Overtaken
from courses.views.authoring import lesson_for
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
@area("lessons")
def questions(request: SignedInRequest, pk: int) -> HttpResponse:
    """The questions of a lesson in their order."""
    lesson = lesson_for(request, pk)
    names = dict(KINDS)
    asked = [(one, prose.rendered(one.stem), names[one.kind]) for one in lesson.questions.all()]
    context = {"lesson": lesson, "asked": asked, "kinds": KINDS}
    return render(request, "courses/authoring/questions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def new(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Write one more question."""
    lesson = lesson_for(request, pk)
    if kind not in dict(KINDS):
        raise Http404
    form = PracticeForm(kind, request.POST if request.method == "POST" else None)
    return _answer(request, lesson, form, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def edit(request: SignedInRequest, pk: int, question: int) -> HttpResponse:
    """Write over a question."""
    lesson = lesson_for(request, pk)
    was = get_object_or_404(lesson.questions, pk=question)
    form = PracticeForm(was.kind, request.POST if request.method == "POST" else None, was=was)
    return _answer(request, lesson, form, was)


def _answer(
    request: SignedInRequest, lesson: Lesson, form: PracticeForm, was: PracticeQuestion | None
) -> HttpResponse:
    """The form, its lines after one of their buttons, or the way on once it is kept."""
    if what := request.POST.get("edit", ""):
        form.lines.edited(what)
    if request.method != "POST" or what:
        return _editor(request, lesson, form, was)
    if not form.is_valid():
        return _editor(request, lesson, form, was, 422)
    try:
        _keep(lesson, form, was)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return _editor(request, lesson, form, was, 409 if isinstance(rule, Overtaken) else 422)
    messages.success(request, "The question is kept.")
    return redirect("courses:lesson_questions", lesson.pk)


def _keep(lesson: Lesson, form: PracticeForm, was: PracticeQuestion | None) -> None:
    if was is None:
        asking.add_question(lesson=lesson, said=form.question())
    else:
        based_on = form.cleaned_data["based_on"]
        asking.change_question(question=was, said=form.question(), based_on=based_on)


def _editor(
    request: SignedInRequest,
    lesson: Lesson,
    form: PracticeForm,
    was: PracticeQuestion | None,
    status: int = 200,
) -> HttpResponse:
    is_part = bool(request.htmx and request.htmx.target == "lines" and request.POST.get("edit"))
    stem = str(form["stem"].value() or "")[:20_000].replace("\0", "")
    context = {"lesson": lesson, "form": form, "question": was, "kind": dict(KINDS)[form.kind]}
    context["prose"] = prose.rendered(stem)
    template = "certification/_item_lines.html" if is_part else "courses/authoring/question.html"
    return render(request, template, context, status=status)


@never_cache
@require_POST
@area("lessons")
def act(request: SignedInRequest, pk: int, question: int) -> HttpResponse:
    """Move a question up or down, or take it away."""
    lesson = lesson_for(request, pk)
    one = get_object_or_404(lesson.questions, pk=question)
    wanted = request.POST.get("act", "")
    if wanted not in ("up", "down", "drop"):
        raise Http404
    try:
        if wanted == "drop":
            asking.drop_question(question=one)
        else:
            asking.move_question(question=one, by=-1 if wanted == "up" else 1)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    return redirect("courses:lesson_questions", pk)
