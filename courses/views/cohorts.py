"""Acts on a whole cohort: one class at another time, and the end of a plan."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import rosters, wording
from courses.forms import CancelCohortForm, MoveClassForm
from courses.models import Cohort, CohortState, Session, Status
from courses.operations import cohorts
from courses.permissions import can_cancel_cohort, can_move_class
from courses.views.roster import cohort_for
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "POST"])
@area("class times")
def move_class(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One class at another time: first both clocks and who is told, then the move."""
    cohort = cohort_for(request, pk)
    session = get_object_or_404(cohort.sessions.select_related("instructor"), number=number)
    session.cohort = cohort
    if not can_move_class(request.user, session):
        messages.warning(request, f"{session} cannot be moved any more.")
        return redirect("courses:cohort_roster", pk)
    form = MoveClassForm(request.POST if request.method == "POST" else None, session=session)
    if form.is_valid() and _move(request, session, form):
        return redirect("courses:cohort_roster", pk)
    context = {
        "cohort": cohort,
        "session": session,
        "form": form,
        "wanted": _span(session, form.starts_at) if form.is_valid() else None,
        "told": cohort.enrolments.filter(status=Status.CONFIRMED).count(),
        "unpaid": cohort.enrolments.filter(status=Status.RESERVED).count(),
    }
    return render(
        request, "courses/roster_move_class.html", context, status=422 if form.errors else 200
    )


def _span(session: Session, starts_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    return starts_at, starts_at + (session.ends_at - session.starts_at)


def _move(request: SignedInRequest, session: Session, form: MoveClassForm) -> bool:
    """Move the class when that was asked for; otherwise only say whether a rule forbids it."""
    try:
        if request.POST.get("act") != "move":
            cohorts.refuse_move(session, form.starts_at)
            return False
        cohorts.move_session(session=session, starts_at=form.starts_at)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    at = wording.when(form.starts_at, session.cohort.zone)
    messages.success(request, f"{session} is on {at}. Everybody with a confirmed place is told.")
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@area("cohort plans")
def cancel_cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel a cohort that has not started, after a page that says what follows."""
    cohort = cohort_for(request, pk)
    if not can_cancel_cohort(request.user, cohort):
        messages.warning(request, _why_kept(cohort))
        return redirect("courses:cohort_roster", pk)
    form = CancelCohortForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _cancel(request, cohort, form):
        return redirect("courses:cohort_roster", pk)
    context = {"cohort": cohort, "form": form} | _what_follows(cohort)
    return render(
        request, "courses/roster_cancel.html", context, status=422 if form.errors else 200
    )


def _why_kept(cohort: Cohort) -> str:
    if cohort.status == CohortState.CANCELLED:
        return "This cohort is cancelled already. Everybody has been told."
    return "This cohort has started. Write to everyone, and cancel places one by one."


def _cancel(request: SignedInRequest, cohort: Cohort, form: CancelCohortForm) -> bool:
    try:
        cohorts.cancel_cohort(cohort=cohort, by=request.user, reason=form.cleaned_data["reason"])
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    messages.success(request, "Cancelled. Everybody is told, and every seat is given back.")
    return True


def _what_follows(cohort: Cohort) -> dict[str, object]:
    """Who is told and what money is in the way of a quiet end."""
    lines = [line for line in rosters.lines(cohort) if line.place.holds_a_place]
    return {
        "confirmed": sum(line.place.status == Status.CONFIRMED for line in lines),
        "reserved": sum(line.place.status == Status.RESERVED for line in lines),
        "waiting": len(rosters.in_line(cohort)),
        "paid": [line for line in lines if line.paid > 0],
        "received": sum(line.paid for line in lines),
    }
