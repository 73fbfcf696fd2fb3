"""The board: cards by state, moved by hand or by key."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course, CourseState
from enquiries import insights
from enquiries.models import Enquiry, Status
from enquiries.operations.carding import MovedMeanwhile, move_card
from enquiries.views.live import kept_fresh
from enquiries.worklists.board import Board, card_of
from enquiries.worklists.columns import NEED_MORE
from enquiries.worklists.people import colleagues
from enquiries.worklists.wanted import Wanted
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

FIVE_MINUTES = 300


@area("enquiries")
@require_GET
@kept_fresh
def board(request: SignedInRequest) -> HttpResponse:
    """Every open enquiry by state, and what was converted this month."""
    wanted = Wanted.read(dict(request.GET.lists()))
    context = {"board": Board(wanted, request.user, request.zone), "wanted": wanted}
    if request.htmx:
        return render(request, "enquiries/_board.html", context)
    return render(request, "enquiries/board.html", context | _around(request))


def _around(request: SignedInRequest) -> dict[str, object]:
    """What stands above the columns."""
    published = Course.objects.filter(status=CourseState.PUBLISHED).select_related("current")
    far: dict[str, object] = cache.get_or_set("pipeline:funnel", _funnel, FIVE_MINUTES) or {}
    return far | {
        "colleagues": colleagues(),
        "courses": published.order_by("current__title"),
        "section": "board",
    }


def _funnel() -> dict[str, object]:
    """How far those got who asked in the last 30 days, beside the 30 days before."""
    period = insights.Period.of_days(30)
    return {
        "funnel": insights.funnel_of(period),
        "before": insights.funnel_of(period.before),
    }


@area("enquiries")
@require_POST
def move(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Bring a card to another column; what needs a reason, a time or a seat goes to its page."""
    enquiry = get_object_or_404(Enquiry.objects.with_people(), public_id=public_id)
    to = request.POST.get("to", "")
    if to in NEED_MORE and enquiry.status != to:
        return redirect(_page_for(enquiry, to))
    known = request.POST.get("known") or request.GET.get("known", "")
    status, words = _moved(request, enquiry, to, known)
    if request.htmx:
        enquiry.refresh_from_db(fields=["status", "next_action", "next_action_at", "owner"])
        context = {"card": card_of(enquiry, request.zone), "words": words}
        return render(request, "enquiries/_moved.html", context, status=status)
    (messages.success if status == HTTPStatus.OK else messages.error)(request, words)
    back = Wanted.read({"owner": [request.POST.get("owner", "")],
                        "course": [request.POST.get("course", "")]})  # fmt: skip
    return redirect(reverse("enquiries:board") + (f"?{back.query}" if back.query else ""))


def _moved(request: SignedInRequest, enquiry: Enquiry, to: str, known: str) -> tuple[int, str]:
    """What to answer, and what to say."""
    try:
        moved = move_card(enquiry=enquiry, to=to, known=known, by=request.user)
    except MovedMeanwhile as rule:
        return HTTPStatus.CONFLICT, str(rule)
    except RuleBroken as rule:
        return HTTPStatus.UNPROCESSABLE_ENTITY, f"{rule} {rule.instead}".strip()
    return HTTPStatus.OK, f"{enquiry.name} is now in “{moved.get_status_display()}”."


def _page_for(enquiry: Enquiry, to: str) -> str:
    if to == Status.CONVERTED:
        return reverse("enquiries:convert", args=[enquiry.public_id])
    if to == Status.CALLBACK:
        return reverse("enquiries:call_back", args=[enquiry.public_id])
    return f"{enquiry.get_absolute_url()}#status-h"
