"""How far markers agree with each other, and with the experts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.marking_queue import agreeing
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter


@never_cache
@require_safe
@area("marking")
def agreement(request: SignedInRequest) -> HttpResponse:
    """Kappa, ICC and exact agreement by criterion, with how many stand behind each."""
    context = {
        "may_moderate": may_enter("moderation", request.user.roles),
        "found": agreeing.agreements(),
        "fewest": agreeing.FEWEST,
        "enough": agreeing.ENOUGH,
    }
    return render(request, "certification/agreement.html", context)


@never_cache
@require_safe
@area("marking")
def agreement_drift(request: SignedInRequest) -> HttpResponse:
    """Anchor scripts: everybody's for managers, one's own for markers."""
    everybody = may_enter("moderation", request.user.roles)
    context = {
        "drifts": agreeing.drifts(request.user, everybody=everybody),
        "everybody": everybody,
        "may_moderate": everybody,
    }
    return render(request, "certification/agreement_drift.html", context)
