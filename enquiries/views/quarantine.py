"""Suspects that wait for a person's eye, and what was set aside of late."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enquiries.models import Enquiry, StatusChange
from enquiries.operations.quarantine import DECIDED, Decided, decide
from enquiries.suspicion import THRESHOLD
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest

A_PAGE = 50
OF_LATE = dt.timedelta(days=7)
MOST_OF_LATE = 20


@area("enquiries")
@require_http_methods(["GET", "HEAD", "POST"])
def quarantine(request: SignedInRequest) -> HttpResponse:
    """Read the suspects; let them in or set them aside, one or several."""
    if request.method == "POST":
        _decide(request)
        return redirect(request.get_full_path())
    waiting = Enquiry.objects.quarantined().soonest_first().with_course()
    context = {
        "page": Paginator(waiting, A_PAGE).get_page(request.GET.get("page")),
        "next_review": waiting.first(),
        "threshold": THRESHOLD,
        "set_aside": _set_aside(),
    }
    return render(request, "enquiries/quarantine.html", context)


def _decide(request: SignedInRequest) -> None:
    """A button decides about its own row (`act=release:<id>`) or about every ticked one."""
    act, _, one = request.POST.get("act", "").partition(":")
    ids = _ids([one] if one else request.POST.getlist("enquiry"))
    if act not in DECIDED or not ids:
        messages.warning(request, "Tick at least one question, then say what to do with it.")
        return
    _report(request, act, decide(act=act, ids=ids, by=request.user))


def _report(request: SignedInRequest, act: str, decided: Decided) -> None:
    if decided.done:
        names = ", ".join(enquiry.ref for enquiry in decided.done)
        messages.success(request, f"{names}: {DECIDED[act]}.")
    for sentence in decided.not_done:
        messages.info(request, sentence)


def _ids(typed: list[str]) -> list[UUID]:
    """Those that are ids; a page of strange values changes nothing."""
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _set_aside() -> list[StatusChange]:
    """What was marked as spam within the week and still is, newest first."""
    marked = StatusChange.objects.filter(act="mark_spam", at__gte=timezone.now() - OF_LATE)
    still = marked.filter(enquiry__status="spam").select_related("enquiry", "by")
    newest = still.order_by("enquiry_id", "-pk").distinct("enquiry_id")
    return sorted(newest, key=lambda change: change.at, reverse=True)[:MOST_OF_LATE]
