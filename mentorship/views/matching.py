"""Finding a mentor: who suits, why, and when both are awake."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute.accounts.models import User
from institute.accounts.requests import PublicRequest
from mentorship import matching
from mentorship.forms.matching import MatchForm
from mentorship.models import Mentor, Offer


@login_not_required
@never_cache
@require_safe
def match(request: PublicRequest) -> HttpResponse:
    """Mentors ranked by what was asked for, each with a reason and the next free times."""
    mentors = matching.all_mentors()
    student = request.user if isinstance(request.user, User) else None
    others = [one for one in mentors if student is None or one.user_id != student.pk]
    form = MatchForm(
        request.GET,
        offers=_offers(others),
        competencies=matching.competencies_of(others),
        languages=matching.languages_of(others),
    )
    form.is_valid()  # what cannot be read is said, and left out of account
    asked = form.asked(request.zone, student)
    context = {
        "section": "mentorship",
        "shell": "shells/app.html" if student else "shells/public.html",
        "form": form,
        "asked": asked,
        "matches": matching.matches(others, asked) if asked else [],
    }
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "mentorship/_matches.html" if fragment else "mentorship/match.html"
    return render(request, template, context)


def _offers(mentors: list[Mentor]) -> list[Offer]:
    """What somebody among them gives by the hour."""
    given = {one.pk: one for each in mentors for one in each.offers.all() if one.has_a_time}
    return sorted(given.values(), key=lambda one: one.position)
