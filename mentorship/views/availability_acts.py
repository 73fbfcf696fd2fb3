"""What a mentor may do on the page of their time: a form each, and the operation it calls."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from mentorship.forms.availability import (
    CalendarForm,
    DayForm,
    HoursForm,
    JourneyForm,
    LimitsForm,
    OffForm,
)
from mentorship.models import Mentor
from mentorship.operations import availability, busy_times
from mentorship.week_hours import NEVER, Season, in_force

Forms = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """The operation a form asks for, and the sentence when it is done."""

    do: Callable[[Mentor, Any], object]
    said: str


def forms_of(
    mentor: Mentor, seasons: tuple[Season, ...], chosen: str, data: QueryDict | None = None
) -> Forms:
    """Every form of the page; the one that was sent carries what was typed."""
    sent = data.get("act") if data else None

    def typed(act: str) -> QueryDict | None:
        return data if act == sent else None

    season = season_on(seasons, chosen, mentor)
    return {
        "hours": HoursForm(typed("hours"), mentor=mentor, seasons=seasons, season=season),
        "day": DayForm(typed("day")),
        "off": OffForm(typed("off"), mentor=mentor),
        "journey": JourneyForm(typed("journey")),
        "limits": LimitsForm(typed("limits"), mentor=mentor),
        "calendar": CalendarForm(typed("calendar")),
    }


def season_on(seasons: tuple[Season, ...], chosen: str, mentor: Mentor) -> Season:
    """The season that begins on the chosen day; today's when none does."""
    known = {str(each.begins): each for each in seasons}
    today = in_force(seasons, availability.today(mentor))
    return known.get(chosen) or today or Season(None, mentor.user.time_zone, NEVER)


def _hours(mentor: Mentor, form: HoursForm) -> None:
    availability.set_hours(mentor=mentor, plan=form.plan, seen=form.cleaned_data["seen"])


def _day(mentor: Mentor, form: forms.Form) -> None:
    given = form.cleaned_data
    availability.set_day(mentor=mentor, day=given["day"], pairs=given["hours"], why=given["why"])


def _off(mentor: Mentor, form: forms.Form) -> None:
    given = form.cleaned_data
    availability.take_time_off(
        mentor=mentor, start=given["start"], end=given["end"], why=given["why"]
    )


def _journey(mentor: Mentor, form: forms.Form) -> None:
    availability.travel(mentor=mentor, **form.cleaned_data)


def _limits(mentor: Mentor, form: LimitsForm) -> None:
    availability.set_limits(mentor=mentor, limits=form.limits, seen=form.cleaned_data["seen"])


def _calendar(mentor: Mentor, form: forms.Form) -> None:
    busy_times.add_calendar(mentor=mentor, **form.cleaned_data)


def reopen(mentor: Mentor, form: Any, now: forms.Form) -> None:
    """Leave what was typed, to be saved knowingly over what is saved now, and name what differs."""
    form.data = form.data.copy()
    form.data["seen"] = now["seen"].value()
    pairs = ((field, _words(field.value())) for field in now if not field.is_hidden)
    form.newer = [
        (field.label, saved) for field, saved in pairs if saved != _words(form[field.name].value())
    ]


def _words(value: Any) -> str:
    """What a field holds, in words; the same however it was typed."""
    if isinstance(value, list):
        return ", ".join(f"{first} to {last}" for first, last in value) or "closed"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value or "empty")


ACTS: dict[str, Act] = {
    "hours": Act(_hours, "The hours are saved."),
    "day": Act(_day, "That date is kept."),
    "off": Act(_off, "The time off is kept."),
    "journey": Act(_journey, "The journey is kept. On those days the hours follow that clock."),
    "limits": Act(_limits, "Saved."),
    "calendar": Act(_calendar, "We read the calendar within a minute, then every 15 minutes."),
}


def take_back(mentor: Mentor, kind: str, key: str) -> str:
    """Take something off a list; what is not there is gone already. Says what was done."""
    if kind == "season":
        availability.forget_hours(mentor=mentor, begins=_date(key))
        return "Those hours are given up. The ones before go on."
    number = int(key) if key.isdecimal() and len(key) < 10 else 0
    if kind == "calendar":
        busy_times.remove_calendar(mentor=mentor, key=number)
        return "We do not read that calendar any more. The time it took is free again."
    if kind in availability.LISTS:
        availability.take_back(mentor=mentor, kind=kind, key=number)
    return "Taken off the list."


def _date(key: str) -> dt.date:
    try:
        return dt.date.fromisoformat(key)
    except ValueError:
        return dt.date.min
