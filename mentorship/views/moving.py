"""Moving a session: the mentor's free times as if it were not there, and the move itself."""

import copy
import datetime as dt
import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship import week
from mentorship.clocks import Span
from mentorship.forms.booking import day_asked, zone_asked
from mentorship.forms.bookings import MoveForm
from mentorship.models import Booking, Mentor, Offer
from mentorship.operations import changing
from mentorship.operations.holding import SERIES_HORIZON, TimeTaken
from mentorship.permissions.bookings import can_change, is_staff_to
from mentorship.views.bookings import session
from mentorship.views.slots import spans_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose another time for a session; the same form sent again is the same move."""
    one = session(request, public_id)
    if not can_change(one):
        messages.warning(request, f"It cannot be moved any more: it is {one.status_words}.")
        return redirect(one)
    mentors = _mentors(request, one)
    if request.method != "POST":
        return _page(request, one, MoveForm(mentors=mentors))
    form = MoveForm(request.POST, mentors=mentors)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    return _moved(request, one, form)


def _moved(request: SignedInRequest, one: Booking, form: MoveForm) -> HttpResponse:
    sent = form.cleaned_data
    try:
        changing.reschedule(
            booking=one,
            start=sent["start"],
            by=request.user,
            seen=sent["seen"] or 0,
            mentor=sent["mentor"],
            why=sent["why"],
        )
    except TimeTaken as taken:
        form.add_error("start", str(taken))
        return _page(request, one, form, near=taken.nearest, status=409)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        one.refresh_from_db()
        lost = one.sequence != (sent["seen"] or 0)
        return _page(request, one, form, status=409 if lost else 422)
    messages.success(request, "Moved. Both of you get the new time by email.")
    return redirect(one)


def _mentors(request: SignedInRequest, one: Booking) -> "QuerySet[Mentor] | None":
    """Who else may give it; only the Institute hands a session on."""
    if not is_staff_to(request.user, one):
        return None
    return Mentor.objects.public().giving(one.offer).select_related("user")


def _page(
    request: SignedInRequest,
    one: Booking,
    form: MoveForm,
    *,
    near: tuple[Span, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = _week(request, one, form) | {
        "section": "mentorship",
        "booking": one,
        "form": form,
        "mentors": form.fields["mentor"].queryset,  # type: ignore[attr-defined]
        "near": near,
        "is_mentor": one.mentor.user_id == request.user.pk,
        "is_staff": is_staff_to(request.user, one),
        "is_late": changing.is_late(one, request.user),
        "has_late_move": changing.has_late_move(one.student),
    }
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "mentorship/_slots.html" if fragment else "mentorship/booking_move.html"
    return render(request, template, context, status=status)


def _week(request: SignedInRequest, one: Booking, form: MoveForm) -> dict[str, object]:
    """What `_slots.html` shows: the week as if the session were not there."""
    mentor, chosen = _chosen_mentor(request, one), _chosen(form)
    zone, offer = zone_asked(_sent(request), request.zone), _offer(one)
    day = day_asked(_sent(request)) or (chosen or one.starts_at).astimezone(zone).date()
    shown = week.week_of(
        mentor,
        week.Asked(offer, zone, day),
        now=timezone.now(),
        student=one.student,
        apart_from=spans_of(one)[: 2 if mentor == one.mentor else 1],
    )
    return {
        "mentor": mentor,
        "offer": offer,
        "week": shown,
        "zone": zone,
        "chosen": chosen,
        "present": one.starts_at if mentor == one.mentor else None,
        "slots_page": reverse("mentorship:move", args=[one.public_id]),
        "slots_keep": f"mentor={mentor.slug}&",
    }


def _chosen_mentor(request: SignedInRequest, one: Booking) -> Mentor:
    """Whose week is shown: the session's mentor, or the one staff chose."""
    mentors = _mentors(request, one)
    wanted = _sent(request).get("mentor", "").replace("\0", "")
    found = mentors.filter(slug=wanted).first() if mentors is not None else None
    return found or one.mentor


def _sent(request: SignedInRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _chosen(form: MoveForm) -> dt.datetime | None:
    """The time that was sent, to be shown as chosen again."""
    start: dt.datetime | None = getattr(form, "cleaned_data", {}).get("start")
    return start


def _offer(one: Booking) -> Offer:
    """The offer with the horizon its session is held to: what repeats reaches further."""
    if one.series_id is None:
        return one.offer
    offer = copy.copy(one.offer)
    offer.horizon_days = SERIES_HORIZON.days
    return offer
