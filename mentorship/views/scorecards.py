"""Scorecards as mentors write them and managers read them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship import preparation, progress, rubrics
from mentorship.forms.scoring import ScorecardForm
from mentorship.models import Booking, Criterion, Mentor, QuestionUse, Scorecard
from mentorship.operations import scoring
from mentorship.permissions.scores import can_judge, can_read_scores

MOST_SCORED = 50
LOST = 409


@never_cache
@require_safe
@area("mentoring")
def scorecards(request: SignedInRequest) -> HttpResponse:
    """What waits for a scorecard, what was written, and how one marks beside peers."""
    is_manager = request.user.has_role(Role.MANAGER, Role.ADMIN)
    mocks = Booking.objects.mocks().with_people()
    if not is_manager:
        mocks = mocks.of_mentor(request.user)
    mentors = Mentor.objects.with_person()
    context = {
        "waiting": mocks.to_score(),
        "scored": mocks.scored()[:MOST_SCORED],
        "is_manager": is_manager,
        "scales": progress.scales(list(mentors if is_manager else mentors.of(request.user))),
        "least": rubrics.LEAST_COMPARED,
    }
    return render(request, "mentorship/scorecards.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("mentoring")
def scorecard(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The scorecard of a session: to write, to read, or to revise."""
    booking = _readable(request, public_id)
    cards = list(Scorecard.objects.of_session(booking).with_scores())
    writes = can_judge(request.user, booking)
    if request.method == "POST" and writes:
        return _write(request, booking, _revised(request, cards))
    if cards and not (writes and "revise" in request.GET):
        return _read(request, booking, cards)
    if not writes:
        raise Http404
    return _write(request, booking, cards[0] if cards else None)


def _readable(request: SignedInRequest, public_id: uuid.UUID) -> Booking:
    booking = get_object_or_404(Booking.objects.mocks().with_people(), public_id=public_id)
    if not can_read_scores(request.user, booking):
        raise Http404
    return booking


def _read(request: SignedInRequest, booking: Booking, cards: list[Scorecard]) -> HttpResponse:
    context = {
        "booking": booking,
        "card": cards[0],
        "older": cards[1:],
        "asked": QuestionUse.objects.on_sheet(booking),
        "progress": progress.of_student(booking.student),
        "may_revise": can_judge(request.user, booking),
    }
    return render(request, "mentorship/scorecard.html", context)


def _revised(request: SignedInRequest, cards: list[Scorecard]) -> Scorecard | None:
    """The revision the form was opened on; None for the first scorecard of a session."""
    asked = request.POST.get("based_on", "")
    return next((card for card in cards if str(card.revision) == asked), None)


def _write(request: SignedInRequest, booking: Booking, card: Scorecard | None) -> HttpResponse:
    """The form; what it says is kept once, however often it is sent."""
    before = _until(progress.of_student(booking.student), booking)
    form = ScorecardForm(
        request.POST if request.method == "POST" else None,
        criteria=_weakest_on_top(before),
        sheet=QuestionUse.objects.on_sheet(booking),
        revises=card,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _kept(request, booking, card, form)
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
            status = LOST
    context = {
        "booking": booking,
        "card": card,
        "form": form,
        "progress": before,
        "last": before.cards[-1] if before.cards else None,
        "their": preparation.for_mentors(booking.student),
        "is_early": booking.starts_at > timezone.now(),
    }
    return render(request, "mentorship/scorecard_form.html", context, status=status)


def _kept(
    request: SignedInRequest, booking: Booking, card: Scorecard | None, form: ScorecardForm
) -> HttpResponse:
    # A token is good for one session, wherever else it may be sent.
    token = uuid.uuid5(form.cleaned_data["form_token"], f"booking {booking.pk}")
    if card is None:
        scoring.submit_scorecard(booking=booking, by=request.user, says=form.says, form_token=token)
        words = f"Submitted. {booking.student.short_name} can read it now."
    else:
        reason = form.cleaned_data["reason"]
        fresh = scoring.revise_scorecard(
            card=card, by=request.user, says=form.says, reason=reason, form_token=token
        )
        words = f"Revision {fresh.revision} counts from now on. The earlier one is kept."
    messages.success(request, words)
    return redirect("mentorship:scorecard", booking.public_id)


def _until(shown: progress.Progress, booking: Booking) -> progress.Progress:
    """What was known of the student when the session began."""
    earlier = [card for card in shown.cards if card.booking.starts_at < booking.starts_at]
    return progress.Progress(earlier, shown.criteria)


def _weakest_on_top(before: progress.Progress) -> list[Criterion]:
    """The rubric's order, with what was weakest last time first."""
    weakest = before.weakest
    rest = [one for one in before.criteria if weakest is None or one.pk != weakest.pk]
    return [weakest, *rest] if weakest else rest
