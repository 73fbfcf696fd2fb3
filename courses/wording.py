"""Times, money and facts in the words of a letter."""

import datetime as dt
from zoneinfo import ZoneInfo

from courses.models import Cohort

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


def money(cents: int) -> str:
    """ "$3,450", or "$3,898.50" where there are cents."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02d}" if rest else f"${dollars:,}"


def cohort_facts(cohort: Cohort, zone: ZoneInfo) -> dict[str, object]:
    """What every letter about a cohort may say; both clocks when they differ."""
    starts = when(cohort.starts_at, zone)
    theirs = when(cohort.starts_at, cohort.zone)
    return {
        "course": cohort.version.title,
        "starts": starts,
        "starts_there": "" if _same_clock(cohort, zone) else theirs,
        "length": cohort.version.length_words,
    }


def _same_clock(cohort: Cohort, zone: ZoneInfo) -> bool:
    here = cohort.starts_at.astimezone(zone).utcoffset()
    return here == cohort.starts_at.astimezone(cohort.zone).utcoffset()
