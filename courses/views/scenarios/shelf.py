"""The scenarios there are, and one of them with its versions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Scenario, ScenarioVersion
from courses.operations.scenario_reports import UNFINISHED
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest


@never_cache
@require_safe
@area("scenarios")
def scenarios(request: SignedInRequest) -> HttpResponse:
    """Every scenario, whatever its state."""
    return render(
        request, "simulations/staff_scenarios.html", {"scenarios": Scenario.objects.on_the_shelf()}
    )


@never_cache
@require_safe
@area("scenarios")
def scenario_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """One scenario: where it stands, its versions, and the report on each."""
    scenario = get_object_or_404(Scenario.objects.with_current(), slug=slug)
    versions = list(scenario.versions.newest())
    measuring = any(one.report.get("state") in UNFINISHED for one in versions)
    context = {"scenario": scenario, "versions": versions, "measuring": measuring}
    is_part = request.htmx and request.htmx.target == "versions"
    name = "_staff_versions" if is_part else "staff_scenario"
    return render(request, f"simulations/{name}.html", context)


@never_cache
@require_safe
@area("scenarios")
def scenario_download(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The file as it was sent."""
    version = get_object_or_404(ScenarioVersion, scenario__slug=slug, number=number)
    answer = HttpResponse(version.source, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{number}.toml"'
    return answer
