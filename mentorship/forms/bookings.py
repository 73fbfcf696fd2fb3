"""The shape of what people type about a session that is booked."""

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from courses.forms.fields import line
from mentorship.models import Mentor

CHOOSE = "Choose one of the times that are free."
UNCLEAR = "Accept the session, or decline it."


class AnswerForm(forms.Form):
    """The mentor's answer to a session that was asked for."""

    answer = forms.ChoiceField(
        choices=[("accept", "Accept"), ("decline", "Decline")],
        error_messages={"required": UNCLEAR, "invalid_choice": UNCLEAR},
    )
    why = line(
        "If you decline: why",
        max_length=300,
        help_text="The student reads it, with three times that are free.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CancelForm(forms.Form):
    """Why a session is called off; the other side reads it."""

    why = line(
        "Why",
        max_length=300,
        help_text="The other side reads it in the letter.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoveForm(forms.Form):
    """Where a session goes: another time, and for staff another mentor.

    `seen` is the sequence of the page it was chosen on.
    """

    start = forms.DateTimeField(error_messages={"required": CHOOSE, "invalid": CHOOSE})
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    mentor = forms.ModelChoiceField(
        label="Mentor",
        queryset=Mentor.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": "Choose a mentor who gives this session."},
    )
    why = line(
        "Why",
        max_length=300,
        help_text="The other side reads it in the letter.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, mentors: "QuerySet[Mentor] | None" = None
    ) -> None:
        super().__init__(data)
        field = self.fields["mentor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Mentor.objects.none() if mentors is None else mentors

    def clean_start(self) -> dt.datetime:
        """The instant in UTC."""
        start: dt.datetime = self.cleaned_data["start"]
        if not 2000 <= start.year < 2100:
            raise forms.ValidationError(CHOOSE)
        return start.astimezone(dt.UTC)
