"""The list staff work from."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from enquiries.models import Enquiry
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest

A_PAGE = 50


@area("enquiries")
@require_GET
def enquiry_list(request: SignedInRequest) -> HttpResponse:
    """Every question, newest first."""
    enquiries = Enquiry.objects.newest_first().with_course()
    page = Paginator(enquiries, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "enquiries/list.html", {"page": page})
