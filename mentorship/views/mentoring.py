"""The pages mentors work from: their sessions, who asks them, and the managers' table."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship import operations
from mentorship.forms.fields import key_asked
from mentorship.models import Booking, Mentor, MentorshipRequest
from mentorship.operations import booking as booking_acts
from mentorship.operations import repeating
from mentorship.worklists import mentoring as work

A_PAGE = 50
REASON = 300


@never_cache
@require_safe
@area("mentoring")
def mentoring(request: SignedInRequest) -> HttpResponse:
    """A mentor's own day; managers see every mentor, and open the day of one."""
    leads = request.user.has_role(Role.MANAGER, Role.ADMIN)
    mentor = _whose(request, leads)
    context: dict[str, object] = {
        "tab": "home",
        "leads": leads,
        "home": work.home_of(mentor) if mentor else None,
        "is_own": mentor is not None and mentor.user_id == request.user.pk,
        "rows": work.everybody() if leads and not request.GET.get("mentor") else None,
        "open_requests": MentorshipRequest.objects.waiting().count(),
    }
    return render(request, "mentorship/mentoring.html", context)


def _whose(request: SignedInRequest, leads: bool) -> Mentor | None:
    """The mentor whose day is shown: the reader, or whom a manager chose."""
    mentors = Mentor.objects.select_related("user")
    slug = request.GET.get("mentor", "").replace("\0", "")
    if leads and slug:
        return get_object_or_404(mentors, slug=slug)
    return mentors.filter(user=request.user).first()


@never_cache
@require_http_methods(["GET", "POST"])
@area("mentoring")
def mentoring_requests(request: SignedInRequest) -> HttpResponse:
    """What students asked for and nobody has answered; whoever waits longest comes first."""
    if request.method == "POST":
        asked = get_object_or_404(MentorshipRequest, pk=key_asked(request.POST, "request"))
        operations.close_request(request=asked, by=request.user)
        messages.success(request, f"{asked.student.name} has an answer.")
        return redirect("mentorship:mentoring_requests")
    waiting = MentorshipRequest.objects.waiting().with_people()
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentorship/mentoring_requests.html", {"page": page, "tab": "requests"})


@require_POST
@area("mentoring")
def answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say yes or no to a session somebody asks for; with the other dates of its series."""
    mine = Booking.objects.answerable_by(request.user).with_people()
    booking = get_object_or_404(mine, public_id=public_id)
    act = ACTS.get(request.POST.get("act", ""))
    why = request.POST.get("why", "").replace("\0", "").strip()[:REASON]
    if act:
        try:
            messages.success(request, act(booking, request.user, why))
        except RuleBroken as rule:
            messages.warning(request, f"{rule} {rule.instead}".strip())
    return redirect("mentorship:mentoring")


def _accept(booking: Booking, by: User, _why: str) -> str:
    number = _each(booking, lambda one: booking_acts.accept(booking=one, by=by))
    return f"Accepted{_how_many(number)}. {booking.student.name} has the invitation."


def _decline(booking: Booking, by: User, why: str) -> str:
    number = _each(booking, lambda one: booking_acts.decline(booking=one, by=by, why=why))
    return f"Declined{_how_many(number)}. {booking.student.name} reads it, with other times."


def _each(booking: Booking, act: Callable[[Booking], object]) -> int:
    """The session alone, or every date of its series that waits for an answer."""
    if booking.series is None:
        act(booking)
        return 1
    return repeating.answer_all(series=booking.series, mentor=booking.mentor, act=act)


def _how_many(number: int) -> str:
    return "" if number == 1 else f" {number} dates"


ACTS: dict[str, Callable[[Booking, User, str], str]] = {"accept": _accept, "decline": _decline}
