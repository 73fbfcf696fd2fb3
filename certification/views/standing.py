"""What a certification is worth over time, and what a manager may do about it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification import standing as read
from certification.forms.renewal import StandingForm
from certification.models import Certification
from certification.operations import lapsing
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

SHOWN = 100


@never_cache
@require_safe
@area("decisions")
def standings(request: SignedInRequest) -> HttpResponse:
    """Certifications by number or name, the newest first."""
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = list(Certification.objects.matching(wanted)[: SHOWN + 1])
    context = {"q": wanted, "found": found[:SHOWN], "more": len(found) > SHOWN}
    return render(request, "certification/standings.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("decisions")
def standing(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One certification's history, and the acts that fit it."""
    found = get_object_or_404(Certification.objects.with_people(), public_id=public_id)
    if request.method != "POST":
        return _page(request, found, None)
    form = StandingForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    try:
        lapsing.act(certification=found, act=given["act"], by=request.user, reason=given["reason"])
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _page(request, found, form)
    messages.success(request, "Done. The holder has a letter.")
    return redirect("certification:standing", public_id)


def _page(
    request: SignedInRequest, found: Certification, form: StandingForm | None
) -> HttpResponse:
    own = found.holder_id == request.user.pk
    offered = form or StandingForm(found)
    context = {
        "certification": found,
        "own": own,
        "events": found.events.select_related("by").order_by("-pk"),
        "outlook": read.outlook(found),
        "form": form,
        "act_form": offered if offered.fields["act"].choices and not own else None,  # type: ignore[attr-defined]
        "until": lapsing.reinstatable_until(found),
    }
    status = 422 if form and form.errors else 200
    return render(request, "certification/standing.html", context, status=status)
