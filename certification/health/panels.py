"""What a panel said: each panellist's cut score, each question's ratings, and the impact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from certification.health.answers import Sat, sat
from certification.models import FormItem, ItemStat, Panellist, Rating, StandardSetting
from certification.psychometrics import LEAST
from certification.standards import Opinion, Ratings, Verdict, opinions, own_cut, verdict
from institute.figures.measures import Voice


@dataclass(frozen=True)
class Row:
    """A question as the panel sees it."""

    item: FormItem
    first: Opinion | None
    second: Opinion | None
    p: float | None


@dataclass(frozen=True)
class Seat:
    """A panellist's way through the rounds."""

    panellist: Panellist
    rated: int
    first: Decimal | None
    second: Decimal | None
    is_done: bool


@dataclass(frozen=True)
class Panel:
    """Everything about one panel."""

    setting: StandardSetting
    seats: list[Seat]
    rows: list[Row]
    maximum: Decimal
    first: Verdict | None
    second: Verdict | None
    passing: "Impact | None" = None

    @property
    def said(self) -> Verdict | None:
        """The round that counts."""
        return self.second or self.first

    @property
    def voices(self) -> list[Voice]:
        """For the plot."""
        return [
            Voice(seat.panellist.user.name, _float(seat.first), _float(seat.second))
            for seat in self.seats
        ]

    @property
    def disputed(self) -> list[Row]:
        """Questions worth talking about before the second round."""
        return [row for row in self.rows if row.first and row.first.is_disputed]

    @property
    def may_close(self) -> bool:
        return self.setting.is_rating and all(seat.is_done for seat in self.seats)


@dataclass(frozen=True)
class Impact:
    """Who would have passed so far at a panel's mean."""

    n: int
    passed: int

    @property
    def is_shown(self) -> bool:
        return self.n >= LEAST

    @property
    def rate(self) -> float:
        return self.passed / self.n if self.n else 0.0


def panel(setting: StandardSetting) -> Panel:
    """Six queries, whatever the number of questions."""
    items = questions(setting)
    points = {one.pk: one.points for one in items}
    rounds = _ratings(setting)
    first, second = (verdict(rounds[number], points) for number in (1, 2))
    said = second or first
    return Panel(
        setting=setting,
        seats=[_seat(one, setting, rounds, points) for one in _members(setting)],
        rows=_rows(items, rounds, _difficulties(setting)),
        maximum=sum(points.values(), Decimal(0)),
        first=first,
        second=second if setting.round == 2 else None,
        passing=_impact(sat(setting.form), said) if said else None,
    )


def questions(setting: StandardSetting) -> list[FormItem]:
    """What a panel rates: every question that counts."""
    items = setting.form.items.filter(scored=True)
    return list(items.select_related("version__item", "version__domain"))


def _members(setting: StandardSetting) -> list[Panellist]:
    return list(setting.panel.select_related("user"))


def _ratings(setting: StandardSetting) -> dict[int, dict[int, dict[int, int]]]:
    """By round, panellist and question: per cent."""
    found: dict[int, dict[int, dict[int, int]]] = {1: {}, 2: {}}
    rows = Rating.objects.filter(panellist__setting=setting)
    for number, who, item, per_cent in rows.values_list(
        "round", "panellist", "form_item", "per_cent"
    ):
        found[number].setdefault(who, {})[item] = per_cent
    return found


def _seat(
    one: Panellist, setting: StandardSetting, rounds: dict[int, Any], points: dict[int, Decimal]
) -> Seat:
    first, second = (rounds[number].get(one.pk, {}) for number in (1, 2))
    now = first if setting.round == 1 else second
    return Seat(
        panellist=one,
        rated=len(now),
        first=own_cut(first, points) if first.keys() >= points.keys() else None,
        second=own_cut(second, points) if second.keys() >= points.keys() else None,
        is_done=one.rounds_done >= setting.round,
    )


def _rows(items: list[FormItem], rounds: dict[int, Any], ps: dict[int, float]) -> list[Row]:
    ids = [item.pk for item in items]
    first, second = opinions(rounds[1], ids), opinions(rounds[2], ids)
    return [Row(item, first.get(item.pk), second.get(item.pk), ps.get(item.pk)) for item in items]


def _difficulties(setting: StandardSetting) -> dict[int, float]:
    """p of each question in the last snapshot, where enough people have met it."""
    last = setting.form.analyses.done().first()
    if last is None:
        return {}
    known = ItemStat.objects.filter(analysis=last).values_list("form_item", "p")
    return {item: p for item, p in known if p is not None}


def _impact(people: list[Sat], said: Verdict) -> Impact:
    return Impact(len(people), sum(one.raw >= float(said.mean) for one in people))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class Question:
    """One question on the rating page, with what the panel said before."""

    item: FormItem
    number: int
    own: int | None
    before: int | None
    opinion: Opinion | None
    p: float | None
    choices: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A panellist's questions, the one that is open, and how many are rated."""

    panellist: Panellist
    marks: list[tuple[int, bool]]
    open: Question
    rated: int

    @property
    def total(self) -> int:
        return len(self.marks)

    @property
    def is_complete(self) -> bool:
        return self.rated == self.total

    @property
    def is_done(self) -> bool:
        return self.panellist.rounds_done >= self.panellist.setting.round


def sheet(panellist: Panellist, number: int | None) -> Sheet | None:
    """The open question is the `number`th, else the first that is not rated."""
    setting = panellist.setting
    items, rounds = questions(setting), _ratings(setting)
    if not items:
        return None
    own = rounds[setting.round].get(panellist.pk, {})
    marks = [(place, item.pk in own) for place, item in enumerate(items, start=1)]
    free = next((place for place, rated in marks if not rated), 1)
    place = number if number and 1 <= number <= len(items) else free
    return Sheet(panellist, marks, _question(panellist, items[place - 1], place, rounds), len(own))


def _question(
    panellist: Panellist, item: FormItem, place: int, rounds: Mapping[int, Ratings]
) -> Question:
    setting = panellist.setting
    own = rounds[setting.round].get(panellist.pk, {}).get(item.pk)
    choices = _choices(item)
    if setting.round == 1:
        return Question(item, place, own, None, None, None, choices)
    before = rounds[1].get(panellist.pk, {}).get(item.pk)
    opinion = opinions(rounds[1], [item.pk]).get(item.pk)
    p = _difficulties(setting).get(item.pk)
    return Question(item, place, own, before, opinion, p, choices)


def _choices(item: FormItem) -> list[dict[str, Any]]:
    """The choices with the right ones marked; an order stands in its right order."""
    choices = item.version.options.get("choices", [])
    right = item.version.key.get("right", [])
    order = item.version.key.get("order")
    if order:
        by_id = {one["id"]: one for one in choices}
        choices = [by_id[one] for one in order if one in by_id]
    return [one | {"right": one["id"] in right} for one in choices]
