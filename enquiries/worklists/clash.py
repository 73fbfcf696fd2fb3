"""Why a view of the table is empty: each filter in words, and what is there without it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from courses.models import Course
from enquiries.models import Queue, Source, Topic
from enquiries.worklists.wanted import STATES, Wanted
from institute.accounts.models import User

OWNERS = {"me": "Mine", "nobody": "Nobody’s"}
NAMES: dict[str, str] = {
    "q": "Words",
    "state": "State",
    "source": "Source",
    "course": "Course",
    "topic": "About",
    "owner": "Owner",
    "queue": "Queue",
    "overdue": "Overdue only",
    "since": "Asked from",
    "until": "Asked until",
    "utm": "Campaign source",
}


@dataclass(frozen=True)
class Dropped:
    """One filter, and the same view without it."""

    words: str
    query: str
    number: int


def clashing(wanted: Wanted, user: User, zone: ZoneInfo) -> list[Dropped]:
    """Every filter of a view that shows nothing, the one that hides the most first."""
    found = [_without(name, wanted, user, zone) for name in NAMES if _narrows(name, wanted)]
    return sorted(found, key=lambda each: -each.number)


def _narrows(name: str, wanted: Wanted) -> bool:
    """The state always narrows, unless every state is asked for."""
    return wanted.state != "any" if name == "state" else bool(getattr(wanted, name))


def _without(name: str, wanted: Wanted, user: User, zone: ZoneInfo) -> Dropped:
    rest = replace(wanted, page=1, **{name: "any" if name == "state" else ""})
    words = _words(name, getattr(wanted, name))
    return Dropped(words, rest.query, rest.rows(user, zone).count())


def _words(name: str, value: str) -> str:
    """State: Lost."""
    if name == "overdue":
        return NAMES[name]
    said = SAID.get(name)
    return f"{NAMES[name]}: {said(value) if said else f'“{value}”'}"


def _course(slug: str) -> str:
    course = Course.objects.select_related("current").filter(slug=slug).first()
    return str(course) if course else slug


def _owner(value: str) -> str:
    if value in OWNERS:
        return OWNERS[value]
    owner = User.objects.filter(pk=int(value)).first()
    return owner.name if owner else "somebody who is gone"


def _day(value: str) -> str:
    day = dt.date.fromisoformat(value)
    return f"{day:%a} {day.day} {day:%b} {day.year}"


SAID: dict[str, Callable[[str], str]] = {
    "state": lambda value: STATES[value],
    "source": lambda value: Source(value).label,
    "topic": lambda value: Topic(value).label,
    "queue": lambda value: Queue(value).label,
    "course": _course,
    "owner": _owner,
    "since": _day,
    "until": _day,
}
