"""Pictures, downloads and videos of lessons, for whoever may read them."""

import logging
import re
import uuid

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.lessons.authoring import may_read
from courses.models import LessonFile
from courses.views.learning.desk import Reader, for_readers, page_of
from institute.accounts.requests import SignedInRequest

log = logging.getLogger(__name__)
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")
CHUNK = 4 * 1024 * 1024  # a player asks again for more


@require_safe
def lesson_file(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A picture in the text, or a file to take home; 404 for whoever may not read the lesson."""
    kept = get_object_or_404(LessonFile.objects.select_related("lesson__module"), pk=pk)
    if not may_read(request.user, kept.lesson):
        raise Http404("There is no such file.")
    answer = FileResponse(
        _opened(kept.file),
        as_attachment=not kept.is_picture,
        filename=kept.name,
        content_type=kept.media_type if kept.is_picture else "application/octet-stream",
    )
    return _private(answer)


@require_safe
@for_readers
def video(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponseBase:
    """The video of a lesson, in the pieces a player asks for."""
    page = page_of(reader.open_step(lesson))
    if not page.video:
        raise Http404("There is no video.")
    return _private(_part(_opened(page.video), request.headers.get("Range", "")))


@require_safe
@for_readers
def captions(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponseBase:
    """What is said in the video, as WebVTT."""
    page = page_of(reader.open_step(lesson))
    if not page.captions:
        raise Http404("There are no captions.")
    answer = FileResponse(_opened(page.captions), content_type="text/vtt; charset=utf-8")
    return _private(answer)


def _opened(file: FieldFile) -> File:  # type: ignore[type-arg]
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        log.exception("The file %s of a lesson is lost.", file.name)
        raise Http404("This file is lost.") from error


def _part(file: File, asked: str) -> HttpResponseBase:  # type: ignore[type-arg]
    """The whole file, or one piece of it; 416 beyond its end."""
    size, found = file.size, RANGE.fullmatch(asked.strip())
    kind = "video/webm" if str(file.name).endswith(".webm") else "video/mp4"
    if not found:
        answer: HttpResponseBase = FileResponse(file, content_type=kind)
        answer["Accept-Ranges"] = "bytes"
        return answer
    start = int(found[1])
    end = min(int(found[2] or size - 1), size - 1, start + CHUNK - 1)
    with file:
        if start > end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(start)
        answer = HttpResponse(file.read(end - start + 1), status=206, content_type=kind)
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Accept-Ranges"] = "bytes"
    return answer


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer
