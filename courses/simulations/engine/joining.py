"""Interfaces: what two packages assume of each other drifts until somebody brings it together."""

from courses.simulations.engine.packages import add_work
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week
from courses.simulations.engine.working import Progress
from courses.simulations.parts import Interface

AGEING = 0.15
JOINED = 0.3


def drift(week: Week, progress: Progress) -> None:
    """Let mismatches grow with the work on both sides, less where the agreement is fresh."""
    for name, part in week.scenario.iface.items():
        iface = week.state["iface"][name]
        if not iface["hit"]:
            moved = _moved(week, part.a, progress) + _moved(week, part.b, progress)
            pace = JOINED if iface["early"] else 1.0
            iface["x"] += pace * part.growth * moved * (1.0 - iface["c"])
        iface["c"] = max(0.0, iface["c"] - AGEING)


def integrate(week: Week, progress: Progress) -> None:
    """When an integrating package starts, every mismatch that is left hits at once."""
    for name in progress.first:
        if week.scenario.wp[name].integrates:
            for iface in week.scenario.iface:
                _hit(week, week.scenario.iface[iface], week.state["iface"][iface], name)


def _moved(week: Week, name: str, progress: Progress) -> float:
    total = week.state["wp"][name]["tot"]
    return progress.gained.get(name, 0.0) / total if total > 0 else 0.0


def _hit(week: Week, part: Interface, iface: State, test: str) -> None:
    if iface["hit"]:
        return
    x = iface["x"]
    side, testing = 1.5 * part.pw * x, 0.55 * part.pw * x
    iface["hit"], iface["hit_x"], iface["x"] = week.number, x, 0.0
    for name, pw in ((part.a, side), (part.b, side), (test, testing)):
        add_work(week, name, pw)
        week.state["wp"][name]["rework"] += pw
    if side >= 0.2:
        week.say("integration_shock", _shock(week, part, side), interface=part.id, pw=side)


def _shock(week: Week, part: Interface, side: float) -> str:
    because = part.because or "the two sides had not compared notes"
    wk = week.state["iface"][part.id]["wk"]
    last = f"last agreed in week {wk}" if wk else "not agreed since the start"
    return (
        f"{part.name} broke in the test because {because} ({last}), "
        f"so both sides have about {side:.1f} person-weeks to redo."
    )
