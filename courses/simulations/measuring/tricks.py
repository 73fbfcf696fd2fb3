"""One-trick players: whoever does one thing only must not get far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from courses.simulations.measuring.games import average, played
from courses.simulations.policies.playing import Player, Policy
from courses.simulations.policies.tray import Card, Decisions, Tray, View, decisions
from courses.simulations.scenario import Scenario

CHECKLIST = "checklist of all cards"


@dataclass(frozen=True, slots=True)
class Trick:
    """One thing, done as often as attention allows; `orders` are given to every team."""

    name: str
    cards: Callable[[View], list[Card]] = lambda _: []
    orders: dict[str, object] = field(default_factory=dict)
    later: float = 0.0


def of_kind(*kinds: str) -> Callable[[View], list[Card]]:
    """Every allowed card of these kinds, kind by kind, the longest neglected first."""

    def cards(view: View) -> list[Card]:
        offered = [one for one in view["cards"] if one["allowed"]]
        found: list[Card] = []
        for kind in kinds:
            mine = [one["card"] for one in offered if one["kind"] == kind and not _restores(one)]
            turn = view["week"] * 5 % len(mine) if mine else 0
            found += mine[turn:] + mine[:turn]
        return found

    return cards


def checklist(view: View) -> list[Card]:
    """A card of every useful kind in turn: all of the work, none of the weighing."""
    kinds = ("valuereview", "riskreview", "mitigate", "align", "sync", "brief", "spike", "coach")
    week = view["week"]
    columns = [of_kind(kind)(view) for kind in kinds]
    columns.append([] if week < 2 else of_kind("negscope")(view)[: 4 - _gone(view)])
    columns.append(of_kind("integrate")(view) if week > 6 else [])
    turn = week * 3 % len(columns)
    columns = columns[turn:] + columns[:turn]
    longest = max(len(column) for column in columns)
    return [column[at] for at in range(longest) for column in columns if at < len(column)]


def _gone(view: View) -> int:
    return min(4, len([one for one in view["items"] if not one["on"]]))


def _restores(offer: View) -> bool:
    return bool(offer["kind"] == "negscope" and offer["card"][2] == 1)


TRICKS = (
    Trick(CHECKLIST, checklist),
    Trick("cut all, sync", of_kind("negscope", "sync")),
    Trick("cut all, align", of_kind("negscope", "align")),
    Trick("cut all", of_kind("negscope")),
    Trick("sync", of_kind("sync")),
    Trick("mitigate", of_kind("mitigate", "riskreview")),
    Trick("align", of_kind("align")),
    Trick("join early", of_kind("integrate")),
    Trick("spike", of_kind("spike")),
    Trick("coach", of_kind("coach")),
    Trick("brief", of_kind("brief")),
    Trick("negotiate the date", of_kind("negdate")),
    Trick("contractors", of_kind("contractor")),
    Trick("pessimistic reports", later=4.0),
    Trick("quality", orders={"mode": "quality"}),
    Trick("speed", orders={"mode": "speed"}),
    Trick("overtime", orders={"ot": 2}),
)


def player(trick: Trick) -> Policy:
    """The policy of that trick: it reports what the board says, and answers nothing."""

    def seat(scenario: Scenario, seed: int) -> Player:
        def decide(view: View) -> Decisions:
            tray = Tray(view, {})
            tray.fill(trick.cards(view))
            said = view["plan"]["launch"] + trick.later
            slip = said - view["promise"]["week"]
            colour = "G" if slip <= 0 else "A" if slip <= 1 else "R"
            teams = [team["id"] for team in view["teams"]]
            orders = {key: dict.fromkeys(teams, value) for key, value in trick.orders.items()}
            gate = "go" if view["launch"]["gate"] == 2 else "wait"
            return decisions(tray.cards, {}, said, colour) | orders | {"launch": gate}

        return decide

    return Policy(trick.name, seat)


def tricks(scenario: Scenario, seeds: Iterable[int]) -> dict[str, float]:
    """What each trick scores on average, the best first."""
    deals = list(seeds)
    found = {
        trick.name: average(played(scenario, seed, player(trick)).total for seed in deals)
        for trick in TRICKS
    }
    return dict(sorted(found.items(), key=lambda one: -one[1]))
