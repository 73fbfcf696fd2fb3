"""Times, money and facts in the words of a letter."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from courses.models import Cohort, Session
from institute.templatetags.moments import clock, day, zone_words


def when(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    """ "Mon 11 January 2027, 18:30 Toronto time"."""
    if moment is None:
        return ""
    return f"{day(moment, zone)}, {clock(moment, zone)} {zone_words(zone)}"


def short_day(moment: dt.datetime, zone: ZoneInfo) -> str:
    """ "Mon 11 January", for a subject line."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%B}"


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
        "starts_clock": f"{local:%H:%M} {zone_words(zone)}",
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
            said.append(f"From {short_day(session.starts_at, zone)}, {here} {zone_words(zone)}")
        before = here, theirs
    return said
