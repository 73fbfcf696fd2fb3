"""One mentor: who they are, and their free times on the reader's clock."""

import datetime as dt
import uuid
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from institute.accounts.models import User
from institute.accounts.requests import PublicRequest
from institute.accounts.zones import grouped_zones
from mentorship.forms.booking import instant_asked
from mentorship.models import Booking, Mentor
from mentorship.views.slip import slip_context
from mentorship.views.slots import is_offered, keep_zone, offer_asked, week_context
from mentorship.week import Week

VISITORS, SIGNED_IN = "shells/public.html", "shells/app.html"


@login_not_required
@require_GET
def mentor(request: PublicRequest, slug: str) -> HttpResponse:
    """One mentor: what to ask, in which language, and when."""
    mentors = Mentor.objects.public().with_person().prefetch_related("offers")
    found = get_object_or_404(mentors, slug=slug)
    response = render(request, "mentorship/mentor.html", page_context(request, found))
    keep_zone(request, response)
    return response


def page_context(
    request: HttpRequest, mentor: Mentor, *, start: dt.datetime | None = None
) -> dict[str, object]:
    """The whole page; `start` is a time that was sent and is chosen again."""
    offer = offer_asked(request, mentor)
    context: dict[str, object] = {
        "section": "mentorship",
        "shell": SIGNED_IN if isinstance(request.user, User) else VISITORS,
        "mentor": mentor,
        "offers": [one for one in mentor.offers.all() if one.has_a_time],
        "offer": offer,
        "now": timezone.now(),
        "zone_options": zone_options(),
        "structured": person_for_search(mentor),
        "key": str(uuid.uuid4()),
    }
    if offer is None:
        return context
    context |= week_context(request, mentor, offer)
    held, week = context["kept"], context["week"]
    assert isinstance(week, Week)
    assert held is None or isinstance(held, Booking)
    wanted = start or instant_asked(request.GET) or (held.starts_at if held else None)
    chosen = wanted if wanted and is_offered(week, wanted) else None
    context |= slip_context(request, mentor, offer, start=chosen)
    if held and held.starts_at == chosen:
        context |= {"held": held, "key": held.idempotency_key}
    return context | {"chosen": chosen, "is_gone": bool(wanted and not chosen)}


@cache
def zone_options() -> str:
    """Every zone as an option: four hundred lines that are the same on each page."""
    return render_to_string("mentorship/_zone_options.html", {"zones": grouped_zones()})


def person_for_search(mentor: Mentor) -> dict[str, object]:
    """The mentor for search engines (schema.org)."""
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
