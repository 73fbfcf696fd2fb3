"""Waiting for a time, and answering the offer of one that has become free."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.clocks import two_clocks
from mentorship.forms.waiting import TakeForm, WaitForm
from mentorship.models import SlotOffer, WaitlistEntry
from mentorship.operations import offering, waiting
from mentorship.operations.crediting import NothingLeft


@never_cache
@require_http_methods(["GET", "POST"])
def waits(request: SignedInRequest) -> HttpResponse:
    """What the reader waits for, and the form to wait for more."""
    if request.method == "POST":
        form = WaitForm(request.POST, user=request.user)
        if form.is_valid():
            return _join(request, form)
        return _waits(request, form, status=422)
    asked = {name: request.GET[name] for name in ("offer", "mentor") if request.GET.get(name)}
    return _waits(request, WaitForm(user=request.user, first=asked))


def _join(request: SignedInRequest, form: WaitForm) -> HttpResponse:
    try:
        entry = waiting.join(student=request.user, wish=form.wish)
    except waiting.TimesAreFree as rule:
        return _waits(request, form, status=409, free=rule)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _waits(request, form, status=422)
    messages.success(request, "You are in line. We write as soon as a time is yours to take.")
    return redirect(entry)


def _waits(
    request: SignedInRequest,
    form: WaitForm,
    *,
    status: int = 200,
    free: waiting.TimesAreFree | None = None,
) -> HttpResponse:
    mine = WaitlistEntry.objects.visible_to(request.user).with_people()
    context = {
        "section": "mentorship",
        "form": form,
        "entries": mine.live().order_by("created_at"),
        "free": free,
    }
    return render(request, "mentorship/waits.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def wait(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """My place in line, or the time that is held for me; POST says what to do about it."""
    mine = WaitlistEntry.objects.visible_to(request.user).with_people()
    entry = get_object_or_404(mine, public_id=public_id)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    return act(request, entry) if act else _wait(request, entry, TakeForm())


def _wait(
    request: SignedInRequest, entry: WaitlistEntry, form: TakeForm, *, status: int = 200
) -> HttpResponse:
    offered = _latest(entry)
    ahead = WaitlistEntry.objects.waiting().for_the_same(entry).ahead_of(entry)
    context = {
        "section": "mentorship",
        "entry": entry,
        "form": form,
        "ahead": ahead.count(),
        "offered": offered if offered and offered.is_open else None,
        "missed": offered if offered and not offered.is_open else None,
        "now": timezone.now(),
    }
    if offered:
        booking = offered.booking
        clocks = two_clocks(booking.starts_at, request.zone, booking.clock_of_mentor)
        context |= {"booking": booking, "clocks": clocks}
    return render(request, "mentorship/wait.html", context, status=status)


def _latest(entry: WaitlistEntry) -> SlotOffer | None:
    """The last offer made to this entry."""
    return entry.offers.with_booking().order_by("created_at").last()


def _take(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    form, offered = TakeForm(request.POST), _latest(entry)
    if offered is None:
        return redirect(entry)
    if not form.is_valid():
        return _wait(request, entry, form, status=422)
    try:
        booking = offering.take(offered=offered, goals=form.cleaned_data["goals"])
    except NothingLeft as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _wait(request, entry, form, status=422)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return redirect(entry)
    messages.success(request, "The time is yours.")
    return redirect(booking)


def _decline(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    offered = _latest(entry)
    if offered:
        offering.decline(offered=offered)
        messages.success(request, "Passed on to the next in line. You are still on the list.")
    return redirect(entry)


def _leave(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    offering.leave(entry=entry)
    messages.success(request, "You have left the list.")
    return redirect("mentorship:waiting")


ACTS: dict[str, Callable[[SignedInRequest, WaitlistEntry], HttpResponse]] = {
    "take": _take,
    "decline": _decline,
    "leave": _leave,
}
