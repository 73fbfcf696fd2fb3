"""A person's calendar feed: open to whoever knows its address, which can be changed."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from institute import calendars
from institute.accounts.models import User
from institute.accounts.operations import renew_calendar_address
from institute.accounts.requests import SignedInRequest


@login_not_required
@require_safe
def feed(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Everything with a date, for the calendar program that asks; nobody keeps a copy between."""
    user = get_object_or_404(User, calendar_token=token, is_active=True)
    return HttpResponse(
        calendars.feed(user),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'inline; filename="tpm-institute.ics"',
            "X-Robots-Tag": "noindex",
        },
    )


@require_POST
def reset(request: SignedInRequest) -> HttpResponse:
    """A new address for the feed; the old one answers nothing from now on."""
    renew_calendar_address(user=request.user)
    messages.success(request, "Your calendar has a new address. Add it to your calendar again.")
    return redirect("dashboard")
