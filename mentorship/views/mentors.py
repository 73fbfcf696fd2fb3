"""Pages about mentors, for everyone."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.models import Competency
from institute.accounts.requests import PublicRequest
from institute.visitor_pages import same_for_every_visitor
from mentorship.models import Mentor, Offer
from mentorship.views.mentor import person_for_search


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


def _people(mentors: Iterable[Mentor]) -> dict[str, object]:
    """The list for search engines (schema.org)."""
    items = [
        {"@type": "ListItem", "position": n, "item": person_for_search(one)}
        for n, one in enumerate(mentors, 1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
