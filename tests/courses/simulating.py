"""Simulations for tests: a scenario on the shelf, a run, some weeks of it."""

from typing import Any

from courses.models import Scenario, ScenarioSeed, ScenarioState, ScenarioVersion, SimulationRun
from courses.operations import simulating
from courses.operations.simulating import Planned
from courses.simulations.engine import VERSION
from courses.simulations.scenario import FOLDER, read
from institute.accounts.models import User

FLAGSHIP = "ai-saas-launch"
QUIET: dict[str, Any] = {"cards": [], "report": {"rag": "A", "fc": 15.0}}
BUSY: dict[str, Any] = {
    "cards": [["sync", "ml"], ["sync", "plat"], ["align", "I1"], ["brief", "ceo"], ["valuereview"]],
    "report": {"rag": "A", "fc": 15.0},
}


def a_scenario(slug: str = FLAGSHIP, *, seeds: int = 5) -> Scenario:
    """A shipped scenario, published, with `seeds` certified deals."""
    scenario, _ = Scenario.objects.get_or_create(slug=slug)
    if scenario.current:
        return scenario
    source = (FOLDER / f"{slug}.toml").read_text(encoding="utf-8")
    file = read(source)
    version = ScenarioVersion.objects.create(
        scenario=scenario,
        title=file.meta.title,
        summary=file.meta.summary,
        source=source,
        digest=file.digest,
        engine=VERSION,
    )
    ScenarioSeed.objects.bulk_create(
        ScenarioSeed(version=version, seed=1_000 + number, panel_mean="70.1", certified=True)
        for number in range(seeds)
    )
    scenario.current, scenario.status = version, ScenarioState.PUBLISHED
    scenario.save()
    return scenario


def a_run(user: User, slug: str = FLAGSHIP, *, seed: int = 1_000) -> SimulationRun:
    """A run of theirs that nobody has played yet; always the same deal."""
    return simulating.start(user=user, scenario=a_scenario(slug), seed=seed)


def played(
    run: SimulationRun, weeks: int, decisions: dict[str, Any] | None = None
) -> SimulationRun:
    """The run after some more weeks, or less when it ends before."""
    for _ in range(weeks):
        run.refresh_from_db()
        if run.status != "playing":
            break
        simulating.commit_week(
            run=run,
            by=run.user,
            planned=Planned(run.week + 1, run.draft_number),
            decisions=decisions or BUSY,
        )
    run.refresh_from_db()
    return run


def finished(run: SimulationRun) -> SimulationRun:
    """The run to its end, whatever it is."""
    return played(run, 40, QUIET)
