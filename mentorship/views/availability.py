"""The page on which mentors say when they are free."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.forms.availability import HoursForm
from mentorship.models import Mentor
from mentorship.operations.availability import ChangedMeanwhile, seasons_of_mentor
from mentorship.views.availability_acts import ACTS, Forms, forms_of, reopen, season_on, take_back
from mentorship.views.availability_page import page_of


@never_cache
@require_http_methods(["GET", "POST"])
@area("mentoring")
def availability(request: SignedInRequest) -> HttpResponse:
    """One's own hours, or a mentor's that a manager opens with `?mentor=`."""
    mentor = _mentor_of(request)
    if mentor is None:
        found = Mentor.objects.editable_by(request.user).with_person()
        return render(request, "mentorship/availability_whose.html", {"mentors": found})
    if request.method == "POST" and request.POST.get("act") == "take_back":
        kind, _, key = request.POST.get("what", "").partition(":")
        messages.success(request, take_back(mentor, kind, key))
        return _back(request)
    forms = _forms(request, mentor)
    status = _done(request, mentor, forms) if request.method == "POST" else 200
    if status == 302:
        return _back(request, _sent(request, forms))
    seasons = seasons_of_mentor(mentor)
    context = {
        "mentor": mentor,
        "is_own": mentor.user_id == request.user.pk,
        "forms": forms,
        "form": _sent(request, forms),
        "seasons": seasons,
        "season": season_on(seasons, request.GET.get("from", ""), mentor),
    }
    return render(request, "mentorship/availability.html", context | page_of(mentor), status=status)


def _mentor_of(request: SignedInRequest) -> Mentor | None:
    """The reader's own, or the one named in the address; 404 for a mentor they may not edit."""
    slug = request.GET.get("mentor", "").replace("\0", "")
    mine = Mentor.objects.editable_by(request.user).select_related("user")
    if slug:
        return get_object_or_404(mine, slug=slug)
    return mine.of(request.user).first()


def _done(request: SignedInRequest, mentor: Mentor, forms: Forms) -> int:
    """Do what the form asks for. The status of the answer: 302 done, 409 stale, 422 wrong."""
    act, form = ACTS.get(request.POST.get("act", "")), _sent(request, forms)
    if act is None or not form.is_valid():
        return 422
    try:
        act.do(mentor, form)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        if not isinstance(rule, ChangedMeanwhile):
            return 422
        now = _forms(request, mentor, is_sent=False)
        reopen(mentor, form, now[request.POST["act"]])
        return 409
    messages.success(request, act.said)
    return 302


def _forms(request: SignedInRequest, mentor: Mentor, *, is_sent: bool = True) -> Forms:
    data = request.POST if is_sent and request.method == "POST" else None
    return forms_of(mentor, seasons_of_mentor(mentor), request.GET.get("from", ""), data)


def _sent(request: SignedInRequest, forms: Forms) -> Any:
    return forms.get(request.POST.get("act", ""))


def _back(request: SignedInRequest, form: Any = None) -> HttpResponse:
    """The same mentor again, and the same hours when it was hours that were saved."""
    named = {"mentor": request.GET.get("mentor", "")}
    if isinstance(form, HoursForm):
        named["from"] = str(form.plan.season.begins or "")
    query = urlencode({name: value for name, value in named.items() if value})
    return redirect(reverse("mentorship:availability") + (f"?{query}" if query else ""))
