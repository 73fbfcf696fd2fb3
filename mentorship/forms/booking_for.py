"""The shape of what staff choose for a student: what, with whom, and when."""

import datetime as dt

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken, line


class BookForForm(forms.Form):
    """A time for somebody else."""

    form_token = OnceToken()
    start = forms.CharField(error_messages={"required": "Choose a time."})
    goals = line(
        "What do they want to cover?",
        max_length=2000,
        help_text="The mentor reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, *, wish: str = "") -> None:
        super().__init__(data, initial={"goals": wish})

    def clean_start(self) -> dt.datetime:
        """An instant with its zone."""
        try:
            start = dt.datetime.fromisoformat(self.cleaned_data["start"])
        except ValueError:
            start = None
        if start is None or start.tzinfo is None or not 2000 <= start.year < 2100:
            raise forms.ValidationError("Choose a time from the week.")
        return start.astimezone(dt.UTC)
