"""Reading the tables of a scenario file, with the line of whatever is wrong in it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from courses.simulations.effects import Effect, EffectUnreadable, effects

TEXT_LIMIT = 4_000

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a scenario: where, and the reason in a sentence."""

    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.where}: {self.reason}"


class ScenarioProblems(ValueError):  # noqa: N818
    """A scenario cannot be read; `problems` lists everything found, in the file's order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Source:
    """The text of a scenario and the problems found in it so far."""

    text: str
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, table: str, number: int = 0, key: str = "") -> int:
        """The line of the numbered table of that name, or of a key in it; 1 if it has none."""
        lines = self.text.splitlines()
        header = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*\]\]?")
        starts = [at for at, line in enumerate(lines) if header.match(line)]
        if number >= len(starts):
            return 1
        start = starts[number]
        wanted = re.compile(rf"\s*{re.escape(key)}\s*[=.]")
        for at in range(start + 1, len(lines)):
            if key and wanted.match(lines[at]):
                return at + 1
            if lines[at].lstrip().startswith("["):
                break
        return start + 1

    def complain(self, line: int, where: str, reason: str) -> None:
        self.problems.append(Problem(line, where, reason))


class Table:
    """One table of the file; each question about a key is answered, or noted as a problem."""

    def __init__(self, source: Source, name: str, at: int, content: Any) -> None:
        self.source, self.name, self.at = source, name, at
        self.content: dict[str, Any] = content if isinstance(content, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(content, dict):
            self.complain("", "A table is expected here.")

    @property
    def label(self) -> str:
        return f"{self.name} {self.content.get('id', '')}".strip()

    def complain(self, key: str, reason: str) -> None:
        line = self.source.line_of(self.name, self.at, key)
        self.source.complain(line, f"{self.label}.{key}" if key else self.label, reason)

    def has(self, key: str) -> bool:
        return key in self.content

    def _value(self, key: str, default: Any) -> Any:
        self.asked.add(key)
        if key not in self.content and default is None:
            self.complain(key, "This key is missing.")
        return self.content.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if isinstance(value, str) and (value.strip() or default == "") and len(value) < TEXT_LIMIT:
            return value.strip()
        if value is not None:
            self.complain(key, "A text of one to 4,000 characters is expected.")
        return ""

    def word(self, key: str, choices: tuple[str, ...] = (), default: str | None = None) -> str:
        """A short name of letters, digits and hyphens, maybe out of a list."""
        value = self.text(key, default)
        if value and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,59}", value):
            self.complain(key, "A name of letters, digits and hyphens is expected.")
        elif choices and value not in choices:
            self.complain(key, f"One of {', '.join(choices)} is expected, not “{value}”.")
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self._value(key, default)
        if _is_number(value) and low <= value <= high:
            return float(value)
        if value is not None:
            self.complain(key, f"A number from {low:g} to {high:g} is expected.")
        return low

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(key, low, high, default)
        if value != int(value):
            self.complain(key, "A whole number is expected.")
        return int(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._value(key, default)
        if value is not None and not isinstance(value, bool):
            self.complain(key, "true or false is expected.")
        return value is True

    def words(self, key: str) -> tuple[str, ...]:
        value = self._value(key, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.complain(key, "A list of names is expected.")
        return ()

    def numbers(self, key: str, count: int, low: float, high: float) -> tuple[float, ...]:
        """Exactly `count` numbers, each at least the one before; any count if it is nought."""
        value = self._value(key, [] if count == 0 else None)
        good = isinstance(value, list) and all(
            _is_number(one) and low <= one <= high for one in value
        )
        if good and (not count or len(value) == count) and value == sorted(value):
            return tuple(float(one) for one in value)
        if value is not None:
            wanted = f"{count} numbers" if count else "Numbers"
            self.complain(key, f"{wanted} from {low:g} to {high:g}, rising, are expected.")
        return (low,) * count

    def spread(self, key: str) -> tuple[float, float, float]:
        low, middle, high = self.numbers(key, 3, 0.01, 10)
        return low, middle, high

    def weeks(self, key: str) -> tuple[int, int]:
        first, last = self.numbers(key, 2, 1, 60)
        return int(first), int(last)

    def pairs(self, key: str, low: float, high: float) -> tuple[tuple[str, float], ...]:
        """A list of [name, number]."""
        value = self._value(key, [])
        if isinstance(value, list) and all(_is_pair(one, low, high) for one in value):
            return tuple((one[0], float(one[1])) for one in value)
        self.complain(key, f"A list of [name, number from {low:g} to {high:g}] is expected.")
        return ()

    def effects(self, key: str) -> tuple[Effect, ...]:
        try:
            return effects(list(self.words(key)))
        except EffectUnreadable as unreadable:
            self.complain(key, str(unreadable))
            return ()

    def done(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not pass in silence."""
        for key in self.content:
            if key not in self.asked:
                self.complain(key, "This key is not known here.")


def tables(
    source: Source, content: dict[str, Any], name: str, build: Callable[[Table], Part]
) -> tuple[Part, ...]:
    """Read every [[name]] of the file."""
    raw = content.get(name, [])
    if not isinstance(raw, list):
        source.complain(source.line_of(name), name, f"Write [[{name}]], once for each.")
        return ()
    return tuple(_built(Table(source, name, at, one), build) for at, one in enumerate(raw))


def _built(table: Table, build: Callable[[Table], Part]) -> Part:
    part = build(table)
    table.done()
    return part


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _is_pair(value: object, low: float, high: float) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        return False
    return _is_number(value[1]) and low <= value[1] <= high
