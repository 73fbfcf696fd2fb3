"""Hours of development against what a cycle asks: caps, what counts, what is missing. Plain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NONE = Decimal(0)
# Where what our own records show is counted, unless a scheme says otherwise under "posts".
POSTS = {"enrolment": "learning", "simulation": "practice", "mentoring": "giving"}


@dataclass(frozen=True)
class Category:
    """A kind of development: at least and at most so many hours of it count."""

    slug: str
    name: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Need:
    """What a cycle asks for."""

    total: Decimal
    categories: tuple[Category, ...]

    def has(self, slug: str) -> bool:
        return any(one.slug == slug for one in self.categories)


@dataclass(frozen=True)
class Line:
    """One category of an account."""

    category: Category
    done: Decimal

    @property
    def counted(self) -> Decimal:
        """What counts of it: no more than the cap."""
        return min(self.done, self.category.most)

    @property
    def lacks(self) -> Decimal:
        """What is missing to the least."""
        return max(self.category.least - self.done, NONE)

    @property
    def over(self) -> Decimal:
        """What was done beyond the cap."""
        return self.done - self.counted


@dataclass(frozen=True)
class Account:
    """Every category, in the order of the need."""

    need: Need
    lines: tuple[Line, ...]

    @property
    def counted(self) -> Decimal:
        return sum((line.counted for line in self.lines), NONE)

    @property
    def missing(self) -> Decimal:
        """The fewest hours that complete it, when they are done where they are lacking."""
        lacking = sum((line.lacks for line in self.lines), NONE)
        return max(self.need.total - self.counted, lacking)

    @property
    def free(self) -> Decimal:
        """The part of what is missing that may come from any category with room."""
        return self.missing - sum((line.lacks for line in self.lines), NONE)

    @property
    def is_complete(self) -> bool:
        return self.missing == NONE


def need_of(cpd: Mapping[str, Any]) -> Need:
    """The need in a scheme's rules: `{"total", "categories": {slug: {"name", "least", "most"}}}`.

    Those that must be filled come first; the order in which rules are stored says nothing.
    """
    categories = (
        Category(slug, str(said["name"]), hours(said["least"]), hours(said["most"]))
        for slug, said in cpd.get("categories", {}).items()
    )
    ordered = sorted(categories, key=lambda one: (-one.least, -one.most, one.slug))
    return Need(hours(cpd.get("total", 0)), tuple(ordered))


def posts_to(cpd: Mapping[str, Any], source: str) -> str:
    """The category that hours of this source count in; empty where the rules know none."""
    slug = str((cpd.get("posts") or {}).get(source, POSTS.get(source, "")))
    return slug if slug in cpd.get("categories", {}) else ""


def account(need: Need, done: Iterable[tuple[str, Decimal]]) -> Account:
    """Hours by category against the need. Hours of a category it does not know count nowhere."""
    sums: dict[str, Decimal] = {}
    for slug, some in done:
        sums[slug] = sums.get(slug, NONE) + some
    lines = (Line(one, sums.get(one.slug, NONE)) for one in need.categories)
    return Account(need, tuple(lines))


def hours(value: object) -> Decimal:
    """A figure of the rules, without the noise of floats."""
    return Decimal(str(value))


def words(some: Decimal) -> str:
    """ "1 hour", "2.5 hours"."""
    bare = f"{some.normalize():f}"
    return f"{bare} hour" if bare == "1" else f"{bare} hours"


def sentence(held: Account) -> str:
    """What is missing, in one sentence."""
    if held.is_complete:
        return "Nothing is missing: your hours are complete."
    parts = [f"{words(line.lacks)} of {_lower(line)}" for line in held.lines if line.lacks]
    if held.free:
        parts.append(f"{words(held.free)} {'of' if not parts else 'more of'} any kind with room")
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"Still missing: {listed}."


def _lower(line: Line) -> str:
    """A category inside a sentence, without what it says after a colon."""
    name = line.category.name.partition(":")[0]
    return name[:1].lower() + name[1:]
