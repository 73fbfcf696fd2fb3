"""One week of the programme, in its fixed order."""

from typing import Any

from courses.simulations.engine import believing, cards, ending, hazards, joining, ledger, working
from courses.simulations.engine.answering import answers, arrive
from courses.simulations.engine.arithmetic import added, clipped
from courses.simulations.engine.cleaning import clean
from courses.simulations.engine.forecasting import (
    board_projection,
    critical_now,
    true_projection,
)
from courses.simulations.engine.luck import Luck
from courses.simulations.engine.ordering import orders
from courses.simulations.engine.packages import learn, shown_done
from courses.simulations.engine.people import people
from courses.simulations.engine.state import State, in_order
from courses.simulations.engine.week import Week, copied, rounded
from courses.simulations.scenario import Scenario

Events = list[dict[str, Any]]


def step(
    scenario: Scenario, state: State, decisions: object, seed: int | Luck
) -> tuple[State, Events]:
    """Play one week; the given state is left as it was. A programme that is over stays so."""
    if state["status"] != "running":
        return state, []
    luck = seed if isinstance(seed, Luck) else Luck(scenario, seed)
    week = _monday(scenario, copied(in_order(scenario, state)), clean(scenario, decisions), luck)
    if not ending.launch(week):
        _through(week)
    rounded(week.state)
    return week.state, week.events


def attention(scenario: Scenario, state: State) -> float:
    """The points of this week, after what last week took away."""
    return clipped(scenario.meta.attention + state["att_next"], 0.0, 40.0)


def _monday(scenario: Scenario, state: State, decisions: dict[str, Any], luck: Luck) -> Week:
    week = Week(scenario, state, luck, state["week"], attention(scenario, state), decisions)
    state["att_next"] = 0.0
    believing.remember(state)
    return week


def _through(week: Week) -> None:
    answers(week)
    orders(week)
    cards.play(week)
    progress = working.work(week)
    joining.drift(week, progress)
    joining.integrate(week, progress)
    working.test(week, progress)
    working.close(week, progress)
    hazards.risks(week)
    for package in week.state["wp"].values():
        learn(package)
    _friday(week)


def _friday(week: Week) -> None:
    state = week.state
    state["week"] = week.number + 1
    ending.look(week)
    _forecast(week)
    people(week)
    believing.report(week)
    believing.judge(week)
    believing.count(week)
    believing.escalations(week)
    state["att_next"] -= state["lost"]
    ledger.pay(week)
    _remember(week)
    arrive(week)
    ending.stop(week)


def _forecast(week: Week) -> None:
    state = week.state
    truth = true_projection(week.scenario, state)
    state["true"] = state["ready_at"] if state["ready"] == 2 else truth.launch
    state["crit"] = critical_now(week.scenario, state, truth.chain)
    state["chain"] = truth.chain


def _remember(week: Week) -> None:
    """One line of history: what was said, what was true, what was told."""
    state = week.state
    report = {"fc": week.decisions["report"].get("fc"), "rag": week.rag}
    state["reports"] = [*state["reports"], {"week": week.number, **report}]
    packages = state["wp"].values()
    board = board_projection(week.scenario, state).launch
    state["plan"] = board
    line = {
        "week": week.number,
        "fc": week.forecast,
        "rag": week.rag,
        "true": round(state["true"], 6),
        "plan": round(board, 6),
        "commit": state["commit"],
        "crit": state["crit"],
        "done": round(added(package["done"] for package in packages), 6),
        "tot": round(added(package["tot"] for package in packages), 6),
        "rep": round(added(package["rep"] for package in packages), 6),
        "shown": round(added(shown_done(package) for package in packages), 1),
        "spent": round(state["spent"], 6),
        "tr": {name: round(person["tr"], 6) for name, person in state["stake"].items()},
        "bel": {name: round(person["bel"], 6) for name, person in state["stake"].items()},
    }
    state["history"] = [*state["history"], line]
