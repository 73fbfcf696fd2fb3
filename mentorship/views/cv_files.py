"""A version as a file, and what changed between two: for the owner and for who reviews it."""

import logging
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute.accounts.requests import SignedInRequest
from mentorship.models import CvDocument, CvVersion
from mentorship.permissions import can_read_cv
from mentorship.worklists.cv_sheets import changes, versions_of

log = logging.getLogger(__name__)


def _readable(request: SignedInRequest, public_id: uuid.UUID) -> CvDocument:
    """A CV that is kept and that this person may read; others do not exist."""
    document = get_object_or_404(CvDocument.objects.kept(), public_id=public_id)
    if not can_read_cv(request.user, document):
        raise Http404
    return document


@never_cache
@require_safe
def cv_file(request: SignedInRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """The file as it was sent: always to keep, never to show in the browser."""
    document = _readable(request, public_id)
    version = get_object_or_404(document.versions.with_file().defer("lines"), number=number)
    try:
        with version.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        log.exception("The file of version %s of CV %s is lost.", number, document.pk)
        raise Http404 from error
    headers = {
        "Content-Disposition": content_disposition_header(True, version.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=version.content_type, headers=headers)


@never_cache
@require_safe
def cv_changes(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Two versions side by side; without a choice the newest and the one before."""
    document = _readable(request, public_id)
    versions = versions_of(document)
    if len(versions) < 2:
        raise Http404
    old = _chosen(versions, request.GET.get("from", ""), versions[-2])
    new = _chosen(versions, request.GET.get("to", ""), versions[-1])
    rows = changes(old, new)
    is_owner = document.owner_id == request.user.pk
    review = document.reviews.with_people().first()
    context = {
        "cv": document,
        "versions": versions,
        "old": old,
        "new": new,
        "rows": rows,
        "changed": sum(row.fate != "same" for row in rows),
        "shell": "shells/app.html" if is_owner else "shells/staff.html",
        "back": document if is_owner or review is None else review,
    }
    return render(request, "mentorship/cv_changes.html", context)


def _chosen(versions: list[CvVersion], number: str, other: CvVersion) -> CvVersion:
    return next((one for one in versions if str(one.number) == number), other)
