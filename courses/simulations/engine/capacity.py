"""How much a team can do in a week, and how its packages share it."""

from courses.simulations.engine.arithmetic import over
from courses.simulations.engine.state import State

OVERTIME = (0.0, 0.12, 0.25)
PACE = {"speed": 1.08, "balanced": 1.0, "quality": 0.93}
BLOCKED = 0.55
MOST_TAX = 0.6
GROWN = 3


def heads(team: State) -> float:
    return float(team["n"] + len(team["new"]))


def steady_rate(team: State, first_size: int) -> float:
    """Person-weeks a week, without what only lasts a while."""
    people = heads(team)
    rate = team["n"] + _newcomers(team["new"])
    rate *= 0.72 + 0.40 * team["mor"]
    rate *= 1.0 - 0.30 * over(team["fat"], 0.1)
    rate *= 1.0 - 0.30 * over(team["debt"], 0.1)
    rate *= 1.0 + OVERTIME[team["ot"]]
    rate *= PACE[team["mode"]]
    rate *= 1.0 - 0.015 * over(people, float(first_size))
    return max(0.0, float(rate))


def rate_now(team: State, first_size: int) -> float:
    """Person-weeks of this week, with blockers, temporary hits and the cost of meetings."""
    rate = steady_rate(team, first_size) * (BLOCKED if team["blk"] else 1.0)
    for factor, _ in team["caps"]:
        rate *= factor
    return float(rate * (1.0 - min(MOST_TAX, team["tax"])))


def hits(team: State) -> list[float]:
    """What temporary hits leave of the rate in each of the weeks to come."""
    longest = team["blk"]
    for _, weeks in team["caps"]:
        longest = max(longest, weeks)
    found = []
    for ahead in range(longest):
        factor = BLOCKED if team["blk"] > ahead else 1.0
        for cap, weeks in team["caps"]:
            factor *= cap if weeks > ahead else 1.0
        found.append(factor)
    return found


def _newcomers(ages: list[int]) -> float:
    """What newcomers add, less the time that others spend on them."""
    total = 0.0
    for age in ages:
        total += 0.35 + 0.25 * min(2, age) - (0.20 if age < 2 else 0.0)
    return total
