"""A week of work: who works on what, what gets done, and which flaws are made on the way."""

from courses.simulations.engine.arithmetic import over
from courses.simulations.engine.capacity import heads, rate_now
from courses.simulations.engine.packages import left, reopen, share_done
from courses.simulations.engine.projecting import CLOSED, THIRD
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week

FLAWS = {"speed": 1.4, "balanced": 1.0, "quality": 0.6}
FOUND = {"speed": 0.10, "balanced": 0.30, "quality": 0.55}


class Progress:
    """What each package gained this week, and when in the week it might have ended."""

    def __init__(self) -> None:
        self.gained: dict[str, float] = {}
        self.until: dict[str, float] = {}
        self.first: list[str] = []


def work(week: Week) -> Progress:
    """Let every team work; what may start is decided by how things stood on Monday."""
    progress = Progress()
    ready = {name for name in week.state["wp"] if may_start(week, name)}
    critical = _critical(week, ready)
    before = left(week.state["wp"][critical]) if critical else 0.0
    for name in week.state["team"]:
        _team(week, name, ready, progress)
    if critical:
        _count_critical(week, critical, before, progress)
    _pass(week)
    return progress


def _pass(week: Week) -> None:
    """What only lasts a while is one week nearer its end."""
    for package in week.state["wp"].values():
        package["pause"] = max(0, package["pause"] - 1)
    for team in week.state["team"].values():
        team["tax"] = 0.0
        if team["caps"]:
            team["caps"] = [[factor, weeks - 1] for factor, weeks in team["caps"] if weeks > 1]


def may_start(week: Week, name: str) -> bool:
    """Whether a package can be worked on; a dependency once met stays met."""
    package = week.state["wp"][name]
    if package["fin"] or package["pause"]:
        return False
    free = bool(package["start"]) or _met(week, package, name)
    windows = week.scenario.wp[name].windows
    return free and (not windows or week.number in windows)


def _met(week: Week, package: State, name: str) -> bool:
    deps = week.scenario.wp[name].deps
    met = [
        1 if was or share_done(week.state["wp"][dep.on]) >= dep.share - 1e-9 else 0
        for was, dep in zip(package["met"], deps, strict=True)
    ]
    package["met"] = met
    return all(met)


def _critical(week: Week, ready: set[str]) -> str:
    name = week.state["crit"]
    if name not in ready or week.scenario.wp[name].kind == "lead":
        return ""
    return str(name)


def _count_critical(week: Week, name: str, before: float, progress: Progress) -> None:
    part = week.scenario.wp[name]
    usual = min(part.maxp, float(week.scenario.team[part.team].n))
    tally = week.state["tally"]
    tally["crit_norm"] += min(usual, before)
    tally["crit_done"] += progress.gained.get(name, 0.0)


def _team(week: Week, name: str, ready: set[str], progress: Progress) -> None:
    team = week.state["team"][name]
    rate = rate_now(team, week.scenario.team[name].n)
    each = rate / max(1.0, heads(team))
    free, taken = rate, 0
    for package in team["prio"]:
        if package not in ready:
            continue
        part = week.scenario.wp[package]
        if part.kind == "lead":
            _advance(week, package, 1.0, progress)
            continue
        speed = min(free, part.maxp * each)
        if speed <= 1e-9:
            continue
        taken += 1
        speed *= THIRD if taken > 2 else 1.0
        took = _advance(week, package, speed, progress)
        _flaws(week, team, package, took)
        free -= took


def _advance(week: Week, name: str, speed: float, progress: Progress) -> float:
    package = week.state["wp"][name]
    took = min(speed, left(package))
    if not package["start"]:
        package["start"] = week.number
        progress.first.append(name)
        title = week.scenario.wp[name].name
        week.say("started", f"{title} started.", package=name)
    package["done"] += took
    progress.gained[name] = took
    progress.until[name] = week.number - 1 + took / speed
    return float(took)


def _flaws(week: Week, team: State, name: str, took: float) -> None:
    """Some of what is made is wrong; part of it is seen at once, the rest waits."""
    err = week.scenario.wp[name].err
    if err <= 0 or took <= 0:
        return
    made = took * err * FLAWS[team["mode"]]
    made *= 1.0 + 0.6 * over(team["fat"], 0.1)
    made *= 1.0 + 0.5 * over(team["debt"], 0.1)
    made *= 1.0 + 0.1 * len(team["new"])
    share = FOUND[team["mode"]]
    package = week.state["wp"][name]
    package["tot"] += made * share
    package["rework"] += made * share
    package["undisc"] += made * (1.0 - share)


def test(week: Week, progress: Progress) -> None:
    """A testing package finds flaws of every other one, as far as it advanced."""
    for name, took in progress.gained.items():
        finds = week.scenario.wp[name].finds
        testing = week.state["wp"][name]
        if finds and took > 0 and testing["tot"] > 0:
            found = _find(week, name, finds * took / testing["tot"])
            testing["tot"] += 0.25 * found


def _find(week: Week, testing: str, share: float) -> float:
    total = 0.0
    for name, package in week.state["wp"].items():
        if name == testing or package["undisc"] <= 0:
            continue
        found = min(package["undisc"], share * (package["undisc"] + package["found"]))
        package["undisc"] -= found
        package["found"] += found
        package["tot"] += 1.35 * found
        package["rework"] += 1.35 * found
        total += found
        reopen(week, name, "the test found flaws in it")
    return total


def close(week: Week, progress: Progress) -> None:
    """Finish what has less than a fifth of a person-week left; nobody comes back for the rest."""
    for name, package in week.state["wp"].items():
        if package["tot"] - package["done"] >= CLOSED:
            continue
        if not package["fin"] and name in progress.until:
            package["fin"] = progress.until[name]
            week.say("finished", f"{week.scenario.wp[name].name} is finished.", package=name)
        if package["fin"]:
            package["tot"] = package["done"]
