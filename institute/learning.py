"""What people learned or gave with us, as each app's records show it: counted where it matters.

An app registers what it knows from its panels; whoever counts never imports that app.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from institute.accounts.models import User


@dataclass(frozen=True)
class Learned:
    """One piece of development. `key` names it for life, the app first: "courses:place 12".

    `source` is "enrolment", "simulation" or "mentoring" (given to somebody).
    """

    key: str
    title: str
    on: dt.date
    hours: Decimal
    source: str


Known = Callable[["User"], Iterable[Learned]]
_known: list[Known] = []


def add_learning(rows: Known) -> None:
    """Contribute what an app knows of somebody's development."""
    _known.append(rows)


def learned(user: "User") -> list[Learned]:
    """Everything our records show, the oldest first."""
    rows = [row for build in _known for row in build(user)]
    return sorted(rows, key=lambda row: (row.on, row.key))


@dataclass(frozen=True)
class Guide:
    """Somebody, or a page with several, who can help with a competency."""

    name: str
    url: str
    words: str = ""


Guiding = Callable[[str], Iterable[Guide]]
_guiding: list[Guiding] = []


def add_guides(find: Guiding) -> None:
    """Contribute who can help with a competency, asked for by its slug."""
    _guiding.append(find)


def guides(competency: str) -> list[Guide]:
    """Who can help with this competency."""
    return [guide for find in _guiding for guide in find(competency)]
