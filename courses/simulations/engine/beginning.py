"""The state of a programme on its first Monday, with everything luck has hidden in it."""

from typing import Any

from courses.simulations.engine.forecasting import board_projection, critical_now, true_projection
from courses.simulations.engine.luck import Luck, quantile
from courses.simulations.engine.shape import shape
from courses.simulations.engine.state import State
from courses.simulations.engine.version import VERSION
from courses.simulations.parts import Package, Risk
from courses.simulations.scenario import Scenario

MORALE, FATIGUE, DEBT = 0.70, 0.10, 0.10
AGREED = {"x": 0.0, "c": 1.0, "wk": 0, "early": 0, "hit": 0, "hit_x": 0.0}
TALLY: State = {
    "breaks": 0,
    "melons": 0,
    "slipping": 0,
    "false_green": 0,
    "blocked": 0,
    "team_weeks": 0,
    "crit_done": 0.0,
    "crit_norm": 0.0,
    "brief_due": 0.0,
    "brief_kept": 0.0,
    "brief_early": 0,
    "money_mit": 0.0,
    "money_wise": 0.0,
}
BLOCKED_FIRST, BLOCKED_LATER = (2, 7), (8, 13)


def begin(scenario: Scenario, seed: int) -> State:
    """The state before week 1; the same for the same scenario and seed, for ever."""
    luck = Luck(scenario, seed)
    state: State = {
        "engine": VERSION,
        "scenario": scenario.meta.slug,
        "week": 1,
        "status": "running",
        "commit": float(scenario.meta.market_week),
        "ext": 0,
        "asks": 0,
        "notice": 0,
        "spent": 0.0,
        "ready": 0,
        "ready_at": 0.0,
        "launched_at": None,
        "att_next": 0.0,
        "waste": 0.0,
        "lost": 0.0,
        "true": 0.0,
        "plan": 0.0,
        "crit": "",
        "chain": [],
        "wp": _packages(scenario, luck),
        "team": _teams(scenario, luck),
        "iface": {name: dict(AGREED) for name in scenario.iface},
        "item": _items(scenario, luck),
        "stake": _stakeholders(scenario),
        "risk": _risks(scenario, luck),
        "deck": _deck(scenario, luck),
        "reports": [],
        "cardlog": [],
        "history": [],
        "tally": dict(TALLY),
        "keys": {"align": [], "people": [], "crisis": [], "comms": []},
    }
    _look_ahead(scenario, state)
    return state


def _look_ahead(scenario: Scenario, state: State) -> None:
    """What lies in the tray on the first Monday, and where the work would end."""
    state["pending"] = [event for week, event in state["deck"] if week == 1]
    truth = true_projection(scenario, state)
    state["true"], state["chain"] = round(truth.launch, 6), truth.chain
    state["plan"] = round(board_projection(scenario, state).launch, 6)
    state["crit"] = critical_now(scenario, state, truth.chain)


def _packages(scenario: Scenario, luck: Luck) -> dict[str, State]:
    extra = dict.fromkeys(scenario.wp, 0.0)
    for item in scenario.item.values():
        for name, pw in item.work:
            extra[name] += pw
    truth: dict[str, float] = {}
    for team, names in shape(scenario).of_team.items():
        for name, u in luck.dealt(names, "mu", team).items():
            truth[name] = quantile(scenario.wp[name].mult, u)
    return {
        name: _package(part, part.core + extra[name], truth[name])
        for name, part in scenario.wp.items()
    }


def _package(part: Package, estimate: float, mu: float) -> State:
    total = estimate * mu
    return {
        "est": estimate,
        "mu": round(mu, 6),
        "tot": round(total, 6),
        "done": 0.0,
        "rep": estimate,
        "told": 0,
        "k": 0.0,
        "rework": 0.0,
        "undisc": 0.0,
        "found": 0.0,
        "start": 0,
        "fin": 0.0,
        "met": [0] * len(part.deps),
        "spiked": 0,
        "pause": 0,
    }


def _teams(scenario: Scenario, luck: Luck) -> dict[str, State]:
    return {
        name: {
            "n": part.n,
            "new": [],
            "contr": 0,
            "away": {},
            "mor": MORALE,
            "fat": FATIGUE,
            "debt": DEBT,
            "ot": 0,
            "mode": "balanced",
            "prio": list(shape(scenario).own_order[name]),
            "caps": [],
            "blk": 0,
            "blkw": [
                luck.whole(*BLOCKED_FIRST, "blocker", name, 1),
                luck.whole(*BLOCKED_LATER, "blocker", name, 2),
            ],
            "tax": 0.0,
            "seen_mor": None,
            "seen_fat": None,
            "sync_wk": 0,
            "coach_wk": 0,
            "thrash": 0.0,
            "flips": 0,
            "left": 0,
            "left_wk": 0,
        }
        for name, part in scenario.team.items()
    }


def _items(scenario: Scenario, luck: Luck) -> dict[str, State]:
    deals = luck.dealt(scenario.item, "value")
    return {
        name: {
            "on": 1,
            "tv": round(part.value * quantile(part.mult, deals[name]), 6),
            "rev": None,
            "cut_wk": 0,
            "waste": 0.0,
        }
        for name, part in scenario.item.items()
    }


def _stakeholders(scenario: Scenario) -> dict[str, State]:
    week = float(scenario.meta.market_week)
    return {
        name: {
            "tr": part.trust,
            "bel": week,
            "hi": week,
            "wk": 0,
            "was": part.trust,
        }
        for name, part in scenario.stake.items()
    }


def _risks(scenario: Scenario, luck: Luck) -> dict[str, State]:
    chance = luck.dealt(scenario.risk, "risk p")
    fate = luck.dealt(scenario.risk, "risk u")
    return {
        name: _risk(part, chance[name], fate[name], luck) for name, part in scenario.risk.items()
    }


def _risk(part: Risk, chance: float, fate: float, luck: Luck) -> State:
    low, high = part.p
    return {
        "p": round(low + (high - low) * chance, 6),
        "u": round(fate, 6),
        "fire": luck.whole(*part.window, "fire", part.id) if part.trigger is None else 0,
        "pm": 1.0,
        "im": 1.0,
        "known": 1 if part.known else 0,
        "mit_wk": 0,
        "rev_wk": 0,
        "st": "open",
        "st_wk": 0,
    }


def _deck(scenario: Scenario, luck: Luck) -> list[list[Any]]:
    """Which events come, and when: some of each theme, never more than two in a week."""
    busy: dict[int, int] = {}
    deck: list[list[Any]] = []
    for theme, count in scenario.deck.items():
        names = [name for name, event in scenario.event.items() if event.theme == theme]
        for name in luck.shuffled(names, "deck", theme)[:count]:
            first, last = scenario.event[name].window
            week = luck.whole(first, last, "week of", name)
            week = _free_week(busy, week, first, last)
            busy[week] = busy.get(week, 0) + 1
            deck.append([week, name])
    return sorted(deck, key=lambda card: (card[0], card[1]))


def _free_week(busy: dict[int, int], week: int, first: int, last: int) -> int:
    span = last - first + 1
    for step in range(span):
        tried = first + (week - first + step) % span
        if busy.get(tried, 0) < 2:
            return tried
    return week
