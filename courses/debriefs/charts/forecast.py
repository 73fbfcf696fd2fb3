"""What you said, what people believed and what was true, week by week."""

from collections.abc import Iterator
from typing import Any

from courses.debriefs.charts.plot import Field, Point, apart, diamond, figure, text

WIDTH, HEIGHT = 860.0, 380.0
Honesty = dict[str, Any]
MARKED = ("watermelon", "broken_promise", "surprise", "bad_news")
LINES = (
    ("true", "dc-line", "Truth"),
    ("forecast", "dc-sim", "You said"),
    ("believed", "dc-sim dc-dash", "Believed"),
    ("promise", "dc-promise", "Promised"),
)


def believed(part: Honesty, week: dict[str, Any]) -> float:
    """What people believed in a week, by the weight of each."""
    weights = {one["id"]: one["weight"] for one in part["people"]}
    known = {who: date for who, date in week["believed"].items() if who in weights}
    total = sum(weights[who] for who in known) or 1.0
    return float(sum(weights[who] * date for who, date in known.items()) / total)


def forecast(part: Honesty, words: str) -> str:
    """Four dates over the weeks in which they were held, with what went wrong in saying them."""
    series = {key: _series(part, key) for key, _, _ in LINES}
    dates = [date for points in series.values() for _, date in points]
    last = series["true"][-1][0]
    low, high = int(min(dates)) - 1, int(max(dates)) + 2
    field = Field(WIDTH, HEIGHT, 1, last, low, high, left=76, right=120, foot=96, top=34)
    step = 1 if high - low <= 8 else 2
    parts = [text(0, 12, "Launch week", "start"), *field.levels(range(low, high + 1, step))]
    parts += [field.through(look, series[key]) for key, look, _ in LINES]
    parts += [*_names(field, series), *_marks(field, part, series["forecast"])]
    parts += [*_colours(field, part), *field.weeks()]
    return figure("dc--wide", WIDTH, HEIGHT, words, parts)


def _series(part: Honesty, key: str) -> list[Point]:
    if key == "believed":
        return [(float(week["week"]), believed(part, week)) for week in part["weeks"]]
    return [(float(week["week"]), float(week[key])) for week in part["weeks"]]


def _names(field: Field, series: dict[str, list[Point]]) -> Iterator[str]:
    """The lines are named where they end, moved apart where they end together."""
    ends = [series[key][-1][1] for key, _, _ in LINES]
    places = apart([field.y(end) + 4 for end in ends], 17)
    for (_, _, name), end, y in zip(LINES, ends, places, strict=True):
        yield text(field.end + 10, y, f"{name} {end:.1f}", "start", "dc-v")


def _marks(field: Field, part: Honesty, said: list[Point]) -> Iterator[str]:
    """A diamond on what you said, in the weeks in which saying it cost trust."""
    dates = dict(said)
    weeks = sorted({mark["week"] for mark in part["marks"] if mark["kind"] in MARKED})
    for week in weeks:
        if week in dates:
            yield diamond("dc-bad", field.x(week), field.y(dates[week]))


def _colours(field: Field, part: Honesty) -> Iterator[str]:
    """The colour of each report over the one that would have been right; differences are framed."""
    top = field.base + 32
    yield text(0, top + 14, "Reported")
    yield text(0, top + 40, "Was")
    wide = min((field.end - field.left) / max(field.last - field.first, 1) - 3, 26)
    for week in part["weeks"]:
        left = field.x(week["week"]) - wide / 2
        yield from _colour(week["rag"], left, top, wide)
        yield from _colour(week["right_rag"], left, top + 26, wide)
        if (week["rag"] or "G") != week["right_rag"]:
            yield _frame(left - 1.5, top - 2, wide + 3, 48)


def _colour(rag: str | None, left: float, top: float, wide: float) -> Iterator[str]:
    shown = rag or ""
    yield (
        f'<rect class="dc-rag dc-rag--{shown or "none"}" x="{left:.1f}" y="{top:.1f}" '
        f'width="{wide:.1f}" height="20"/>'
    )
    yield text(left + wide / 2, top + 14.5, shown or "\u2013", "middle", "dc-v")


def _frame(left: float, top: float, wide: float, high: float) -> str:
    place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect class="dc-wrong" {place} rx="2"/>'
