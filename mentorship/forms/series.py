"""The shape of what students type about sessions that repeat."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken, day, line, number, wall_time
from institute.accounts.models import User
from mentorship.clocks import exists
from mentorship.models import AvailabilityRule, Mentor, Offer, OfferKind, PinnedTo
from mentorship.operations.repeating import FEWEST, MOST, Pattern

SKIPPED = "The clocks skip this time on that day. Choose another."


class SeriesForm(forms.Form):
    """What repeats, how often, and whose clock keeps the hour. The first time is the reader's."""

    offer = forms.ModelChoiceField(
        label="What",
        queryset=Offer.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": "Choose what you need.",
            "invalid_choice": "Choose what you need from the list.",
        },
    )
    day = day("First day")
    at = wall_time("Time")
    every_weeks = forms.TypedChoiceField(
        label="How often",
        choices=[(1, "Every week"), (2, "Every second week")],
        coerce=int,
        error_messages={
            "required": "Choose how often.",
            "invalid_choice": "Choose every week or every second week.",
        },
    )
    count = number("How many times", least=FEWEST, most=MOST)
    pinned_to = forms.ChoiceField(
        label="Whose clock keeps the hour?",
        choices=PinnedTo.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whose clock keeps the hour.",
            "invalid_choice": "Choose your clock or the mentor’s.",
        },
    )

    def __init__(self, data: QueryDict | None, *, mentor: Mentor, reader: User) -> None:
        self.mentor, self.zone = mentor, reader.zone
        super().__init__(data, initial=_usual(reader, mentor))
        offers, pinned = self.fields["offer"], self.fields["pinned_to"]
        assert isinstance(offers, forms.ModelChoiceField)
        assert isinstance(pinned, forms.ChoiceField)
        offers.queryset = mentor.offers.exclude(kind=OfferKind.CV_REVIEW)
        pinned.choices = [
            (PinnedTo.STUDENT.value, f"Mine, in {_city(self.zone)}"),
            (PinnedTo.MENTOR.value, f"{mentor.user.short_name}’s, in {_city(mentor.zone)}"),
        ]

    def clean(self) -> dict[str, Any]:
        """A wall time that the clocks skip does not exist."""
        given = super().clean() or {}
        if given.get("day") and given.get("at"):
            local = dt.datetime.combine(given["day"], given["at"])
            if not exists(local, self.zone):
                self.add_error("at", SKIPPED)
        return given

    @property
    def pattern(self) -> Pattern:
        """What repeats."""
        given = self.cleaned_data
        first = dt.datetime.combine(given["day"], given["at"], self.zone).astimezone(dt.UTC)
        return Pattern(
            mentor=self.mentor,
            offer=given["offer"],
            first=first,
            every_weeks=given["every_weeks"],
            count=given["count"],
            pinned_to=PinnedTo(given["pinned_to"]),
        )


class DatesForm(forms.Form):
    """Which of the dates are wanted, as instants."""

    form_token = OnceToken()
    dates = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick two dates or more.",
            "invalid_choice": "One of these dates is not free any more. Look again.",
        }
    )
    goals = line("What do you want to cover?", max_length=2000)

    def __init__(self, data: QueryDict | None, *, offered: list[str]) -> None:
        super().__init__(data)
        field = self.fields["dates"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one, one) for one in offered]
        self.fields["goals"].widget = forms.Textarea(attrs={"rows": 3})

    @property
    def starts(self) -> list[dt.datetime]:
        """The instants that were ticked."""
        return [dt.datetime.fromisoformat(one) for one in self.cleaned_data["dates"]]


class RestForm(forms.Form):
    """Why the rest of a series is called off; the other side reads it."""

    why = line(
        "Reason",
        max_length=300,
        help_text="The other side reads it in the letter.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _usual(reader: User, mentor: Mentor) -> dict[str, Any]:
    """What is asked when nothing was: the first hour the mentor keeps, a week from now."""
    soon = dt.datetime.now(reader.zone) + dt.timedelta(days=7)
    first = min((_next(rule, soon) for rule in mentor.rules.all()), default=soon)
    return {
        "day": first.date(),
        "at": first.time().replace(second=0, microsecond=0),
        "every_weeks": 1,
        "count": 4,
        "pinned_to": PinnedTo.STUDENT,
    }


def _next(rule: AvailabilityRule, soon: dt.datetime) -> dt.datetime:
    """When the hours of a rule next begin, on the clock of `soon`."""
    day = soon.date() + dt.timedelta(days=(rule.weekday - soon.weekday()) % 7)
    begins = dt.datetime.combine(day, rule.starts, ZoneInfo(rule.zone))
    return begins.astimezone(soon.tzinfo)


def _city(zone: ZoneInfo) -> str:
    return zone.key.rpartition("/")[2].replace("_", " ")
