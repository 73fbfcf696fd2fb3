"""Every card with its price, its known effect, and the sentence why it cannot be played."""

from collections.abc import Iterator
from typing import Any

from courses.simulations.engine.allowing import Card, cost, money, refusal
from courses.simulations.engine.state import State, in_order
from courses.simulations.engine.stepping import attention
from courses.simulations.scenario import Scenario

KNOWN = {
    "sync": "You hear its totals and mood; a silent blocker is cleared.",
    "coach": "Spirits rise, less if it was done within three weeks.",
    "contractor": "Two hands from next week, good ones after four; $4k now and $6.5k a week.",
    "align": "Takes a third off the mismatch and keeps it small for some weeks.",
    "integrate": "Ends the mismatch for a small price now, instead of a large one in the test.",
    "spike": "Half a person-week; you learn what the package takes, and early on it takes less.",
    "riskreview": "Every risk nobody has named has about an even chance to be named.",
    "loan": "Learns for three weeks before working like the others; useful at once when back.",
}


def possible(scenario: Scenario, state: State) -> list[dict[str, Any]]:
    """All cards of the week, those that can be played and those that cannot."""
    points, state = attention(scenario, state), in_order(scenario, state)
    return [_offer(scenario, state, card, label, points) for card, label in _cards(scenario, state)]


def _offer(
    scenario: Scenario, state: State, card: Card, label: str, points: float
) -> dict[str, Any]:
    att = cost(scenario, state, card)
    why = refusal(scenario, state, card)
    if not why and att > points + 1e-9:
        why = f"This takes {att} of attention; you have {points:.1f} this week."
    return {
        "card": card,
        "kind": card[0],
        "about": str(card[1]) if len(card) > 1 else "",
        "label": label,
        "att": att,
        "money": money(scenario, card),
        "effect": effect(scenario, state, card),
        "allowed": not why,
        "why": why,
    }


def _cards(scenario: Scenario, state: State) -> Iterator[tuple[Card, str]]:
    yield from _of_teams(scenario)
    yield from _of_work(scenario, state)
    for name, person in scenario.stake.items():
        yield ["brief", name], f"Brief {person.name}"
    for name, risk in scenario.risk.items():
        if state["risk"][name]["known"]:
            yield ["mitigate", name], risk.mitigation.label
    for weeks in (1, 2, 3):
        word = "week" if weeks == 1 else "weeks"
        yield ["negdate", weeks], f"Ask for {weeks} {word} more"
    yield ["riskreview"], "Hold a risk review"
    yield ["valuereview"], "Review the value of the scope"


def _of_teams(scenario: Scenario) -> Iterator[tuple[Card, str]]:
    for name, team in scenario.team.items():
        yield ["sync", name], f"Sync with {team.name}"
        yield ["coach", name], f"Take time for the people of {team.name}"
        yield ["contractor", name], f"Hire a contractor for {team.name}"
        for helper in team.helpers:
            yield ["loan", helper, name], f"Lend {scenario.team[helper].name} to {team.name}"
            yield ["loan", name, helper], f"Send one of {team.name} to {scenario.team[helper].name}"


def _of_work(scenario: Scenario, state: State) -> Iterator[tuple[Card, str]]:
    for name, iface in scenario.iface.items():
        yield ["align", name], f"Align: {iface.name}"
        yield ["integrate", name], f"Join early: {iface.name}"
    for name, part in scenario.wp.items():
        yield ["spike", name], f"Try the hard part of {part.name}"
    for name, item in scenario.item.items():
        on = state["item"][name]["on"]
        yield ["negscope", name, 0 if on else 1], f"{'Cut' if on else 'Restore'} {item.name}"


def effect(scenario: Scenario, state: State, card: Card) -> str:
    """What is known of a card's effect before it is played."""
    kind = card[0]
    if kind == "negscope":
        return _of_scope(scenario, state, *card[1:])
    if kind == "negdate":
        weeks = card[1]
        return (
            f"If granted, the promise moves by {weeks}; the sponsor’s trust falls by {2 * weeks}."
        )
    if kind == "mitigate":
        return _of_mitigation(scenario, card[1])
    if kind == "brief":
        return _of_briefing(scenario, state, card[1])
    if kind == "valuereview":
        return f"You learn what the next {scenario.meta.value_reviews_reveal} items are worth."
    return KNOWN[kind]


def _of_scope(scenario: Scenario, state: State, name: str, on: int) -> str:
    part = scenario.item[name]
    work = ", ".join(f"{scenario.wp[wp].name} {pw:g}" for wp, pw in part.work)
    if on:
        return f"Adds person-weeks again: {work}. Trust does not come back with it."
    owner = scenario.stake[part.owner].name
    return f"Saves person-weeks: {work}. {owner} wanted it and will trust you less."


def _of_mitigation(scenario: Scenario, name: str) -> str:
    found = scenario.risk[name].mitigation
    words = []
    if found.pm < 1:
        words.append(f"the chance falls to {found.pm * 100:.0f} % of what it is")
    if found.im < 1:
        words.append(f"the damage to {found.im * 100:.0f} %")
    text = " and ".join(words) or "nothing changes"
    return f"For ${found.money:g}k {text}."


def _of_briefing(scenario: Scenario, state: State, who: str) -> str:
    last = state["stake"][who]["wk"]
    if last and state["week"] - last <= 1:
        return "Will believe your forecast; was briefed last week and may find it too much."
    return "Will believe your forecast, and trust you more if it was due."
