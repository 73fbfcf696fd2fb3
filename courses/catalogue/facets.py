"""The filters beside the catalogue, with how many courses each would leave."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from courses.catalogue.meeting import joined
from courses.catalogue.search import Found
from courses.catalogue.wanted import FACETS, Wanted
from courses.models.course import Format, Level

LEGENDS = {
    "competency": "Skill",
    "level": "Level",
    "format": "How you take it",
    "starts": "Starts",
    "price": "Price before HST",
    "seats": "Seats",
}
PRICES = {
    "free": "Free",
    "to-500": "Up to $500",
    "to-1000": "$501 to $1,000",
    "over-1000": "Over $1,000",
}
SEATS = {"open": "Has seats now", "waitlist": "Waiting list"}
WORDS: dict[str, dict[str, str]] = {
    "level": {str(value): str(label) for value, label in Level.choices},
    "format": {str(value): str(label) for value, label in Format.choices},
    "price": PRICES,
    "seats": SEATS,
}
SHOWN = 6
MOST_MONTHS = 9


@dataclass(frozen=True)
class Option:
    """A checkbox: its words, and how many courses it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_idle(self) -> bool:
        """Nothing there, and not asked for."""
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class Facet:
    """A group of checkboxes. `more` are folded away until one of them is chosen."""

    name: str
    legend: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.more)


@dataclass(frozen=True)
class Chip:
    """An applied filter, and where the page goes without it."""

    label: str
    href: str


def facets(wanted: Wanted, found: Found) -> tuple[Facet, ...]:
    """Every group, in order; options that would leave nothing are left out."""
    return tuple(_facet(name, wanted, found) for name in FACETS)


def chips(wanted: Wanted, found: Found) -> tuple[Chip, ...]:
    """The applied filters."""
    return tuple(
        Chip(label_of(facet, value, found), wanted.without(facet, value).query)
        for facet, value in wanted.filters
    )


def ways_out(wanted: Wanted, found: Found) -> tuple[Chip, ...]:
    """For an empty page: each filter that, dropped alone, leaves something."""
    return tuple(
        Chip(
            f"{_these(facet, wanted, found)} ({_courses(left)} without)",
            wanted.without(facet).query,
        )
        for facet, left in found.dropping.items()
        if left
    )


def clash(wanted: Wanted, found: Found) -> str:
    """The applied filters in one phrase: "Advanced and Free"."""
    return joined([_these(facet, wanted, found) for facet in FACETS if wanted.chosen(facet)])


def label_of(facet: str, value: str, found: Found) -> str:
    """A value in words; one we do not know stays as it was typed."""
    if facet == "competency":
        return found.names.get(value, value)
    if facet == "starts":
        return month_words(value)
    return WORDS[facet].get(value, value)


def month_words(value: str) -> str:
    """ "January 2027" from "2027-01"; "now" is a course one may begin any day."""
    if value == "now":
        return "Any day"
    try:
        return f"{dt.datetime.strptime(value, '%Y-%m').replace(tzinfo=dt.UTC):%B %Y}"
    except ValueError:
        return value


def _facet(name: str, wanted: Wanted, found: Found) -> Facet:
    options = [option for option in _options(name, wanted, found) if not option.is_idle]
    return Facet(name, LEGENDS[name], tuple(options[:SHOWN]), tuple(options[SHOWN:]))


def _options(name: str, wanted: Wanted, found: Found) -> Iterator[Option]:
    counts, chosen = found.counts.get(name, {}), wanted.chosen(name)
    for value in dict.fromkeys((*_values(name, found), *chosen)):
        yield Option(value, label_of(name, value, found), counts.get(value, 0), value in chosen)


def _values(name: str, found: Found) -> Iterable[str]:
    if name == "competency":
        return found.names
    if name == "starts":
        months = sorted(month for month in found.counts.get("starts", {}) if month != "now")
        return ["now", *months[:MOST_MONTHS]]
    return WORDS[name]


def _these(facet: str, wanted: Wanted, found: Found) -> str:
    return " or ".join(label_of(facet, value, found) for value in wanted.chosen(facet))


def _courses(number: int) -> str:
    return "1 course" if number == 1 else f"{number} courses"
