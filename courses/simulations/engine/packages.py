"""What is done, left and known of a package."""

from courses.simulations.engine.projecting import CLOSED
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week

MOST_SHOWN = 0.95


def left(package: State) -> float:
    """The person-weeks that are truly left; a rest below the closing line is none."""
    if package["fin"]:
        return 0.0
    rest = float(package["tot"] - package["done"])
    return rest if rest > 1e-9 else 0.0


def share_done(package: State) -> float:
    """How much of it is done; a finished package may have a tiny rest nobody will work on."""
    if package["fin"]:
        return 1.0
    total = package["tot"]
    return min(1.0, package["done"] / total) if total > 1e-9 else 1.0


def add_work(week: Week, name: str, pw: float, told: bool = False) -> None:
    """More (or less) to do; a finished package is opened again unless the rest is tiny."""
    package = week.state["wp"][name]
    package["tot"] = max(package["done"], package["tot"] + pw)
    if told:
        package["est"] = max(0.1, package["est"] + pw)
        package["rep"] = max(0.1, package["rep"] + pw)
    reopen(week, name, "more work was found")


def reopen(week: Week, name: str, because: str) -> None:
    """Open a finished package again, unless what is left of it is tiny."""
    package = week.state["wp"][name]
    if package["fin"] and package["tot"] - package["done"] >= CLOSED:
        package["fin"] = 0.0
        title = week.scenario.wp[name].name
        week.say("reopened", f"{title} is open again because {because}.", package=name)


def told_total(package: State, noise: float = 0.0) -> float:
    """What a team says the whole package takes: its estimate, bent towards what it knows."""
    naive = package["tot"] / package["mu"]
    bent = naive + package["k"] * (package["tot"] - naive)
    return max(0.1, float(bent * (1.0 + noise)))


def learn(package: State) -> None:
    package["k"] = max(package["k"], min(1.0, 1.35 * share_done(package) - 0.1))


def share_shown(package: State) -> float:
    """How much of it the board shows as done: all that may decide what can be played."""
    return 1.0 if package["fin"] else shown_done(package) / max(0.1, float(package["rep"]))


def shown_done(package: State) -> float:
    """What the board shows as done: at most 95 % of what was told, until it is finished."""
    if package["fin"]:
        return float(package["rep"])
    return float(min(package["done"], MOST_SHOWN * package["rep"]))
