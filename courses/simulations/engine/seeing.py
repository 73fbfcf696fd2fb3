"""The parts of a view: the board, the teams, the scope, the people and the risks that are known."""

from typing import Any

from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.forecasting import board_projection, spans
from courses.simulations.engine.packages import shown_done
from courses.simulations.engine.projecting import Projection
from courses.simulations.engine.state import State
from courses.simulations.parts import Package, Risk, Team
from courses.simulations.scenario import Scenario

View = dict[str, Any]

MOODS = ((0.45, "ready to leave"), (0.58, "low"), (0.68, "strained"), (0.76, "steady"))


def money(scenario: Scenario, state: State) -> View:
    meta = scenario.meta
    people = added(float(team["n"] + len(team["new"])) for team in state["team"].values())
    a_week = people * meta.person_week
    weeks = max(0.0, state["plan"] - (state["week"] - 1))
    return {
        "budget": meta.budget,
        "reserve": meta.reserve,
        "spent": round(state["spent"], 1),
        "left": round(meta.budget - state["spent"], 1),
        "a_week": round(a_week, 1),
        "at_end": round(state["spent"] + a_week * weeks, 1),
    }


def packages(scenario: Scenario, state: State) -> View:
    """The plan and the board: what was told, what waits for what, and the chain that decides."""
    board = board_projection(scenario, state)
    span = spans(scenario, board)
    ahead = [week for week in scenario.meta.milestones if week >= state["week"]]
    lines = [_package(scenario, state, name, board, span) for name in scenario.wp]
    return {
        "plan": {
            "launch": round(board.launch, 1),
            "critical": board.chain,
            "milestones": list(scenario.meta.milestones),
            "next_milestone": ahead[0] if ahead else None,
        },
        "packages": lines,
    }


def _package(
    scenario: Scenario, state: State, name: str, board: Projection, span: dict[str, Any]
) -> View:
    part, package = scenario.wp[name], state["wp"][name]
    start, end = span[name]
    waits = _waits(part, package, state)
    done = shown_done(package)
    return {
        "id": name,
        "name": part.name,
        "team": part.team,
        "estimate": round(package["est"], 1),
        "total": round(package["rep"], 1),
        "done": round(done, 1),
        "progress": 1.0 if package["fin"] else round(done / max(0.1, package["rep"]), 2),
        "told": package["told"],
        "age": state["week"] - package["told"] if package["told"] else state["week"] - 1,
        "started": package["start"],
        "finished": int(package["fin"]) + 1 if package["fin"] else 0,
        "ready": not package["fin"] and all(wait["met"] for wait in waits),
        "waits": waits,
        "bar": [round(max(0.0, start), 1), round(end, 1)],
        "float": _float(scenario, name, end, span, board),
        "critical": name in board.chain,
        "spiked": bool(package["spiked"]),
        "added": round(package["est"] - part.core, 1),
        **_nature(part),
    }


def _nature(part: Package) -> View:
    return {
        "maxp": part.maxp,
        "kind": part.kind,
        "windows": list(part.windows),
        "integrates": part.integrates,
        "legal_gate": part.legal_gate,
        "optional": part.optional,
    }


def _waits(part: Package, package: State, state: State) -> list[View]:
    """Each dependency, and whether the board shows it as met."""
    return [
        {"on": dep.on, "share": dep.share, "met": bool(met) or _shown(state, dep.on, dep.share)}
        for dep, met in zip(part.deps, package["met"], strict=True)
    ]


def _shown(state: State, name: str, share: float) -> bool:
    package = state["wp"][name]
    return bool(package["fin"] or shown_done(package) >= share * package["rep"])


def _float(
    scenario: Scenario, name: str, end: float, span: dict[str, Any], board: Projection
) -> float:
    """Weeks to spare before the next package, or the launch, would move."""
    after = [
        span[other][0]
        for other, part in scenario.wp.items()
        if any(dep.on == name for dep in part.deps) and span[other][0] >= end
    ]
    return 0.0 if name in board.chain else round(max(0.0, min([*after, board.launch]) - end), 1)


def teams(scenario: Scenario, state: State) -> list[View]:
    return [_team(part, state) for part in scenario.team.values()]


def _team(part: Team, state: State) -> View:
    team = state["team"][part.id]
    seen = team["sync_wk"]
    guests = added(float(other["away"].get(part.id, 0)) for other in state["team"].values())
    return {
        "id": part.id,
        "name": part.name,
        "lead": part.lead,
        "heads": team["n"] + len(team["new"]),
        "full": team["n"],
        "newcomers": len(team["new"]),
        "lent": int(added(float(count) for count in team["away"].values())),
        "guests": int(guests),
        "contractors": team["contr"],
        "overtime": team["ot"],
        "mode": team["mode"],
        "priority": list(team["prio"]),
        "mood": team["seen_mor"],
        "fatigue": team["seen_fat"],
        "mood_word": mood_word(team["seen_mor"]),
        "seen": seen,
        "age": state["week"] - seen if seen else state["week"] - 1,
        "coached": team["coach_wk"],
        "helpers": list(part.helpers),
        "doing": _doing(team, state),
    }


def _doing(team: State, state: State) -> list[str]:
    return [
        name for name in team["prio"] if state["wp"][name]["start"] and not state["wp"][name]["fin"]
    ]


def mood_word(mood: float | None) -> str:
    """A word for spirits as they were last seen."""
    if mood is None:
        return "not asked yet"
    for limit, word in MOODS:
        if mood < limit:
            return word
    return "good"


def items(scenario: Scenario, state: State) -> list[View]:
    return [
        {
            "id": name,
            "name": part.name,
            "about": part.about,
            "owner": part.owner,
            "stated": part.value,
            "reviewed": (item := state["item"][name])["rev"],
            "on": bool(item["on"]),
            "cut_week": item["cut_wk"],
            "work": [{"package": wp, "pw": pw} for wp, pw in part.work],
            "pw": added(pw for _, pw in part.work),
        }
        for name, part in scenario.item.items()
    ]


def people(scenario: Scenario, state: State) -> list[View]:
    found = []
    for name, part in scenario.stake.items():
        person = state["stake"][name]
        age = state["week"] - person["wk"] if person["wk"] else state["week"] - 1
        found.append(
            {
                "id": name,
                "name": part.name,
                "role": part.role,
                "quote": part.quote,
                "sponsor": name == scenario.sponsor,
                "trust": round(person["tr"], 1),
                "change": round(person["tr"] - person["was"], 1),
                "believes": round(person["bel"], 1),
                "briefed": person["wk"],
                "age": age,
                "cadence": part.cadence,
                "due": age >= part.cadence,
                "weight": part.weight,
            }
        )
    return found


def risks(scenario: Scenario, state: State) -> list[View]:
    """The risks somebody has named; whether a quiet one is past shows when its time is over."""
    return [
        _risk(scenario, state, name, part)
        for name, part in scenario.risk.items()
        if state["risk"][name]["known"]
    ]


def _risk(scenario: Scenario, state: State, name: str, part: Risk) -> View:
    risk, found = state["risk"][name], part.mitigation
    trigger = {"on": part.trigger.on, "share": part.trigger.share} if part.trigger else None
    return {
        "id": name,
        "name": part.name,
        "severity": part.sev,
        "likelihood": list(part.p),
        "window": None if part.trigger else list(part.window),
        "trigger": trigger,
        "state": _state(scenario, state, name, part),
        "known": risk["known"],
        "mitigation": {
            "label": found.label,
            "money": found.money,
            "att": found.att,
            "p": found.pm,
            "impact": found.im,
        },
        "fired": risk["st_wk"] if risk["st"] == "fired" else 0,
        "mitigated": risk["mit_wk"],
    }


def _state(scenario: Scenario, state: State, name: str, part: Risk) -> str:
    risk = state["risk"][name]
    if risk["st"] == "fired":
        return "fired"
    if part.item and not state["item"][part.item]["on"]:
        return "void"
    if _over(state, part):
        return "past"
    return "mitigated" if risk["mit_wk"] else "open"


def _over(state: State, part: Risk) -> bool:
    """Whether its time is over for everybody to see."""
    if part.trigger is None:
        return bool(state["week"] > part.window[1])
    return bool(state["wp"][part.trigger.on]["fin"])
