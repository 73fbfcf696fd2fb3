"""Pictures, files to take home and the video of a lesson."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.forms.lessons import FileForm, MediaForm
from courses.lessons import authoring, uploads
from courses.lessons.captions import LARGEST
from courses.operations import lesson_files
from courses.operations.authoring import Overtaken
from courses.views.authoring import lesson_for
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is kept with a lesson, and how its text calls each picture."""
    lesson = lesson_for(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*sent)
    if form.is_valid():
        said = form.cleaned_data
        name, content = said["file"].name, form.content()
        is_picture = name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp"))
        try:
            lesson_files.add_file(
                lesson=lesson, content=content, name=name, alt=said["alt"], is_picture=is_picture
            )
        except RuleBroken as rule:
            form.add_error("file", str(rule))
        else:
            messages.success(request, "The file is kept.")
            return redirect("courses:lesson_files", pk)
    context = {"lesson": lesson, "form": form, "kept": lesson.files.all()}
    status = 422 if form.errors else 200
    return render(request, "courses/authoring/files.html", context, status=status)


@never_cache
@require_POST
@area("lessons")
def remove(request: SignedInRequest, pk: int, file: uuid.UUID) -> HttpResponse:
    """Take a file away."""
    lesson = lesson_for(request, pk)
    try:
        lesson_files.remove_file(file=get_object_or_404(lesson.files, pk=file))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "The file is gone.")
    return redirect("courses:lesson_files", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def media(request: SignedInRequest, pk: int) -> HttpResponse:
    """The video of a lesson: a file with captions, or one elsewhere."""
    lesson = lesson_for(request, pk)
    page, status = authoring.page_of(lesson), 200
    form = MediaForm(initial={"based_on": page.revision})
    if request.method == "POST":
        form = MediaForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            lesson_files.set_media(
                lesson=lesson,
                media=_sent(form),
                by=request.user,
                based_on=form.cleaned_data["based_on"],
            )
        except RuleBroken as rule:
            form.add_error(None, str(rule))
            status = 409 if isinstance(rule, Overtaken) else 422
        else:
            messages.success(request, "The video is kept.")
            return redirect("courses:lesson_media", pk)
    elif form.errors:
        status = 422
    context = {"lesson": lesson, "page": page, "form": form, "kinds": uploads.VIDEOS}
    return render(request, "courses/authoring/media.html", context, status=status)


def _sent(form: MediaForm) -> lesson_files.Media:
    said = form.cleaned_data
    captions = said["captions"].read(LARGEST + 1) if said["captions"] else None
    return lesson_files.Media(said["video"], captions, said["embed"], said["removes"])
