"""Risks: whether they come true this week, and what a mitigation leaves of them."""

from courses.simulations.engine.arithmetic import over
from courses.simulations.engine.effecting import apply
from courses.simulations.engine.packages import share_done
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week
from courses.simulations.parts import Risk


def risks(week: Week) -> None:
    """Let each open risk whose week or trigger has come be decided."""
    for name, part in week.scenario.risk.items():
        risk = week.state["risk"][name]
        if risk["st"] != "open":
            continue
        if part.item and not week.state["item"][part.item]["on"]:
            risk["st"], risk["st_wk"] = "void", week.number
        elif _due(week, part, risk):
            _decide(week, part, risk)


def _due(week: Week, part: Risk, risk: State) -> bool:
    if part.trigger is None:
        return bool(week.number == risk["fire"])
    return share_done(week.state["wp"][part.trigger.on]) >= part.trigger.share - 1e-9


def chance(week: Week, part: Risk, risk: State) -> float:
    """The probability as mitigated; unhappy people leave sooner."""
    p = risk["p"] * risk["pm"]
    if part.morale_team:
        p += over(0.5, week.state["team"][part.morale_team]["mor"])
    return float(p)


def _decide(week: Week, part: Risk, risk: State) -> None:
    risk["st_wk"] = week.number
    if risk["u"] >= chance(week, part, risk):
        risk["st"] = "past"
        return
    risk["st"] = "fired"
    apply(week, part.fx, f"risk {part.id}", risk["im"])
    softened = ", softened by the mitigation" if risk["im"] < 1 and risk["mit_wk"] else ""
    text = f"{part.name}{softened}, because {part.because}."
    week.say("risk_fired", text, risk=part.id, hidden=not risk["known"])
    risk["known"] = risk["known"] or week.number
