"""The shape of what the staff type about a cohort. No rules: those are operations."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken, day, line, wall_time
from courses.models import Session
from courses.timing import instant

SKIPPED = "The clocks skip this time on that day. Choose another."


class MessageForm(forms.Form):
    """A word to everybody in a cohort."""

    form_token = OnceToken()
    subject = line("Subject", "Enter a subject.", max_length=120)
    text = line(
        "Message",
        "Write the message.",
        max_length=5000,
        help_text="Plain text. Leave an empty line between paragraphs.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class MoveClassForm(forms.Form):
    """When a class takes place instead, on the cohort's own clock."""

    day = day("New day")
    at = wall_time("New time")

    def __init__(self, data: QueryDict | None = None, *, session: Session) -> None:
        self.zone = session.cohort.zone
        local = session.starts_at.astimezone(self.zone)
        super().__init__(data, initial={"day": local.date(), "at": local.time()})

    def clean(self) -> dict[str, Any]:
        """A wall time that the clocks skip does not exist."""
        given = super().clean() or {}
        if "day" in given and "at" in given:
            starts_at = instant(given["day"], given["at"], self.zone.key)
            given["starts_at"] = starts_at
            if starts_at.astimezone(self.zone).time() != given["at"]:
                self.add_error("at", SKIPPED)
        return given

    @property
    def starts_at(self) -> dt.datetime:
        """The instant that was asked for."""
        moment: dt.datetime = self.cleaned_data["starts_at"]
        return moment


class CancelCohortForm(forms.Form):
    """Why a cohort does not take place; everybody in it reads it."""

    reason = line(
        "Reason",
        "Say why: everybody reads it.",
        max_length=400,
        help_text="Everybody reads it in the letter. One or two sentences.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
