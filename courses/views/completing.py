"""Who completed the course, written down after the last class."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import rosters
from courses.models import Cohort
from courses.operations.changing import complete_places
from courses.permissions import can_complete
from courses.views.roster import cohort_for
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "POST"])
@area("cohort rosters")
def complete(request: SignedInRequest, pk: int) -> HttpResponse:
    """One form for everybody; the register proposes, the instructor or a manager decides."""
    cohort = cohort_for(request, pk)
    if not can_complete(request.user, cohort):
        raise PermissionDenied("Who completed is written down by whoever teaches the course.")
    if request.method == "POST" and _completed(request, cohort):
        return redirect("courses:cohort_roster", pk)
    rows = rosters.finishing(cohort)
    context = {
        "cohort": cohort,
        "rows": rows,
        "left": sum(not row.done for row in rows),
        "registers": rows[0].marked if rows else 0,
        "enough": rosters.ENOUGH,
        "over": cohort.ends_at <= timezone.now(),
    }
    return render(request, "courses/roster_complete.html", context)


def _completed(request: SignedInRequest, cohort: Cohort) -> bool:
    chosen = [int(pk) for pk in request.POST.getlist("place") if pk.isdecimal() and len(pk) < 16]
    try:
        done = complete_places(cohort=cohort, places=chosen, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return False
    messages.success(request, _words(done))
    return True


def _words(done: int) -> str:
    if not done:
        return "Nobody new is written down as completed."
    return f"{done} {'student' if done == 1 else 'students'} completed the course."
