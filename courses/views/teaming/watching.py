"""What a page at a table asks by itself, so that it learns of a vote or the end of the week."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.forms.teaming import SeenForm
from courses.teams.news import news_of, was_passed_over
from institute.accounts.requests import SignedInRequest

NOTHING_NEW = 204
ASK_NO_MORE = 286  # htmx ends its polling at this status


@never_cache
@require_safe
def now(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The table since the last answer: 204 when it is the same, 286 when nothing more will come."""
    form = SeenForm(request.GET)
    seen = form.cleaned_data if form.is_valid() else {}
    news = news_of(request.user, pk, week=seen.get("week") or 0, draft=seen.get("draft") or 0)
    if news is None and not was_passed_over(request.user, pk):
        raise Http404
    if news and news.mark == seen.get("mark"):
        return HttpResponse(status=NOTHING_NEW)
    is_last = news is None or news.must_look
    context = {"news": news, "team": news and news.team, "run": news and news.run, "oob": True}
    status = ASK_NO_MORE if is_last else 200
    return render(request, "simulations/_team_now.html", context, status=status)
