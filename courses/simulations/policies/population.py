"""A made-up population of players: from novices to the reference, with habits and lapses of
their own."""

from dataclasses import fields, replace

from courses.simulations.policies.chance import Chance
from courses.simulations.policies.habits import NOVICE, TUNED, Habits
from courses.simulations.policies.planner import planner
from courses.simulations.policies.playing import Policy

NOISE = 0.18
#: What no noise touches: judgement and honesty have their own place on the way to skill.
EXACT = (
    "lapses",
    "skill",
    "people_skill",
    "always_green",
    "always_promise",
    "always_overtime",
    "worst_first",
    "speed",
    "quality",
    "gaps_late",
    "polish",
    "critical_order",
    "coach_spare",
)


def player(name: str, skill: float, attempt: int = 0) -> Policy:
    """Somebody part of the way from novice (0) to the reference (1); attempts differ in lapses."""
    return planner(f"{name}/{attempt}", habits(name, skill))


def habits(name: str, skill: float) -> Habits:
    """Habits between the two, each off by a little that belongs to the name."""
    chance, found = Chance("habits", name), {}
    for field in fields(Habits):
        low, high = getattr(NOVICE, field.name), getattr(TUNED, field.name)
        middle = low + (high - low) * skill
        noise = 0.0 if field.name in EXACT else NOISE * (2.0 * chance(field.name) - 1.0)
        found[field.name] = middle * (1.0 + noise)
    trained = 1.0 if skill >= 0.5 else 0.0
    return replace(Habits(**found), critical_order=trained, coach_spare=trained)


def population(count: int, attempt: int = 0) -> list[Policy]:
    """So many players, evenly along the way from novice to reference."""
    return [
        player(f"player {at}", at / (count - 1) if count > 1 else 1.0, attempt)
        for at in range(count)
    ]
