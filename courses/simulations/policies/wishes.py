"""The cards a planner would like to play this week, each with its rank."""

from collections.abc import Iterator

from courses.simulations.policies.habits import Habits
from courses.simulations.policies.outlook import Reading
from courses.simulations.policies.tray import Card, View

Wish = tuple[float, Card]


def wishes(view: View, habits: Habits, reading: Reading) -> list[Wish]:
    """Everything worth doing; cuts, loans and dates are decided elsewhere."""
    found = [
        *_syncs(view, habits),
        *_aligned(view, habits, reading),
        *_briefs(view, habits),
        *_spikes(view, habits, reading),
        *_mitigations(view, habits),
        *_reviews(view, habits),
        *_coaching(view, habits),
    ]
    return sorted(found, key=lambda wish: -wish[0])


def _syncs(view: View, habits: Habits) -> Iterator[Wish]:
    for team in view["teams"]:
        late = float(team["age"]) - habits.sync_every
        if team["doing"] and late >= -0.5:
            hot = habits.sync_hot if set(team["doing"]) & set(view["plan"]["critical"]) else 0.0
            yield habits.sync_rank + hot + 0.4 * late, ["sync", team["id"]]


def _aligned(view: View, habits: Habits, reading: Reading) -> Iterator[Wish]:
    """Align what is being built on both sides; join it when most of it is there."""
    for one in view["interfaces"]:
        pair = [reading.packages[one["a"]], reading.packages[one["b"]]]
        if one["integrated"]:
            continue
        built = min(part["progress"] for part in pair)
        if built >= habits.integrate_at:
            yield habits.integrate_rank + 2.0 * built, ["integrate", one["id"]]
        late = float(one["age"]) - habits.align_age
        moving = any(_moves(part) for part in pair)
        if moving and late >= -0.5:
            yield habits.align_rank + 0.3 * late, ["align", one["id"]]


def _moves(package: View) -> bool:
    """Whether work goes on in a package, or may begin this week."""
    return bool(package["ready"] and not package["finished"])


def _briefs(view: View, habits: Habits) -> Iterator[Wish]:
    for one in view["stakeholders"]:
        late = float(one["age"]) - (one["cadence"] - 1 + habits.brief_late)
        if late >= -0.5:
            yield habits.brief_rank + 3.0 * one["weight"] + 0.3 * late, ["brief", one["id"]]


def _spikes(view: View, habits: Habits, reading: Reading) -> Iterator[Wish]:
    done = sum(1 for one in view["packages"] if one["spiked"])
    if done + 0.5 > habits.spikes:
        return
    for one in view["packages"]:
        if not one["spiked"] and one["progress"] < 0.3 and one["kind"] != "lead":
            weight = float(one["total"]) * 0.06 + reading.tail[one["id"]] * 0.04
            yield habits.spike_rank - 1.0 + weight, ["spike", one["id"]]


def _mitigations(view: View, habits: Habits) -> Iterator[Wish]:
    for one in view["risks"]:
        remedy = one["mitigation"]
        chance = sum(one["likelihood"]) / 2
        worth = chance * one["severity"] * (1 - remedy["p"] * remedy["impact"])
        if one["state"] == "open" and worth >= habits.mitigate_worth:
            soon = _soon(view, one)
            yield habits.mitigate_rank + 0.3 * worth + soon, ["mitigate", one["id"]]


def _soon(view: View, risk: View) -> float:
    """A risk whose time is near comes first, one whose time is far can wait."""
    if not risk["window"]:
        return 0.0
    return float(1.5 - 0.5 * max(0, risk["window"][0] - view["week"]))


def _reviews(view: View, habits: Habits) -> Iterator[Wish]:
    week = view["week"]
    for number in range(round(habits.risk_reviews)):
        if week == 1 + round(number * habits.risk_review_every):
            yield 9.0, ["riskreview"]
    unread = any(one["on"] and one["reviewed"] is None for one in view["items"])
    if unread and week <= round(habits.value_reviews):
        yield 9.5, ["valuereview"]


def _coaching(view: View, habits: Habits) -> Iterator[Wish]:
    """Who is low comes first; with attention to spare, everybody in turn."""
    for team in view["teams"]:
        if habits.coach_spare and view["week"] - team["coached"] >= 3:
            yield -1.0 - (team["mood"] or 0.7), ["coach", team["id"]]
        low = habits.coach_below - (team["mood"] if team["mood"] is not None else 0.7)
        if low > 0 and (not team["coached"] or view["week"] - team["coached"] >= 3):
            yield habits.coach_rank + 10 * low, ["coach", team["id"]]
