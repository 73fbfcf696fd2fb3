"""Sessions whose two sides tell it differently: a manager decides, and says why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.attendance import Ending
from mentorship.forms.fields import key_asked
from mentorship.forms.sessions import DecisionForm
from mentorship.models import Booking
from mentorship.operations import attending
from mentorship.worklists.disputes import Case, cases, decided


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("disputes")
def disputes(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, with what both said; and the last decisions."""
    if request.method == "POST":
        return _decide(request)
    return _page(request)


def _decide(request: SignedInRequest) -> HttpResponse:
    sessions = Booking.objects.meetings().with_people()
    booking = get_object_or_404(sessions, pk=key_asked(request.POST, "booking"))
    form = _form(booking, request)
    if not form.is_valid():
        return _page(request, booking, form, status=422)
    outcome, why = Ending(form.cleaned_data["outcome"]), form.cleaned_data["why"]
    try:
        attending.decide(booking=booking, outcome=outcome, by=request.user, why=why)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return _page(request, status=409)
    messages.success(request, "Decided. Both get the reason by email.")
    return redirect("mentorship:disputes")


def _page(
    request: SignedInRequest,
    booking: Booking | None = None,
    form: DecisionForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    sent = {booking.pk: form} if booking and form else {}
    waiting: list[tuple[Case, DecisionForm]] = [
        (case, sent.get(case.booking.pk) or _form(case.booking)) for case in cases()
    ]
    context = {"waiting": waiting, "decided": decided(), "form": form}
    return render(request, "mentorship/disputes.html", context, status=status)


def _form(booking: Booking, request: SignedInRequest | None = None) -> DecisionForm:
    return DecisionForm(request.POST if request else None, auto_id=f"case{booking.pk}_%s")
