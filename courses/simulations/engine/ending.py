"""The launch gate, the launch, and the other ways in which a programme ends."""

from courses.simulations.engine.packages import share_done
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week
from courses.simulations.scenario import Scenario

INTEGRATED, NEARLY = 0.65, 0.75
NO_TRUST, TOO_DEAR = 2.0, 1.35


def gate(scenario: Scenario, state: State) -> int:
    """2 when everything is done, 1 when it could go out with gaps, 0 when it must not."""
    if all(package["fin"] for package in state["wp"].values()):
        return 2
    return 1 if all(_good_enough(scenario, state, name) for name in scenario.wp) else 0


def _good_enough(scenario: Scenario, state: State, name: str) -> bool:
    part, package = scenario.wp[name], state["wp"][name]
    if part.legal_gate:
        return bool(package["fin"] or package.get("passed"))
    if part.optional:
        return True
    return share_done(package) >= (INTEGRATED if part.integrates else NEARLY)


def launch(week: Week) -> bool:
    """Launch on Monday if it was decided and may be done."""
    wanted, state = week.decisions["launch"], week.state
    if wanted == "wait":
        return False
    if state["ready"] < (2 if wanted == "go" else 1):
        text = "The launch gate is shut: work that must be done is not."
        week.say("refused", text, card=["launch", wanted])
        return False
    _launched(week, max(state["ready_at"], week.number - 1.0 if _waited(week) else 0.0))
    return True


def _waited(week: Week) -> bool:
    """A gate that opened last week lets out on the day it opened; later it is Monday."""
    state = week.state
    return bool(state["ready"] < 2 or state["ready_at"] <= week.number - 2.0)


def _launched(week: Week, at: float) -> None:
    state = week.state
    state["status"], state["launched_at"] = "launched", at
    late = at - state["commit"]
    word = "on time" if late <= 0 else f"{late:.1f} weeks after the promise"
    week.say("launched", f"{week.scenario.meta.title} launched in week {at:.1f}, {word}.", at=at)


def look(week: Week) -> None:
    """See at the end of the week whether the gate is open."""
    state = week.state
    for name, part in week.scenario.wp.items():
        if part.legal_gate and state["wp"][name]["fin"]:
            state["wp"][name]["passed"] = 1
    was, state["ready"] = state["ready"], gate(week.scenario, state)
    if state["ready"] == 2 and was < 2:
        state["ready_at"] = max(package["fin"] for package in state["wp"].values())


def stop(week: Week) -> None:
    """End what has run out of weeks, trust or money."""
    state, meta = week.state, week.scenario.meta
    if state["stake"][week.scenario.sponsor]["tr"] < NO_TRUST:
        state["status"] = "out_of_trust"
        text = f"{week.scenario.stake[week.scenario.sponsor].name} stopped the programme because"
        week.say("out_of_trust", f"{text} nothing you said had come true.")
    elif state["spent"] > TOO_DEAR * meta.budget:
        state["status"] = "out_of_money"
        week.say("out_of_money", "The programme was stopped because its money was gone.")
    elif week.number >= meta.weeks_max:
        _last_week(week)


def _last_week(week: Week) -> None:
    if week.state["ready"] == 2:
        _launched(week, week.state["ready_at"])
        return
    week.state["status"] = "out_of_time"
    text = "The programme ended because its last week was over and nothing had launched."
    week.say("out_of_time", text)
