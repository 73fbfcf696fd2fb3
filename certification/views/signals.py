"""What somebody should look at after a sitting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certification.forms.sitting import OutcomeForm
from certification.models import Signal
from certification.operations import integrity
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LATEST = 50


@never_cache
@require_GET
@area("exam console")
def signals(request: SignedInRequest) -> HttpResponse:
    """What waits for a person, and what was found before."""
    return _page(request)


@never_cache
@require_POST
@area("exam console")
def signal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what was found."""
    one = get_object_or_404(Signal.objects.with_attempts(), pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, one, status=422)
    try:
        integrity.settle(signal=one, outcome=form.cleaned_data["outcome"], by=request.user)
    except RuleBroken as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, f"Noted on {one.attempt.code}.")
    return redirect("certification:signals")


def _page(
    request: SignedInRequest,
    form: OutcomeForm | None = None,
    about: Signal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    known = Signal.objects.with_attempts()
    rows = [
        (one, form if one == about and form else OutcomeForm(auto_id=f"signal_{one.pk}_%s"))
        for one in known.waiting()
    ]
    context = {"rows": rows, "looked_at": known.looked_at()[:LATEST], "form": form}
    return render(request, "certification/signals.html", context, status=status)
