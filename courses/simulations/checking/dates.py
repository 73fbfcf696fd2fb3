"""Laws of dates: the plan looks possible, and the truth lies some weeks behind it."""

from dataclasses import asdict, dataclass
from typing import Any

from courses.simulations.engine.beginning import begin
from courses.simulations.engine.projecting import Outlook, project
from courses.simulations.engine.shape import shape
from courses.simulations.reading import Source
from courses.simulations.scenario import Scenario

FIRST_DEAL = 900_000  # deals that nobody is dealt, so that looking spoils none
PLAN_EARLY, TRUTH_LATE = 1.0, (1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The week on the board, and the true one over many deals, all scope kept and nothing done."""

    plan: float
    mean: float
    p10: float
    p90: float
    on_time: float


def outlooks(scenario: Scenario, deals: int) -> Outlooks:
    """Project the plan once and the truth of each deal, before any event or risk."""
    return _outlooks(scenario, truths(scenario, 0, deals))


def truths(scenario: Scenario, first: int, count: int) -> list[float]:
    """The true weeks of so many deals; the same deals have the same numbers."""
    deals = range(FIRST_DEAL + first, FIRST_DEAL + first + count)
    return [round(_launch(scenario, begin(scenario, deal), "tot"), 4) for deal in deals]


def summary(scenario: Scenario, found: list[float]) -> dict[str, float]:
    """The outlooks as plain numbers."""
    return asdict(_outlooks(scenario, found))


def _outlooks(scenario: Scenario, found: list[float]) -> Outlooks:
    ranked, total = sorted(found), 0.0
    for truth in ranked:
        total += truth
    count = len(ranked)
    return Outlooks(
        plan=round(_launch(scenario, begin(scenario, FIRST_DEAL), "est"), 2),
        mean=round(total / count, 2),
        p10=round(ranked[count // 10], 2),
        p90=round(ranked[count * 9 // 10], 2),
        on_time=sum(truth <= scenario.meta.market_week for truth in ranked) / count,
    )


def check(scenario: Scenario, source: Source, deals: int) -> None:
    """Note a plan that gives itself away, and a truth that is too near or too far."""
    promised = scenario.meta.market_week
    found = outlooks(scenario, deals)
    line = source.line_of("meta", 0, "market_week")
    if not promised - PLAN_EARLY <= found.plan <= promised:
        reason = f"The plan on the board ends in week {found.plan:.1f}; it should end in the week"
        source.complain(line, "meta.market_week", f"{reason} before the promised {promised}.")
    late = found.mean - promised
    if not TRUTH_LATE[0] <= late <= TRUTH_LATE[1]:
        reason = f"The true date is {late:+.1f} weeks from the promise on average; one to three"
        source.complain(line, "meta.market_week", f"{reason} weeks late make a fair game.")


def _launch(scenario: Scenario, state: dict[str, Any], work: str) -> float:
    packages = list(state["wp"].values())
    todo = [float(package[work]) for package in packages]
    count = len(todo)
    heads = {name: float(team.n) for name, team in scenario.team.items()}
    outlook = Outlook(
        week=1,
        left=todo,
        total=todo,
        met=[[0] * len(part.deps) for part in scenario.wp.values()],
        started=[0] * count,
        finished=[0.0] * count,
        rates=heads,
        heads=heads,
        order={name: list(team["prio"]) for name, team in state["team"].items()},
    )
    return project(shape(scenario), outlook).launch
