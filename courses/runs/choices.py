"""What a turn can decide besides its cards: answers, standing orders, the report, the launch."""

from dataclasses import dataclass
from typing import Any

from courses.runs.cards import cost_words

RAGS = (("G", "Green", "On the promise"), ("A", "Amber", "At risk"), ("R", "Red", "Will be late"))
OVERTIME = ((0, "None"), (1, "12 % more hours"), (2, "25 % more hours"))
EVERY = (
    (0, "When I choose"),
    (1, "Every week"),
    (2, "Every 2 weeks"),
    (3, "Every 3 weeks"),
    (4, "Every 4 weeks"),
)
MODES = (("speed", "Speed"), ("balanced", "Balanced"), ("quality", "Quality"))
LAUNCH = {"wait": "Wait", "gaps": "Launch with gaps", "go": "Launch"}


@dataclass(frozen=True)
class Choice:
    """An answer to a situation, or a way to launch."""

    value: str
    label: str
    known: str = ""
    cost: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Situation:
    """What arrived on Monday and asks for an answer."""

    id: str
    title: str
    brief: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Standing:
    """How a team works until told otherwise: as it stands, with what the plan changes."""

    row: dict[str, Any]
    overtime: int
    mode: str
    first: str
    packages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Beat:
    """Somebody to sync or brief again and again; `every` is in weeks, 0 when not."""

    key: str
    name: str
    every: int


def beats(view: dict[str, Any], kept: dict[str, int]) -> list[Beat]:
    """Everybody a rhythm can be kept with: the teams, then the stakeholders."""
    return [
        Beat(key, f"{verb} {row['name']}", kept.get(key, 0))
        for kind, place, verb in (("sync", "teams", "Sync"), ("brief", "stakeholders", "Brief"))
        for row in view[place]
        for key in [f"{kind} {row['id']}"]
    ]


def situation(row: dict[str, Any], answer: str) -> Situation:
    choices = tuple(
        Choice(
            str(option["number"]),
            option["label"],
            option["known"],
            cost_words(float(option["att"]), 0.0),
            str(option["number"]) == answer,
        )
        for option in row["options"]
    )
    return Situation(row["id"], row["title"], row["brief"], choices)
