"""What is done with a scenario: publish, retire, measure, try."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.models import Scenario, ScenarioVersion
from courses.operations import scenario_files, scenario_reports, simulating
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

log = logging.getLogger(__name__)


@never_cache
@require_POST
@area("scenarios")
def scenario_publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Offer this version to learners."""
    scenario = scenario_files.publish(version=_version(slug, number))
    messages.success(request, f"Learners find {scenario} now, in version {number}.")
    return redirect("courses:scenario_file", slug)


@never_cache
@require_POST
@area("scenarios")
def scenario_retire(request: SignedInRequest, slug: str) -> HttpResponse:
    """Offer it no more."""
    try:
        scenario_files.retire(scenario=get_object_or_404(Scenario, slug=slug))
    except RuleBroken as rule:
        messages.info(request, str(rule))
    else:
        messages.success(request, "Retired. Runs that have begun can be finished.")
    return redirect("courses:scenario_file", slug)


@never_cache
@require_POST
@area("scenarios")
def scenario_measure(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask a worker for the report on this version."""
    version = scenario_reports.ask_report(version=_version(slug, number))
    _tell_to_measure(version.pk)
    return redirect("courses:scenario_file", slug)


@never_cache
@require_POST
@area("scenarios")
def scenario_try(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Play this version, published or not, in a run of one's own."""
    run = simulating.try_out(user=request.user, version=_version(slug, number))
    return redirect("courses:run", run.pk)


def _version(slug: str, number: int) -> ScenarioVersion:
    found = ScenarioVersion.objects.select_related("scenario")
    return get_object_or_404(found, scenario__slug=slug, number=number)


def _tell_to_measure(version_id: int) -> None:
    """A broker that is down loses nothing: the sweep finds the report within a minute."""
    from courses.tasks import measure_scenario  # noqa: PLC0415 - Celery is not read by every web worker

    try:
        measure_scenario.apply_async(args=(version_id,), retry=False)
    except Exception as error:
        log.warning("No worker was told of the report on %s: %s", version_id, error)
