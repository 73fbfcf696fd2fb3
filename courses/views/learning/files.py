"""Pictures, downloads and videos of lessons, for whoever may read them, whole or in pieces."""

import hashlib
import logging
import uuid

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe
from whitenoise.responders import SlicedFile

from courses.lessons.authoring import may_read
from courses.lessons.pieces import Piece, piece_of
from courses.models import LessonFile
from courses.views.learning.desk import Reader, for_readers, page_of
from institute.accounts.requests import SignedInRequest

log = logging.getLogger(__name__)
ANY_FILE = "application/octet-stream"


@require_safe
def lesson_file(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A picture in the text, or a file to take home; 404 for whoever may not read the lesson."""
    kept = get_object_or_404(LessonFile.objects.select_related("lesson__module"), pk=pk)
    if not may_read(request.user, kept.lesson):
        raise Http404("There is no such file.")
    answer = _answered(request, kept.file, kept.media_type if kept.is_picture else ANY_FILE)
    named = content_disposition_header(not kept.is_picture, kept.name)
    answer["Content-Disposition"] = str(named)
    return answer


@require_safe
@for_readers
def video(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponseBase:
    """The video of a lesson, in the pieces a player asks for."""
    page = page_of(reader.open_step(lesson))
    if not page.video:
        raise Http404("There is no video.")
    kind = "video/webm" if str(page.video.name).endswith(".webm") else "video/mp4"
    return _answered(request, page.video, kind)


@require_safe
@for_readers
def captions(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponseBase:
    """What is said in the video, as WebVTT."""
    page = page_of(reader.open_step(lesson))
    if not page.captions:
        raise Http404("There are no captions.")
    return _answered(request, page.captions, "text/vtt; charset=utf-8")


def _answered(request: SignedInRequest, file: FieldFile, kind: str) -> HttpResponseBase:
    """The file, the piece of it that was asked for, or why there is none."""
    try:
        size, version = file.size, _version(file)
        answer = _content(request, file, size, version)
    except FileNotFoundError as error:
        log.exception("The file %s of a lesson is lost.", file.name)
        raise Http404("This file is lost.") from error
    if answer.status_code in (200, 206):
        answer["Content-Type"] = kind
    answer["ETag"] = version
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _version(file: FieldFile) -> str:
    """A strong ETag: a file is never written again under its name."""
    changed = file.storage.get_modified_time(str(file.name)).timestamp()
    told = f"{file.name} {file.size} {changed}"
    return quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])


def _content(
    request: SignedInRequest, file: FieldFile, size: int, version: str
) -> HttpResponseBase:
    known = get_conditional_response(request, etag=version)
    if known is not None:
        return known
    if request.method == "HEAD":  # a range is asked of GET only
        return HttpResponse(headers={"Content-Length": str(size)})
    is_same = request.headers.get("If-Range", version) == version
    piece = piece_of(request.headers.get("Range", ""), size) if is_same else None
    if piece is None:
        return FileResponse(file.open("rb"))
    if not piece.length:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _part(file, piece, size)


def _part(file: FieldFile, piece: Piece, size: int) -> FileResponse:
    """Read from the disk block by block while it is sent."""
    content = SlicedFile(file.open("rb"), piece.start, piece.end)
    answer = FileResponse(content, status=206)
    answer["Content-Length"] = str(piece.length)
    answer["Content-Range"] = f"bytes {piece.start}-{piece.end}/{size}"
    return answer
