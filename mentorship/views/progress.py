"""What mock interviews showed: a student's scorecards, and the levels over time."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute.accounts.requests import SignedInRequest
from mentorship import progress as figures
from mentorship import rubrics
from mentorship.models import Booking, QuestionUse, Scorecard


@never_cache
@require_safe
def progress(request: SignedInRequest) -> HttpResponse:
    """Each criterion over time, across mentors, and what to practise next."""
    shown = figures.of_student(request.user)
    context = {
        "tab": "progress",
        "progress": shown,
        "scales": figures.scales(shown.mentors) if shown.cards else [],
        "least": rubrics.LEAST_COMPARED,
        "advice": _advice(request, shown),
    }
    return render(request, "mentorship/progress.html", context)


@never_cache
@require_safe
def mock_result(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The scorecard of one's own mock interview, once it is submitted."""
    mocks = Booking.objects.of_student(request.user).mocks().with_people()
    booking = get_object_or_404(mocks, public_id=public_id)
    cards = list(Scorecard.objects.of_session(booking).with_scores())
    shown = figures.of_student(request.user)
    context = {
        "tab": "progress",
        "booking": booking,
        "card": cards[0] if cards else None,
        "older": cards[1:],
        "asked": QuestionUse.objects.on_sheet(booking) if cards else [],
        "advice": _advice(request, shown) if cards else None,
    }
    return render(request, "mentorship/mock_result.html", context)


def _advice(request: SignedInRequest, shown: figures.Progress) -> dict[str, object] | None:
    """The weakest criterion, how many questions of it are left, and where it is taught."""
    weakest = shown.weakest
    if weakest is None:
        return None
    return {
        "criterion": weakest,
        "unheard": figures.to_practise(request.user, weakest),
        "module": figures.taught_in(weakest),
    }
