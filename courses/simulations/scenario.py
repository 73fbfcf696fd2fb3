"""A scenario: everything a programme is made of, read from TOML and never changed.

scenario = read(text)           # ScenarioProblems lists every line that is wrong
scenario.wp["M2"].core          # parts by their names, in the file's order
scenario.digest                 # sha256 of the content, whatever its layout or comments
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from courses.simulations import building
from courses.simulations.parts import (
    Event,
    Interface,
    Item,
    Late,
    Meta,
    Package,
    Risk,
    Stakeholder,
    Team,
)
from courses.simulations.reading import Problem, ScenarioProblems, Source, Table, tables
from courses.simulations.references import References

FOLDER = Path(__file__).parent / "scenarios"
KEYS = ("meta", "late", "team", "wp", "iface", "item", "stake", "risk", "deck", "event")


class Named(Protocol):
    """A part that is looked up by its name."""

    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=Named)


@dataclass(frozen=True, eq=False)
class Scenario:
    """One programme to run; equal content has an equal digest."""

    digest: str
    meta: Meta
    late: Late
    team: Mapping[str, Team]
    wp: Mapping[str, Package]
    iface: Mapping[str, Interface]
    item: Mapping[str, Item]
    stake: Mapping[str, Stakeholder]
    risk: Mapping[str, Risk]
    deck: Mapping[str, int]
    event: Mapping[str, Event]

    @property
    def sponsor(self) -> str:
        return next(iter(self.stake))

    @property
    def slug(self) -> str:
        return self.meta.slug


def read(text: str) -> Scenario:
    """Read the TOML of a scenario; everything wrong is raised together as ScenarioProblems."""
    source = Source(text)
    content = _content(text)
    for key in content:
        if key not in KEYS:
            source.complain(source.line_of(key), key, "This table is not known.")
    scenario = _scenario(source, content)
    if not source.problems:
        References(scenario, source).check()
    if source.problems:
        raise ScenarioProblems(source.problems)
    return scenario


@cache
def shipped(slug: str) -> Scenario:
    """The scenario of that name that comes with the code."""
    return read((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


def content_digest(content: Mapping[str, Any]) -> str:
    """The sha256 of the parsed content as canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _content(text: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
        content_digest(content)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioProblems([Problem(_toml_line(error, text), "file", str(error))]) from None
    except (TypeError, ValueError, RecursionError):
        reason = "Only texts, numbers, true and false are used here; dates are weeks."
        raise ScenarioProblems([Problem(1, "file", reason)]) from None
    return content


def _toml_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    words = str(error).partition("(at line ")[2].partition(",")[0]
    return int(words) if words.isdigit() else len(text.splitlines())


def _scenario(source: Source, content: dict[str, Any]) -> Scenario:
    meta = building.meta(one := Table(source, "meta", 0, content.get("meta", {})))
    one.done()
    late = building.late(one := Table(source, "late", 0, content.get("late", {})))
    one.done()
    return Scenario(
        digest=content_digest(content),
        meta=meta,
        late=late,
        team=_by_name(source, "team", tables(source, content, "team", building.team)),
        wp=_by_name(source, "wp", tables(source, content, "wp", building.package)),
        iface=_by_name(source, "iface", tables(source, content, "iface", building.interface), 0),
        item=_by_name(source, "item", tables(source, content, "item", building.item), 0),
        stake=_by_name(source, "stake", tables(source, content, "stake", building.stakeholder)),
        risk=_by_name(source, "risk", tables(source, content, "risk", building.risk), 0),
        deck=_deck(source, content),
        event=_by_name(source, "event", tables(source, content, "event", building.event), 0),
    )


def _by_name(
    source: Source, table: str, found: tuple[Part, ...], least: int = 1
) -> Mapping[str, Part]:
    named: dict[str, Part] = {}
    for at, part in enumerate(found):
        if part.id in named:
            line = source.line_of(table, at, "id")
            source.complain(line, table, f"“{part.id}” is used twice.")
        named[part.id] = part
    if not least <= len(named) <= 60:
        source.complain(
            source.line_of(table), table, f"Between {least} and 60 of these are needed."
        )
    return named


def _deck(source: Source, content: dict[str, Any]) -> Mapping[str, int]:
    table = Table(source, "deck", 0, content.get("deck", {}))
    counts = {theme: table.whole(theme, 0, 12, 0) for theme in building.THEMES}
    table.done()
    return counts
