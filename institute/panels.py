"""What each app contributes to the pages of the roof: navigation, dashboard panels, timeline.

An app registers in its `panels.py`, imported from its `AppConfig.ready`. The roof asks the
registry and never imports an app's internals.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from icalendar import Event

    from institute.accounts.models import User


@dataclass(frozen=True)
class NavEntry:
    """A line of navigation: `shell` is "app" (learner) or "staff"."""

    shell: str
    label: str
    url_name: str
    icon: str
    order: int
    shown_to: "Callable[[User], bool]"
    group: str = ""
    covers: str = ""  # where further pages of it stand, outside its own address
    count: "Callable[[User], int] | None" = None  # what waits there; on staff pages only


@dataclass(frozen=True)
class Panel:
    """A dashboard panel: `build` returns the template's context, or None for nothing to say."""

    name: str
    template: str
    order: int
    build: Callable[[HttpRequest], dict[str, object] | None]
    place: str = "main"  # "main", "side", "path", or "next": only the first of those is shown


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened, or will, with its address."""

    at: datetime
    title: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Opened:
    """What an app opened for a student: its key, and the page staff find it on, when it has one."""

    key: str
    url: str = ""


class Open(Protocol):
    """Open something for a student. The same key again returns what it opened the first time."""

    def __call__(self, *, student: "User", choice: str, wish: str, key: str) -> Opened:
        """Raises RuleBroken when the choice is not on offer."""
        ...


@dataclass(frozen=True)
class Opening:
    """Something an app can open for a student when an enquiry becomes more than a question."""

    name: str
    label: str
    choices: Callable[[], list[tuple[str, str]]]
    open: Open


@dataclass(frozen=True)
class Whose:
    """Somebody as each app may know them: by account, by ways to reach them, by contact record."""

    user: "User | None" = None
    emails: frozenset[str] = frozenset()  # lower case
    phones: frozenset[str] = frozenset()  # E.164
    contact: str = ""  # the public id of the record that enquiries keep


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened between somebody and us, as staff read it.

    Of rows with the same `key` one is shown: the one with more words.
    """

    at: datetime
    kind: str  # a word of HISTORY_KINDS
    title: str
    text: str = ""
    by: str = ""
    url: str = ""
    look: str = ""  # the shape of its state: done, now, next, late, warn, closed or ms
    state: str = ""  # its state in words
    key: str = ""


@dataclass(frozen=True)
class Taken:
    """Rows that say somebody took something up with us: a session, a request for a mentor.

    `who` leads from a row to the account and `at` to the moment; whoever asks joins them to
    people it knows, in one query.
    """

    words: str
    rows: "Callable[[], QuerySet[Any]]"
    who: str = "student"
    at: str = "created_at"


@dataclass(frozen=True)
class Appointment:
    """Rows of hours that are agreed with somebody: `words` is what staff read before the clock."""

    words: str
    rows: "Callable[[], QuerySet[Any]]"
    who: str
    starts: str


@dataclass(frozen=True)
class Evidence:
    """Something we vouch for about a person, with the page that anybody may read.

    `key` names it for life, the app first: "courses:place 12".
    """

    key: str
    title: str
    url: str
    at: datetime


HISTORY_KINDS = {
    "enquiry": "Enquiries",
    "call": "Calls",
    "email": "Emails",
    "note": "Notes and meetings",
    "promise": "Promises",
    "course": "Courses",
    "payment": "Payments",
    "mentoring": "Mentoring",
    "record": "Their record",
}


@dataclass
class _Registry:
    nav: list[NavEntry] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    timelines: "list[Callable[[User], Iterable[TimelineRow]]]" = field(default_factory=list)
    histories: list[Callable[[Whose], Iterable[HistoryRow]]] = field(default_factory=list)
    exports: "dict[str, Callable[[User], object]]" = field(default_factory=dict)
    openings: dict[str, Opening] = field(default_factory=dict)
    evidence: "list[Callable[[User], Iterable[Evidence]]]" = field(default_factory=list)
    calendars: "list[Callable[[User], Iterable[Event]]]" = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)


_registry = _Registry()


def add_nav(entry: NavEntry) -> None:
    """Contribute a navigation entry."""
    _registry.nav.append(entry)


def add_panel(panel: Panel) -> None:
    """Contribute a dashboard panel."""
    _registry.panels.append(panel)


def add_timeline(rows: "Callable[[User], Iterable[TimelineRow]]") -> None:
    """Contribute rows to a person's timeline."""
    _registry.timelines.append(rows)


def add_history(rows: Callable[[Whose], Iterable[HistoryRow]]) -> None:
    """Contribute what an app knows of somebody's past with us, for staff."""
    _registry.histories.append(rows)


def add_export(name: str, build: "Callable[[User], object]") -> None:
    """Contribute to the file a person gets when they ask for everything we hold about them."""
    _registry.exports[name] = build


def add_opening(opening: Opening) -> None:
    """Contribute something that can be opened for a student."""
    _registry.openings[opening.name] = opening


def add_calendar(entries: "Callable[[User], Iterable[Event]]") -> None:
    """Contribute entries to a person's calendar feed."""
    _registry.calendars.append(entries)


def add_taken(taken: Taken) -> None:
    """Contribute what counts as an answer: nobody who took this up is asked again whether."""
    _registry.taken.append(taken)


def add_appointment(appointment: Appointment) -> None:
    """Contribute hours that staff must know of when somebody calls."""
    _registry.appointments.append(appointment)


def add_evidence(rows: "Callable[[User], Iterable[Evidence]]") -> None:
    """Contribute what an app vouches for about a person."""
    _registry.evidence.append(rows)


def evidence(user: "User") -> list[Evidence]:
    """What we vouch for about this person, the newest first."""
    rows = [row for build in _registry.evidence for row in build(user)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def opening(name: str) -> Opening:
    """What an app contributed under this name. Raises KeyError when it did not."""
    return _registry.openings[name]


def nav_for(user: "User", shell: str) -> list[NavEntry]:
    """The entries of a shell that this person may see, in order."""
    entries = [entry for entry in _registry.nav if entry.shell == shell and entry.shown_to(user)]
    return sorted(entries, key=lambda entry: entry.order)


def panels() -> list[Panel]:
    """Every dashboard panel, in order."""
    return sorted(_registry.panels, key=lambda panel: panel.order)


def timeline(user: "User") -> list[TimelineRow]:
    """Everything this person did or has ahead, soonest first."""
    rows = [row for build in _registry.timelines for row in build(user)]
    return sorted(rows, key=lambda row: row.at)


def history(whose: Whose) -> list[HistoryRow]:
    """Everything that happened between somebody and us, newest first."""
    found: dict[str, HistoryRow] = {}
    rows = [row for build in _registry.histories for row in build(whose)]
    for number, row in enumerate(rows):
        key = row.key or f"row {number}"
        if key not in found or len(row.text) > len(found[key].text):
            found[key] = row
    return sorted(found.values(), key=lambda row: row.at, reverse=True)


def calendar(user: "User") -> "Iterable[Event]":
    """Everything with a date, for the person's own calendar."""
    return (entry for entries in _registry.calendars for entry in entries(user))


def taken() -> list[Taken]:
    """What people can take up with us, beside courses."""
    return list(_registry.taken)


def appointments() -> list[Appointment]:
    """The kinds of hours people agree with us."""
    return list(_registry.appointments)


def export(user: "User") -> dict[str, object]:
    """Everything the apps hold about this person, by app."""
    return {name: build(user) for name, build in sorted(_registry.exports.items())}


def export_parts() -> list[str]:
    """The names of the parts of that file."""
    return sorted(_registry.exports)
