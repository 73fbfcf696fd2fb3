"""What a learner posts to their debrief: the guess, the one thing to change, another try."""

import logging
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.debriefs import finding
from courses.forms.debriefing import GuessForm, ResolveForm
from courses.operations import debriefing
from courses.views.debriefing.reading import guess_page, report_page
from courses.views.simulating.runs import own
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

log = logging.getLogger(__name__)


@never_cache
@require_POST
def guess(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the guess; the first one stays."""
    run = own(request.user, pk)
    form = GuessForm(request.POST, run=run)
    try:
        found = debriefing.open_for(run=run)
        if not found.guess and not form.is_valid():
            return guess_page(request, run, form, status=422)
        if form.is_valid():
            said = form.cleaned_data
            debriefing.predict(debrief=found, week=int(said["week"]), cause=said["cause"])
    except RuleBroken as rule:
        messages.info(request, str(rule))
    return redirect("courses:debrief", pk)


@never_cache
@require_POST
def resolve(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the one thing the learner will do differently."""
    run = get_object_or_404(finding.led_by(request.user, pk).with_scenario())
    form = ResolveForm(request.POST)
    try:
        found = debriefing.open_for(run=run)
        if not form.is_valid() and debriefing.is_revealed(found):
            return report_page(request, run, found, form, status=422)
        debriefing.resolve(debrief=found, words=form.cleaned_data.get("resolve", ""))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Kept. You will see it when your next run begins.")
    return redirect("courses:debrief", pk)


@never_cache
@require_POST
def again(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a debrief that stopped go on."""
    run = own(request.user, pk)
    try:
        debriefing.ask_again(debrief=debriefing.open_for(run=run))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        _tell_to_debrief(run.pk)
    return redirect("courses:debrief", pk)


def _tell_to_debrief(run_id: uuid.UUID) -> None:
    """A broker that is down loses nothing: the sweep goes on within half a minute."""
    from courses.tasks import debrief_run  # noqa: PLC0415 - Celery is not read by every web worker

    try:
        debrief_run.apply_async(args=(str(run_id),), retry=False)
    except Exception as error:
        log.warning("No worker was told of the debrief of %s: %s", run_id, error)
