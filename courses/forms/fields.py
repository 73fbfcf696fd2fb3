"""Fields that several forms share."""

import datetime as dt
import uuid
from typing import Any

from django import forms


class OnceToken(forms.UUIDField):
    """Tells two sendings of one form from two forms; without a readable one a form is new."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID:
        """The token that was sent, or a fresh one."""
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


def line(label: str, missing: str = "", **options: Any) -> forms.CharField:
    """A line of text; optional unless `missing` says what to do about an empty one."""
    messages = {"required": missing} if missing else {}
    return forms.CharField(label=label, required=bool(missing), error_messages=messages, **options)


def _near(value: dt.date) -> None:
    """A year with a slipped key is not a plan."""
    if not 2000 <= value.year < 2100:
        raise forms.ValidationError("Enter a date of this century, like 2027-01-11.")


def day(label: str, **options: Any) -> forms.DateField:
    """A day of the calendar."""
    return forms.DateField(
        label=label,
        validators=[_near],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"{label}: enter the date.",
            "invalid": f"{label}: enter the date as year-month-day, like 2027-01-11.",
        },
        **options,
    )


def wall_time(label: str, **options: Any) -> forms.TimeField:
    """A time on the clock of the place."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": f"{label}: enter the time.",
            "invalid": f"{label}: enter the time on 24 hours, like 18:30.",
        },
        **options,
    )


def number(label: str, *, least: int, most: int, **options: Any) -> forms.IntegerField:
    """A whole number between two others."""
    words = f"{label}: enter a number from {least} to {most}."
    kinds = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(kinds, words),
        **options,
    )
