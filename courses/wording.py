"""Times, money and facts in the words of a letter."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from courses.models import Cohort, Session

# What people call their clock; a zone not listed is called by its city.
CLOCKS = {
    "America/Toronto": "Toronto time",
    "America/Vancouver": "Vancouver time",
    "America/Halifax": "Halifax time",
    "America/St_Johns": "St. John’s time",
    "Europe/London": "London time",
    "UTC": "UTC",
}


def clock_name(zone: ZoneInfo) -> str:
    """ "Toronto time"."""
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return CLOCKS.get(zone.key, f"{city} time")


def when(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    """ "Mon 11 January 2027, 18:30 Toronto time"."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%B %Y}, {local:%H:%M} {clock_name(zone)}"


def short_day(moment: dt.datetime, zone: ZoneInfo) -> str:
    """ "Mon 11 January", for a subject line."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%B}"


def clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    """ "18:30"."""
    return f"{moment.astimezone(zone):%H:%M}"


def money(cents: int) -> str:
    """ "$3,450", or "$3,898.50" where there are cents."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02d}" if rest else f"${dollars:,}"


def cohort_facts(cohort: Cohort, zone: ZoneInfo) -> dict[str, object]:
    """What every letter about a cohort may say; both clocks when they differ."""
    starts = cohort.starts_at
    local = starts.astimezone(zone)
    theirs = when(starts, cohort.zone)
    return {
        "course": cohort.version.title,
        "starts": when(starts, zone),
        "starts_there": "" if _same_clock(cohort, zone) else theirs,
        "starts_day": short_day(starts, zone),
        "starts_clock": f"{local:%H:%M} {clock_name(zone)}",
        "tile": {"weekday": f"{local:%a}", "number": local.day, "month": f"{local:%b}"},
        "length": cohort.version.length_words,
    }


def _same_clock(cohort: Cohort, zone: ZoneInfo) -> bool:
    here = cohort.starts_at.astimezone(zone).utcoffset()
    return here == cohort.starts_at.astimezone(cohort.zone).utcoffset()


def class_lines(sessions: Iterable[Session], zone: ZoneInfo) -> list[dict[str, str]]:
    """Each class by name and time: what a letter about dates lists."""
    return [{"name": str(session), "at": when(session.starts_at, zone)} for session in sessions]


def clock_shifts(sessions: Iterable[Session], zone: ZoneInfo, there: ZoneInfo) -> list[str]:
    """ "From Tue 10 March, 22:30 London time": where a clock change moves the reader's hour.

    Only changes that the class's own clock does not make are said.
    """
    said, before = [], None
    for session in sessions:
        here, theirs = clock(session.starts_at, zone), clock(session.starts_at, there)
        if before and before[1] == theirs and before[0] != here:
            said.append(f"From {short_day(session.starts_at, zone)}, {here} {clock_name(zone)}")
        before = here, theirs
    return said
