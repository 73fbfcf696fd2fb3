"""Writing a scenario: send a file or edit the text, see every problem by its line, keep it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.forms.scenarios import ScenarioForm
from courses.models import Scenario
from courses.operations import scenario_files
from courses.simulations.checking import Checked, check
from courses.simulations.reading import Problem
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

EXCERPT = 90


@dataclass(frozen=True)
class Marked:
    """A problem with the words of its line."""

    problem: Problem
    words: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("scenarios")
def scenario_new(request: SignedInRequest) -> HttpResponse:
    """A scenario that is not here yet, or a new version of one that is."""
    return _written(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("scenarios")
def scenario_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The newest text of a scenario; what is saved becomes its next version."""
    return _written(request, get_object_or_404(Scenario, slug=slug))


def _written(request: SignedInRequest, scenario: Scenario | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ScenarioForm(initial={"text": _newest(scenario)}), scenario)
    form = ScenarioForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, scenario, status=422)
    source = str(form.cleaned_data["source"])
    checked = check(source)
    if checked.is_good and request.POST.get("act") != "check":
        try:
            at = scenario.slug if scenario else ""
            kept = scenario_files.keep(checked=checked, source=source, by=request.user, at=at)
        except RuleBroken as rule:
            form.add_error("text", f"{rule} {rule.instead}".strip())
            return _page(request, form, scenario, status=422)
        _say(request, kept)
        return redirect("courses:scenario_file", kept.version.scenario.slug)
    shown = ScenarioForm(initial={"text": source})
    status = 200 if checked.is_good else 422
    return _page(request, shown, scenario, checked=checked, source=source, status=status)


def _newest(scenario: Scenario | None) -> str:
    last = scenario.versions.order_by("-number").first() if scenario else None
    return last.source if last else ""


def _say(request: SignedInRequest, kept: scenario_files.Kept) -> None:
    if kept.is_new:
        words = f"Kept as version {kept.version.number}. Nobody meets it until it is published."
        messages.success(request, words)
    else:
        words = f"Nothing changed: this is version {kept.version.number}, word for word."
        messages.info(request, words)


def _page(
    request: SignedInRequest,
    form: ScenarioForm,
    scenario: Scenario | None,
    *,
    checked: Checked | None = None,
    source: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "scenario": scenario,
        "checked": checked,
        "marked": _marked(checked, source),
    }
    return render(request, "simulations/staff_edit.html", context, status=status)


def _marked(checked: Checked | None, source: str) -> list[Marked]:
    lines = source.splitlines()
    found = checked.problems if checked else []
    return [Marked(one, _words(lines, one.line)) for one in found]


def _words(lines: list[str], number: int) -> str:
    return lines[number - 1].strip()[:EXCERPT] if 1 <= number <= len(lines) else ""
