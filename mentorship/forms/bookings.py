"""The shape of what people type about a session that is booked."""

from django import forms

from courses.forms.fields import line

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
