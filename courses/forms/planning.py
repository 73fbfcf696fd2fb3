"""The shape of a new cohort's plan: a weekly pattern on the cohort's own clock."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from courses.forms.fields import day, number, wall_time
from courses.models import Course, CourseVersion
from courses.operations.cohorts import Plan
from courses.timing import DAYS, expand, instant
from institute.accounts.models import DEFAULT_ZONE, User
from institute.accounts.roles import Role
from institute.accounts.zones import grouped_zones

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEAREST = 100_000  # dollars; beyond that somebody slipped on the keyboard
NO_CLASS = "No class falls on or after the first day. Tick its weekday, or add weeks."
OVER = "The first class would be over already. Choose a first day that is ahead."
WINDOW = "Enrolment has to close after it opens, and it opens before the first class."


class PlanForm(forms.Form):
    """Which course, on which days, for how many, at what price, taught by whom."""

    course = forms.ModelChoiceField(
        queryset=Course.objects.none(),
        empty_label="Choose a course",
        error_messages={
            "required": "Choose the course.",
            "invalid_choice": "That course is not published. Choose another.",
        },
    )
    instructor = forms.ModelChoiceField(
        queryset=User.objects.none(),
        empty_label="Choose an instructor",
        error_messages={
            "required": "Choose who teaches.",
            "invalid_choice": "That person does not teach here. Choose another.",
        },
    )
    zone = forms.ChoiceField(
        label="Time zone",
        choices=grouped_zones,
        initial=DEFAULT_ZONE,
        help_text="The clock the classes are announced on. They keep their hour when it changes.",
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )
    first_day = day("First day", help_text="Days of that week before it are left out.")
    weekdays = forms.MultipleChoiceField(
        label="Class days",
        choices=list(zip(DAYS, WEEKDAYS, strict=True)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one class day.",
            "invalid_choice": "Tick days from Monday to Sunday.",
        },
    )
    at = wall_time("Class begins", initial=dt.time(18, 30))
    minutes = number("Minutes", least=15, most=480, initial=90)
    weeks = number("Weeks", least=1, most=52, initial=6)
    capacity = number("Seats", least=1, most=500, initial=24)
    price = forms.DecimalField(
        label="Price in dollars, before HST",
        required=False,
        min_value=Decimal(0),
        max_value=DEAREST,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Leave it empty to charge the price of the course. 0 makes it free.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"),
            f"Enter the price in dollars, from 0 to {DEAREST:,}, like 1450.00.",
        ),
    )
    opens_on = day("Enrolment opens")
    closes_on = day(
        "Enrolment closes", help_text="At the end of that day, or when the first class begins."
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"opens_on": timezone.localdate()})
        published = Course.objects.published().select_related("current")
        self._choose("course", published.order_by("current__title"))
        teachers = User.objects.filter(groups__name=Role.INSTRUCTOR, is_active=True)
        self._choose("instructor", teachers.order_by("display_name", "pk"))

    def _choose(self, name: str, found: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = found

    def clean(self) -> dict[str, Any]:
        """The pattern becomes instants, once every part of it can be read."""
        given = super().clean() or {}
        if self.errors:
            return given
        given["times"] = self._times(given)
        if not given["times"]:
            self.add_error("weekdays", NO_CLASS)
        elif given["times"][0][0] <= timezone.now():
            self.add_error("first_day", OVER)
        elif not self._window_holds(given):
            self.add_error("closes_on", WINDOW)
        return given

    def _times(self, given: dict[str, Any]) -> list[tuple[dt.datetime, dt.datetime]]:
        times = expand(
            given["first_day"],
            set(given["weekdays"]),
            given["at"],
            given["minutes"],
            given["zone"],
            given["weeks"],
        )
        earliest = instant(given["first_day"], dt.time.min, given["zone"])
        return [(start, end) for start, end in times if start >= earliest]

    def _window_holds(self, given: dict[str, Any]) -> bool:
        given["opens_at"] = instant(given["opens_on"], dt.time.min, given["zone"])
        end_of_day = instant(given["closes_on"], dt.time(23, 59), given["zone"])
        given["closes_at"] = min(end_of_day, given["times"][0][0])
        return bool(given["opens_at"] < given["closes_at"])

    @property
    def version(self) -> CourseVersion:
        """What the chosen course says today."""
        version = self.cleaned_data["course"].current
        assert isinstance(version, CourseVersion)
        return version

    @property
    def plan(self) -> Plan:
        """The plan in instants and cents."""
        given = self.cleaned_data
        price = given["price"]
        return Plan(
            zone=given["zone"],
            times=given["times"],
            capacity=given["capacity"],
            enrol_opens_at=given["opens_at"],
            enrol_closes_at=given["closes_at"],
            price_cents=None if price is None else int(price * 100),
        )
