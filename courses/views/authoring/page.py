"""The text of a lesson: written, looked at, brought from a file, shown to learners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.forms.lessons import LONGEST, LessonForm, TextFileForm
from courses.lessons import authoring
from courses.models import Lesson, LessonPage
from courses.operations import authoring as operations
from courses.operations.authoring import Overtaken, Wording
from courses.views.authoring import lesson_for
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the page. Two authors never write over each other: the later one sees both texts."""
    lesson = lesson_for(request, pk)
    page = authoring.page_of(lesson)
    is_sent = request.method == "POST"
    form = LessonForm(request.POST if is_sent else None, page=page)
    if not is_sent or request.POST.get("show"):
        return _editor(request, lesson, page, form)
    if not form.is_valid():
        return _editor(request, lesson, page, form, 422)
    try:
        saved = operations.save_page(
            lesson=lesson,
            wording=form.wording(),
            by=request.user,
            based_on=form.cleaned_data["based_on"],
        )
    except Overtaken:
        return _both(request, lesson)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return _editor(request, lesson, page, form, 422)
    messages.success(request, f"Saved as wording {saved.revision}.")
    return redirect("courses:lesson_edit", pk)


def _both(request: SignedInRequest, lesson: Lesson) -> HttpResponse:
    """The author's text, kept, beside what was saved meanwhile; saving again is their decision."""
    now, sent = authoring.page_of(lesson), request.POST.copy()
    sent["based_on"] = str(now.revision)
    form = LessonForm(sent, page=now)
    mine = form.wording().body if form.is_valid() else now.body
    return _editor(
        request,
        lesson,
        now,
        form,
        409,
        overtaken=authoring.wordings(now).first(),
        changes=authoring.changes(now.body, mine),
    )


def _editor(
    request: SignedInRequest,
    lesson: Lesson,
    page: LessonPage,
    form: LessonForm,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    text = str(form["body"].value() or "")[:LONGEST].replace("\0", "")
    context = {"lesson": lesson, "page": page, "form": form, "prose": prose.rendered(text), **more}
    return render(request, "courses/authoring/edit.html", context, status=status)


@never_cache
@require_POST
@area("lessons")
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text, or the question, as it will look while it is being written."""
    lesson_for(request, pk)
    text = (request.POST.get("body") or request.POST.get("stem", ""))[:LONGEST].replace("\0", "")
    return render(request, "courses/authoring/_prose.html", {"prose": prose.rendered(text)})


@never_cache
@require_POST
@area("lessons")
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the page to learners, or take it back."""
    lesson = lesson_for(request, pk)
    is_public = request.POST.get("act") == "publish"
    try:
        operations.publish(lesson=lesson, is_public=is_public)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        done = "Learners can read it now." if is_public else "Learners no longer see it."
        messages.success(request, done)
    return redirect("courses:lesson_edit", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def bring(request: SignedInRequest, pk: int) -> HttpResponse:
    """A text written elsewhere becomes the newest wording."""
    lesson = lesson_for(request, pk)
    page, status = authoring.page_of(lesson), 200
    form = TextFileForm(initial={"based_on": page.revision})
    if request.method == "POST":
        form = TextFileForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        wording = Wording(said["file"], page.finish, page.checklist, page.transcript)
        try:
            operations.save_page(
                lesson=lesson, wording=wording, by=request.user, based_on=said["based_on"]
            )
        except RuleBroken as rule:
            form.add_error("file", str(rule))
            status = 409 if isinstance(rule, Overtaken) else 422
        else:
            messages.success(request, "The text is in. Read it once before learners do.")
            return redirect("courses:lesson_edit", pk)
    elif form.errors:
        status = 422
    context = {"lesson": lesson, "page": page, "form": form}
    return render(request, "courses/authoring/import.html", context, status=status)
