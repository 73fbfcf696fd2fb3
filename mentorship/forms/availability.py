"""The shape of what mentors say about their time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from courses.forms.fields import day, line, number, wall_time
from institute.accounts.zones import grouped_zones
from mentorship.clocks import UTC, city, exists
from mentorship.forms.fields import PairsField
from mentorship.models import Mentor
from mentorship.operations.availability import Limits, Plan, mark_of
from mentorship.week_hours import NAMES, Pair, Season, Week

LIMITS = ("max_per_day", "max_per_week", "comfortable_from", "comfortable_to", "room_url")


@dataclass(frozen=True)
class Day:
    """One weekday of the form: its field, and the pairs it shows with one to spare."""

    number: int
    field: forms.BoundField
    pairs: list[tuple[str, str]]


def shown(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """Times as inputs hold them."""
    return [(f"{first:%H:%M}", f"{last:%H:%M}") for first, last in pairs]


class HoursForm(forms.Form):
    """The hours of a week, when they hold, and the mark of what the page was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    edition = forms.DateField(widget=forms.HiddenInput, required=False)
    begins = day("From", required=False)
    until = day("Until", required=False, help_text="After it, what held before holds again.")

    def __init__(
        self, data: QueryDict | None, *, mentor: Mentor, seasons: tuple[Season, ...], season: Season
    ) -> None:
        days = {f"day{n}": shown(pairs) for n, pairs in enumerate(season.week.days)}
        initial = {"seen": mark_of(seasons), "edition": season.begins, "begins": season.begins}
        super().__init__(data, initial=initial | days | {"zone": season.zone}, auto_id="hours_%s")
        for n, name in enumerate(NAMES):
            self.fields[f"day{n}"] = PairsField(label=name, required=False)
        self._zone, home = season.zone, mentor.user.time_zone
        if home != season.zone:
            clocks = [(key, f"{city(ZoneInfo(key))} time") for key in (season.zone, home)]
            self.fields["zone"] = forms.ChoiceField(label="On the clock of", choices=clocks)

    @property
    def days(self) -> list[Day]:
        """Monday to Sunday, each with an empty pair to fill in."""
        fields = [self[f"day{n}"] for n in range(7)]
        return [Day(n, field, [*field.value(), ("", "")]) for n, field in enumerate(fields)]

    def clean(self) -> dict[str, Any]:
        """A planned week needs the day it begins on, and so does one that ends."""
        given = super().clean() or {}
        if not given.get("begins") and (given.get("edition") or given.get("until")):
            self.add_error("begins", "From: enter the day these hours begin on.")
        return given

    @property
    def plan(self) -> Plan:
        given = self.cleaned_data
        week = Week.of([given[f"day{n}"] for n in range(7)])
        season = Season(given["begins"], given.get("zone") or self._zone, week)
        return Plan(season, until=given["until"], instead_of=given["edition"])


class DayForm(forms.Form):
    """A date that differs from the week."""

    day = day("Date")
    hours = PairsField(
        label="Hours on that date",
        required=False,
        help_text="Leave the times empty to take nobody on that date.",
    )
    why = line("Note", max_length=120, help_text="Only you read it.")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="day_%s")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [*(self["hours"].value() or []), ("", ""), ("", "")][:4]


class OffForm(forms.Form):
    """A stretch without sessions: whole days, unless times are given."""

    first = day("First day")
    starts = wall_time("From", required=False, help_text="Empty: from midnight.")
    last = day("Last day")
    ends = wall_time("Until", required=False, help_text="Empty: the whole day.")
    why = line("Note", max_length=120, help_text="Only you read it.")

    def __init__(self, data: QueryDict | None = None, *, mentor: Mentor) -> None:
        super().__init__(data, auto_id="off_%s")
        self._zone = mentor.zone

    def clean(self) -> dict[str, Any]:
        """Wall times become instants on the mentor's own clock."""
        given = super().clean() or {}
        if self.errors:
            return given
        whole_day = given["ends"] is None
        last = given["last"] + dt.timedelta(days=1) if whole_day else given["last"]
        given["start"] = self._instant("starts", given["first"], given["starts"])
        given["end"] = self._instant("ends", last, given["ends"])
        return given

    def _instant(self, field: str, date: dt.date, time: dt.time | None) -> dt.datetime:
        local = dt.datetime.combine(date, time or dt.time.min)
        if time and not exists(local, self._zone):
            self.add_error(field, "The clocks skip this time on that day. Choose another.")
        return local.replace(tzinfo=self._zone).astimezone(UTC)


class JourneyForm(forms.Form):
    """Days in another place."""

    zone = forms.ChoiceField(
        label="Where",
        choices=grouped_zones,
        error_messages={
            "required": "Choose where you will be.",
            "invalid_choice": "Choose a place from the list.",
        },
    )
    first = day("First day there")
    last = day("Last day there")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="journey_%s")


class LimitsForm(forms.Form):
    """How much, when it is comfortable, and where."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    max_per_day = number("Sessions a day", least=1, most=12)
    max_per_week = number("Sessions a week", least=1, most=60)
    comfortable_from = wall_time("Comfortable from")
    comfortable_to = wall_time("Comfortable until")
    room_url = forms.URLField(
        label="Video room",
        required=False,
        assume_scheme="https",
        help_text="Students see it from their booking, shortly before the session.",
        error_messages={"invalid": "Enter the address of your room, like https://meet.example/me."},
    )

    def __init__(self, data: QueryDict | None = None, *, mentor: Mentor) -> None:
        known = Limits.of(mentor)
        initial = vars(known) | {"seen": mark_of(astuple(known))}
        super().__init__(data, initial=initial, auto_id="limits_%s")

    def clean_room_url(self) -> str:
        """Sessions are private: so is the way to them."""
        url: str = self.cleaned_data["room_url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError("The address of the room has to begin with https://.")
        if len(url) > 200:
            raise forms.ValidationError("Enter an address of 200 letters at most.")
        return url

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("comfortable_from"), given.get("comfortable_to")
        if first and last and last <= first:
            self.add_error("comfortable_to", "Comfortable until: enter a later time.")
        return given

    @property
    def limits(self) -> Limits:
        given = self.cleaned_data
        return Limits(**{name: given[name] for name in LIMITS})


class CalendarForm(forms.Form):
    """A calendar whose busy time counts."""

    url = line(
        "Secret iCal address",
        "Enter the address of the calendar.",
        max_length=1000,
        help_text="Your calendar shows it under sharing or publishing. It ends in .ics.",
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    label = line("Name", max_length=80, help_text="How you tell it from others.")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="calendar_%s")
