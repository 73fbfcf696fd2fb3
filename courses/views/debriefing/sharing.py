"""A debrief by its link: its learner opens and closes it, and whoever has it reads it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.debriefs import finding
from courses.debriefs.following import following
from courses.debriefs.report import Report
from courses.debriefs.rubric import in_words
from courses.models import Debrief
from courses.operations import debriefing, reflecting
from courses.views.debriefing.reading import as_file
from institute.accounts.requests import PublicRequest, SignedInRequest
from institute.errors import RuleBroken

HIDDEN = "noindex, nofollow, noarchive"


@never_cache
@require_POST
def share(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the link; consent is the press of the button, told what it opens."""
    run = get_object_or_404(finding.led_by(request.user, pk))
    try:
        reflecting.share(debrief=debriefing.open_for(run=run))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Whoever has the link can read this debrief now.")
    return redirect(_shared_part(pk))


@never_cache
@require_POST
def unshare(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Close the link for good."""
    run = get_object_or_404(finding.led_by(request.user, pk))
    found = get_object_or_404(Debrief, run=run)
    reflecting.unshare(debrief=found)
    messages.success(request, "The link is closed. It will not open again.")
    return redirect(_shared_part(pk))


def _shared_part(pk: uuid.UUID) -> str:
    return f"{reverse('courses:debrief', args=[pk])}#share"


@login_not_required
@never_cache
@require_safe
def shared(request: PublicRequest, token: str) -> HttpResponse:
    """The report for whoever has the link: without comments, and of one person only."""
    return _by_link(request, token, lambda found: _page(request, found))


@login_not_required
@never_cache
@require_safe
def shared_pdf(request: PublicRequest, token: str) -> HttpResponse:
    """The same on paper."""
    return _by_link(request, token, as_file)


def _by_link(
    request: PublicRequest, token: str, answer: Callable[[Debrief], HttpResponse]
) -> HttpResponse:
    found = finding.shared(token)
    if found is None or not debriefing.is_revealed(found):
        response = render(request, "simulations/debrief_closed.html", status=404)
    else:
        response = answer(found)
    response["X-Robots-Tag"] = HIDDEN
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: PublicRequest, found: Debrief) -> HttpResponse:
    context = {
        "run": found.run,
        "debrief": found,
        "report": Report(found.parts),
        "answer": in_words(debriefing.answer_to(found)),
        "next_steps": following(found.parts["plan"], None),
        "proof": debriefing.proof_of(found),
    }
    return render(request, "simulations/debrief_shared.html", context)
