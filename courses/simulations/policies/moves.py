"""Trades of a planner: scope for time, people between teams, a later date, money for hands."""

from collections.abc import Iterator

from courses.simulations.policies.habits import Habits
from courses.simulations.policies.outlook import Reading
from courses.simulations.policies.tray import Card, View

GRANTED = 0.57
WORTH_A_LOAN = 0.35
CONTRACTOR_WEEKS = 6.0


def cuts(view: View, habits: Habits, reading: Reading) -> list[Card]:
    """Items to cut this week: first what is worth little, then what buys the most time."""
    week = view["week"]
    gone = frozenset(one["id"] for one in view["items"] if not one["on"])
    if week < round(habits.cut_week) or len(gone) >= round(habits.cuts):
        return []
    room = round(habits.cuts) - len(gone)
    chosen = [one["id"] for one in view["items"] if one["on"] and _is_junk(one, habits)][:room]
    wanted = view["promise"]["week"] - habits.cut_margin
    while len(chosen) < room and reading.date(frozenset(chosen)) > wanted:
        best = _best_cut(view, habits, reading, chosen)
        if not best:
            break
        chosen.append(best)
    return [["negscope", name, 0] for name in chosen]


def _is_junk(item: View, habits: Habits) -> bool:
    return item["reviewed"] is not None and item["reviewed"] / max(0.1, item["pw"]) < habits.junk


def _best_cut(view: View, habits: Habits, reading: Reading, chosen: list[str]) -> str:
    """The item that gives the most time for its value, if the time is worth it.

    The habit of cutting what is worth the most first asks for no reason.
    """
    before, found = reading.pressure(frozenset(chosen)), ("", 0.0)
    for item in view["items"]:
        if not item["on"] or item["id"] in chosen:
            continue
        saved = before - reading.pressure(frozenset([*chosen, item["id"]]))
        value = item_value(item, habits)
        merit = value if habits.worst_first else saved / max(0.3, value)
        if merit > found[1] and (habits.worst_first or saved * habits.week_worth >= value):
            found = (item["id"], merit)
    return found[0]


def item_value(item: View, habits: Habits) -> float:
    """What a planner thinks an item is worth: what a review said, else a share of the stated."""
    reviewed = item["reviewed"]
    return float(habits.unread_value * item["stated"] if reviewed is None else reviewed)


def dates(view: View, habits: Habits, reading: Reading) -> Iterator[Card]:
    """Ask for a later date once the gap is plain, and while there is a case for it."""
    gap = reading.date() - view["promise"]["week"]
    asked = view["promise"]["extension"] > 0
    if asked or view["week"] < round(habits.date_week) or gap <= habits.date_gap:
        return
    for weeks in range(min(3, max(1, round(gap))), 0, -1):
        if _case(view, weeks) >= GRANTED:
            yield ["negdate", weeks]
            return


def _case(view: View, weeks: int) -> float:
    """What speaks for a later date: the sponsor's trust, time, and knowing the teams."""
    trust = next(one["trust"] for one in view["stakeholders"] if one["sponsor"])
    ahead = max(0.0, min(8.0, view["promise"]["week"] - view["week"]))
    fresh = [1.0 for team in view["teams"] if team["seen"] and team["age"] <= 2]
    known = 0.15 * len(fresh) / len(view["teams"])
    return float(trust / 100 + 0.03 * ahead + known - 0.12 * weeks)


def loans(view: View, habits: Habits, reading: Reading) -> Iterator[Card]:
    """Lend a person where the date gains the most from it."""
    lent = sum(team["lent"] for team in view["teams"])
    if view["week"] < round(habits.loan_week) or lent >= round(habits.loans):
        return
    before, best = reading.pressure(), (WORTH_A_LOAN, list[str]())
    critical = {reading.packages[name]["team"] for name in view["plan"]["critical"]}
    for team in view["teams"]:
        for helper in team["helpers"] if team["id"] in critical else []:
            moved = {helper: -1.0, team["id"]: 0.85}
            gain = before - reading.pressure(moved=moved)
            if gain > best[0]:
                best = (gain, [helper, team["id"]])
    if best[1]:
        yield ["loan", *best[1]]


def hires(view: View, habits: Habits, reading: Reading) -> Iterator[Card]:
    """Hire for the team that decides the date while there is time to learn."""
    hired = sum(team["contractors"] for team in view["teams"])
    if hired >= round(habits.contractors) or not view["plan"]["critical"]:
        return
    if reading.date() - view["week"] > CONTRACTOR_WEEKS:
        yield ["contractor", reading.packages[view["plan"]["critical"][0]]["team"]]
