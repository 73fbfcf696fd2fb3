"""Sending a syllabus from the page of an enquiry."""

from uuid import UUID

from django.contrib import messages as banner
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from enquiries.forms.sending import SyllabusForm
from enquiries.models import Enquiry
from enquiries.operations import sending
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@require_http_methods(["GET", "HEAD", "POST"])
@area("enquiries")
def send_syllabus(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Choose the course, read where it goes, send it."""
    enquiry = get_object_or_404(Enquiry.objects.with_people(), public_id=public_id)
    start = {"course": enquiry.course.slug if enquiry.course else None}
    form = SyllabusForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid() and _sent(request, enquiry, form):
        return redirect(enquiry)
    context = {"enquiry": enquiry, "form": form, "to": sending.address_of(enquiry)}
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/send_syllabus.html", context, status=status)


def _sent(request: SignedInRequest, enquiry: Enquiry, form: SyllabusForm) -> bool:
    course = form.cleaned_data["course"]
    try:
        message = sending.send_syllabus(enquiry=enquiry, course=course, by=request.user)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    if message:
        banner.success(request, f"The syllabus of {course} is on its way.")
    else:
        banner.info(request, f"The syllabus of {course} went out today already.")
    return True
