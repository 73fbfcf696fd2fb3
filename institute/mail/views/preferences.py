"""A reader's page: every message we sent, why, and the switches.

No login: the address of the page is the key, as it is in every letter.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as banner
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institute.accounts.requests import PublicRequest
from institute.mail import operations
from institute.mail.consent import COMMERCIAL_TOPICS, Topic
from institute.mail.forms import TopicsForm
from institute.mail.models import Mailbox, OutboundMessage

PER_PAGE = 25
WORDS: dict[Topic, str] = {
    Topic.COURSE_NEWS: "New courses and the dates of the next cohorts.",
    Topic.EVENTS: "Talks and open evenings.",
    Topic.MENTORSHIP_OFFERS: "Mentoring and interview preparation.",
}


@dataclass(frozen=True)
class Switch:
    """One topic, whether it is on, and what that rests on."""

    topic: Topic
    words: str
    on: bool
    reason: str


@require_safe
@login_not_required
@never_cache
def preferences(request: PublicRequest, token: str) -> HttpResponse:
    """Every message we sent to the address, and what the reader wants."""
    return _page(request, _mailbox(token), "mail/preferences.html")


@require_POST
@login_not_required
@never_cache
def topics(request: PublicRequest, token: str) -> HttpResponse:
    """Switch topics on and off."""
    mailbox, form = _mailbox(token), TopicsForm(request.POST)
    if not form.is_valid():
        banner.error(request, "That was not understood. Nothing was changed.")
        return redirect("mail:preferences", token)
    operations.choose_topics(mailbox.address, form.wanted)
    banner.success(request, "Saved. It holds from now on.")
    return redirect("mail:preferences", token)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def unsubscribe(request: PublicRequest, token: str) -> HttpResponse:
    """One click, by a person or by their mail program (RFC 8058). Looking changes nothing."""
    mailbox = _mailbox(token)
    if request.method == "POST":
        operations.unsubscribe(mailbox.address)
    context = {"mailbox": mailbox, "done": request.method == "POST"}
    return _discreet(render(request, "mail/unsubscribe.html", context))


def _page(request: PublicRequest, mailbox: Mailbox, template: str) -> HttpResponse:
    sent = OutboundMessage.objects.to(mailbox.address).left_us()
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "mailbox": mailbox,
        "page": page,
        "switches": _switches(mailbox.address),
    }
    return _discreet(render(request, template, context))


def _switches(address: str) -> list[Switch]:
    verdicts = operations.permissions_of(address)
    return [
        Switch(topic, WORDS[topic], verdicts[topic].allowed, verdicts[topic].reason)
        for topic in COMMERCIAL_TOPICS
    ]


def _mailbox(token: str) -> Mailbox:
    return get_object_or_404(Mailbox, token=token)


def _discreet(response: HttpResponse) -> HttpResponse:
    """The address of the page is a key: other sites and search engines do not learn it."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
