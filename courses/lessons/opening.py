"""When a lesson opens: at once, after the one before, or week by week from the first class."""

import datetime as dt
import re

from courses.models import Cohort, Module, Pace
from courses.timing import instant

FIRST_WEEK = re.compile(r"^weeks?\s+(\d{1,3})\b", re.IGNORECASE)


def week_of(module: Module, number: int, modules: int, weeks: int) -> int:
    """The week a module begins, from 1: as it says, else spread evenly. `number` counts from 0."""
    says = FIRST_WEEK.match(module.weeks.strip())
    return max(int(says[1]), 1) if says else number * weeks // max(modules, 1) + 1


def opens_at(cohort: Cohort, week: int) -> dt.datetime:
    """The start of that week of the cohort, on the clock of the place where it is taught."""
    first = cohort.starts_at.astimezone(cohort.zone)
    day = first.date() + dt.timedelta(weeks=week - 1)
    return instant(day, dt.time(0), cohort.time_zone)


def is_open(pace: str, *, opens: dt.datetime, before_done: bool, now: dt.datetime) -> bool:
    """Whether the lesson may be read now."""
    if pace == Pace.DRIP:
        return opens <= now
    return before_done or pace != Pace.ORDER
