"""A time for a call-back, chosen among those somebody is free in."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries.hours import ZONE
from enquiries.models import Enquiry
from enquiries.operations import callbacks
from enquiries.views.lookup import DAYS, Offered, spread
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.templatetags.moments import clock, short_day, zone_words


@never_cache
@area("enquiries")
@require_http_methods(["GET", "POST"])
def call_back(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Book a call-back; its card then stands in that column of the board."""
    enquiry = get_object_or_404(Enquiry.objects.with_people(), public_id=public_id)
    zone = ZoneInfo(enquiry.zone)
    problem = _booked(request, enquiry, zone) if request.method == "POST" else None
    if problem == "":
        return redirect("enquiries:board")
    today = timezone.now().astimezone(ZONE).date()
    free = callbacks.free_slots(day_from=today, days=DAYS, zone=zone)
    context = {
        "enquiry": enquiry,
        "slots": spread([Offered(slot.start, zone) for slot in free]),
        "zone": zone,
        "home": ZONE,
        "at_home": zone.key == ZONE.key,
        "problem": problem,
    }
    return render(request, "enquiries/call_back.html", context, status=422 if problem else 200)


def _booked(request: SignedInRequest, enquiry: Enquiry, zone: ZoneInfo) -> str:
    """What stands in the way of the booking; empty when it is made."""
    try:
        wall = dt.datetime.strptime(request.POST.get("slot", ""), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - their wall clock, zoned below
    except ValueError:
        return "Choose one of the times."
    at = wall.replace(tzinfo=zone)
    try:
        booking = callbacks.book(enquiry=enquiry, at=at, by=request.user)
    except RuleBroken as rule:
        return f"{rule} {rule.instead}".strip()
    when = f"{short_day(at, zone)}, {clock(at, zone)} {zone_words(zone)}"
    messages.success(request, f"{booking.staff.name} calls {enquiry.name} on {when}.")
    return ""
