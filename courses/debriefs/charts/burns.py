"""The burn-up of a game as it was told and as it was."""

from typing import Any

from courses.debriefs.charts.plot import Field, Point, diamond, figure, line, text

WIDTH, HEIGHT = 440.0, 250.0
LINES = (
    ("told", "dc-thin dc-dash"),
    ("true", "dc-thin"),
    ("shown", "dc-sim dc-dash"),
    ("done", "dc-sim"),
)


def burns(play: dict[str, Any], words: str, *, most: float, last: float) -> str:
    """All work and work done, really and by the reports; one scale for every play."""
    field = Field(WIDTH, HEIGHT, 0, last, 0, most, left=40, right=12)
    step = 50 if most > 120 else 25
    parts = [*field.levels(range(0, int(most) + 1, step)), *field.weeks()]
    for key, look in LINES:
        parts.append(field.through(look, _points(play, key)))
    x = field.x(min(play["promise"], last))
    parts.append(line("dc-promise", x, field.top, x, field.base))
    if play["launched_at"] is not None:
        parts += _launch(field, play)
    return figure("dc--half", WIDTH, HEIGHT, words, parts)


def _points(play: dict[str, Any], key: str) -> list[Point]:
    return [(float(row["week"]), float(row[key])) for row in play["burn"]]


def _launch(field: Field, play: dict[str, Any]) -> list[str]:
    x = field.x(play["launched_at"])
    y = field.y(play["burn"][-1]["done"]) if play["burn"] else field.base
    return [
        diamond("dc-end", x, y),
        text(x + 8, y - 14, f"Week {play['launched_at']:.1f}", "end", "dc-v"),
    ]
