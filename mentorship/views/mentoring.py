"""The page mentors work from."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from mentorship import operations
from mentorship.models import MentorshipRequest

A_PAGE = 50


@never_cache
@require_http_methods(["GET", "POST"])
@area("mentoring")
def mentoring(request: SignedInRequest) -> HttpResponse:
    """What students asked for and nobody has answered; whoever waits longest comes first."""
    if request.method == "POST":
        key = request.POST.get("request", "")
        asked = get_object_or_404(MentorshipRequest, pk=int(key) if key.isdecimal() else 0)
        operations.close_request(request=asked, by=request.user)
        messages.success(request, f"{asked.student.name} has an answer.")
        return redirect("mentorship:mentoring")
    waiting = MentorshipRequest.objects.waiting().with_people()
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentorship/mentoring.html", {"page": page})
