"""The shape of what students type about the waiting list."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from courses.forms.fields import day, line
from institute.accounts.models import User
from mentorship.models import Mentor, Offer, OfferKind
from mentorship.operations.waiting import Waiting

AHEAD = dt.timedelta(days=14)


class WaitForm(forms.Form):
    """What somebody waits for, and between which days."""

    offer = forms.ModelChoiceField(
        label="What do you need?",
        queryset=Offer.objects.exclude(kind=OfferKind.CV_REVIEW),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": "Choose what you need.",
            "invalid_choice": "Choose what you need from the list.",
        },
    )
    mentor = forms.ModelChoiceField(
        label="With whom?",
        queryset=Mentor.objects.public().with_person(),
        to_field_name="slug",
        required=False,
        empty_label="Anybody who gives it",
        error_messages={"invalid_choice": "Choose a mentor from the list."},
    )
    earliest = day("First day")
    latest = day("Last day")
    interview_on = day(
        "Interview",
        required=False,
        help_text="Whoever has the nearest interview comes first in line.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, user: User, first: dict[str, str] | None = None
    ) -> None:
        today = dt.datetime.now(user.zone).date()
        known = {"earliest": today, "latest": today + AHEAD}
        super().__init__(data, initial=known | (first or {}))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        earliest, latest = given.get("earliest"), given.get("latest")
        if earliest and latest and latest < earliest:
            self.add_error("latest", "Last day: choose one that is not before the first.")
        return given

    @property
    def wish(self) -> Waiting:
        """What is waited for."""
        return Waiting(**self.cleaned_data)


class TakeForm(forms.Form):
    """What the student wants to cover in the time they take."""

    goals = line(
        "What do you want to cover?",
        max_length=2000,
        help_text="Your mentor reads this before you meet.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
