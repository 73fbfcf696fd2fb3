"""Pages about mentors, for everyone, and the page mentors work from."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.models import Competency
from institute.accounts.access import area
from institute.accounts.requests import PublicRequest, SignedInRequest
from institute.visitor_pages import same_for_every_visitor
from mentorship import operations
from mentorship.models import Mentor, MentorshipRequest, Offer

A_PAGE = 50


@login_not_required
@require_GET
@same_for_every_visitor
def mentors(request: PublicRequest) -> HttpResponse:
    """Every mentor, or those able in one competency, and the four ways to work with one."""
    competencies = list(Competency.objects.filter(mentors__user__is_active=True).distinct())
    wanted = request.GET.get("competency", "")
    chosen = next((one for one in competencies if one.slug == wanted), None)
    found = Mentor.objects.public().with_person().able_in(chosen.slug if chosen else "")
    context = {
        "mentors": found,
        "competencies": competencies,
        "chosen": chosen,
        "now": timezone.now(),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "mentorship/_mentors.html", context)
    whole = {
        "section": "mentorship",
        "offers": Offer.objects.all(),
        "structured": _people(found),
    }
    return render(request, "mentorship/mentors.html", context | whole)


@login_not_required
@require_GET
@same_for_every_visitor
def mentor(request: PublicRequest, slug: str) -> HttpResponse:
    """One mentor: what to ask, in which language, and how."""
    found = get_object_or_404(Mentor.objects.public().with_person(), slug=slug)
    context = {
        "section": "mentorship",
        "mentor": found,
        "now": timezone.now(),
        "structured": _person(found),
    }
    return render(request, "mentorship/mentor.html", context)


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


def _people(mentors: Iterable[Mentor]) -> dict[str, object]:
    """The list for search engines (schema.org)."""
    items = [
        {"@type": "ListItem", "position": n, "item": _person(one)}
        for n, one in enumerate(mentors, 1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}


def _person(mentor: Mentor) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": mentor.user.name,
        "url": settings.SITE_URL + mentor.get_absolute_url(),
        "description": mentor.headline,
        "jobTitle": "Mentor",
        "worksFor": {"@type": "Organization", "name": settings.INSTITUTE_NAME},
        "knowsLanguage": mentor.languages,
        "knowsAbout": [competency.name for competency in mentor.competencies.all()],
    }
