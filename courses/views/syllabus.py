"""The syllabus of a course as a file, for anyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses import documents
from courses.models import Course
from institute.accounts.requests import PublicRequest


@login_not_required
@require_safe
def syllabus(request: PublicRequest, slug: str) -> HttpResponse:
    """What the course page says, to print or to pass on."""
    found = get_object_or_404(Course.objects.published().select_related("current"), slug=slug)
    return HttpResponse(
        documents.syllabus_pdf(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.slug}-syllabus.pdf"'},
    )
