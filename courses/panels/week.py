"""My classes of this week, as bars on seven days and as a list."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.models import Session
from courses.panels.mine import Mine, mine, monday
from institute.figures.calendars import Bar, Row

WEEK = dt.timedelta(days=7)


def this_week(request: HttpRequest) -> dict[str, object] | None:
    """The week from Monday, or what comes after it when it is empty."""
    my = mine(request)
    if not my.classes:
        return None
    end = monday() + WEEK
    shown = [one for one in my.classes if one.starts_at < end]
    later = next((one for one in my.classes if one.starts_at >= end), None)
    return {"rows": _rows(shown, my), "axis": _axis(), "classes": shown, "later": later}


def _axis() -> list[Bar]:
    first, today = monday(), timezone.localdate()
    days = [(first + dt.timedelta(days=number)).date() for number in range(7)]
    return [
        Bar(number, 1, "today" if day == today else "", f"{day:%a} {day.day}")
        for number, day in enumerate(days, start=1)
    ]


def _rows(shown: Iterable[Session], my: Mine) -> list[Row]:
    """A row for each course; the class that comes next is the critical one."""
    following = my.ahead[0].pk if my.ahead else None
    places = {place.cohort_id: place.pk for place in my.places}
    courses: dict[int, list[Bar]] = {}
    names: dict[int, str] = {}
    for one in shown:
        names[one.cohort_id] = one.cohort.version.title
        url = reverse("courses:enrolment", args=[places[one.cohort_id]])
        courses.setdefault(one.cohort_id, []).append(_bar(one, following, url))
    return [Row(tuple(bars), names[cohort]) for cohort, bars in courses.items()]


def _bar(one: Session, following: int | None, url: str) -> Bar:
    begins = timezone.localtime(one.starts_at)
    kind = "solid" if one.ends_at <= timezone.now() else "learn"
    if one.pk == following:
        kind = "crit"
    return Bar(begins.weekday() + 1, 1, kind, f"{begins:%H:%M} Class {one.number}", url)
