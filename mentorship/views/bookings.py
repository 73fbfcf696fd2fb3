"""Sessions one has: the list, one of them, the mentor's answer, and calling it off."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship import histories, journeys
from mentorship.forms.bookings import AnswerForm, CancelForm
from mentorship.models import Booking
from mentorship.operations import booking as answering
from mentorship.operations import changing
from mentorship.permissions.bookings import can_answer, can_change, is_staff_to
from mentorship.views.sessions import session_context

ON_A_PAGE = 20


def session(request: SignedInRequest, public_id: uuid.UUID) -> Booking:
    """A session the reader may see; anybody else's does not exist."""
    sessions = Booking.objects.visible_to(request.user).with_people().select_related("entitlement")
    return get_object_or_404(sessions, public_id=public_id)


@never_cache
@require_safe
def bookings(request: SignedInRequest) -> HttpResponse:
    """The reader's sessions, as a student or as a mentor: those ahead, or those behind."""
    mine = Booking.objects.of_either_side(request.user).with_people()
    ahead, behind = mine.upcoming(), mine.past()
    is_past = request.GET.get("show") == "past"
    pages = Paginator(behind if is_past else ahead, ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": "mentorship",
        "page": page,
        "rows": [(one, journeys.look(one)) for one in page],
        "is_past": is_past,
        "ahead": pages.count if not is_past else ahead.count(),
        "behind": pages.count if is_past else behind.count(),
        "sessions": histories.sessions_left(request.user),
    }
    return render(request, "mentorship/bookings.html", context)


@never_cache
@require_safe
def booking(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One session: where it stands, when on every clock, and what can be done about it."""
    return page_of(request, session(request, public_id))


def page_of(
    request: SignedInRequest, one: Booking, form: AnswerForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a session, with the answer that was refused, if any."""
    acts = list(one.revisions.select_related("by", "mentor__user"))
    reader = request.user
    context = {
        "section": "mentorship",
        "booking": one,
        "look": journeys.look(one),
        "steps": journeys.steps(one, acts, request.zone),
        "walls": journeys.walls(one, reader, request.zone),
        "clock_change": journeys.clock_change(one, reader),
        "uses": journeys.uses(one),
        "history": journeys.told(acts, reader, request.zone),
        "is_mentor": one.mentor.user_id == reader.pk,
        "is_staff": is_staff_to(reader, one),
        "can_change": can_change(one),
        "is_late": changing.is_late(one, reader),
        "form": (form or AnswerForm()) if can_answer(reader, one) else None,
    }
    context |= session_context(one, reader)
    return render(request, "mentorship/booking.html", context, status=status)


@require_POST
def booking_answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The mentor says yes or no to a session that was asked for."""
    one = session(request, public_id)
    if not can_answer(request.user, one):
        messages.warning(request, f"There is nothing to answer: it is {one.status_words}.")
        return redirect(one)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of(request, one, form, status=422)
    try:
        _answered(request, one, form)
    except RuleBroken as rule:  # answered, moved or taken back meanwhile
        messages.warning(request, f"{rule} {rule.instead}".strip())
    return redirect(one)


def _answered(request: SignedInRequest, one: Booking, form: AnswerForm) -> None:
    if form.cleaned_data["answer"] == "accept":
        answering.accept(booking=one, by=request.user)
        messages.success(request, "Accepted. Both of you get the invitation by email.")
        return
    answering.decline(booking=one, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, "Declined. The student gets times nearby, and the session back.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call a session off, after a page that says what follows."""
    one = session(request, public_id)
    if request.method == "POST" and one.is_cancelled:
        return redirect(one)  # the form sent twice
    if not can_change(one):
        messages.warning(request, f"It cannot be cancelled any more: it is {one.status_words}.")
        return redirect(one)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _called_off(request, one, form.cleaned_data["why"])
        return redirect(one)
    context = {
        "section": "mentorship",
        "booking": one,
        "form": form,
        "is_mentor": one.mentor.user_id == request.user.pk,
        "is_staff": is_staff_to(request.user, one),
        "is_late": changing.is_late(one, request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "mentorship/booking_cancel.html", context, status=status)


def _called_off(request: SignedInRequest, one: Booking, why: str) -> None:
    try:
        gone = changing.cancel(booking=one, by=request.user, why=why)
    except RuleBroken as rule:  # it began, or was moved, meanwhile
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return
    used = " It counts as used." if gone.is_late and gone.entitlement_id else ""
    messages.success(request, f"Cancelled. Both of you get it by email.{used}")
