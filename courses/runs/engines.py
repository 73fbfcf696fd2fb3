"""The engine a run is pinned to, and the scenario it plays.

A score is never migrated: a run keeps the engine it began with, under the version it names.
"""

from functools import lru_cache
from types import ModuleType
from typing import Any

from courses.models import ScenarioVersion, SimulationRun
from courses.simulations import engine
from courses.simulations.scenario import Scenario, read
from institute.errors import RuleBroken

ENGINES: dict[str, ModuleType] = {engine.VERSION: engine}
GONE = "This run was played on engine {version}, which is not installed here."
PARTS = ("wp", "team", "iface", "item", "stake", "risk")

State = dict[str, Any]
Decisions = dict[str, Any]


def engine_of(version: str) -> ModuleType:
    """The engine with this version. Raises RuleBroken when it is not installed."""
    try:
        return ENGINES[version]
    except KeyError:
        raise RuleBroken(GONE.format(version=version)) from None


def scenario_of(version: ScenarioVersion) -> Scenario:
    """The scenario as the engine reads it; read once per process."""
    return _read(version.pk, version.digest, version.source)


@lru_cache(maxsize=32)
def _read(_pk: int, _digest: str, source: str) -> Scenario:
    return read(source)


def state_of(run: SimulationRun) -> State:
    """The state as the engine left it: the database keeps its content, not its order."""
    return in_order(scenario_of(run.version), run.state)


def in_order(scenario: Scenario, state: State) -> State:
    """The state with packages, teams and the rest in the order of the scenario."""
    parts = {key: getattr(scenario, key) for key in PARTS if isinstance(state.get(key), dict)}
    return state | {
        key: {name: state[key][name] for name in names if name in state[key]}
        for key, names in parts.items()
    }


def view_of(run: SimulationRun) -> dict[str, Any]:
    """What the learner may see of the run now, and nothing else of its state."""
    seen: dict[str, Any] = engine_of(run.engine).observe(scenario_of(run.version), state_of(run))
    return seen
