"""The shape of what two people type around their session."""

import uuid
from typing import Any, cast

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken, day, line
from mentorship.attendance import Ending, Mark
from mentorship.models import Booking, Party
from mentorship.models.session import USEFUL
from mentorship.operations.recording import LONGEST, Thoughts

MINUTES = (5, 10, 15)


def _lines(label: str, missing: str = "", *, rows: int = 4, **options: Any) -> forms.CharField:
    """Several lines of text."""
    area = forms.Textarea(attrs={"rows": rows})
    return line(label, missing, max_length=LONGEST, widget=area, **options)


class GoalsForm(forms.Form):
    """What the student wants to cover."""

    hide_optional = True

    goals = _lines(
        "What do you want to cover?",
        help_text="Your mentor reads this before you meet. Two or three points are plenty.",
    )


class LateForm(forms.Form):
    """How many minutes somebody comes late."""

    minutes = forms.TypedChoiceField(
        coerce=int,
        choices=[(each, str(each)) for each in MINUTES],
        error_messages={
            "required": "Choose how many minutes.",
            "invalid_choice": "Choose 5, 10 or 15 minutes. For more, move the session.",
        },
    )


class AttendanceForm(forms.Form):
    """Whether the other side was there."""

    mark = forms.ChoiceField(
        label="Were they there?",
        choices=[
            (Mark.PRESENT, "Was there"),
            (Mark.LATE, "Came late"),
            (Mark.ABSENT, "Did not come"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the three.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    words = line("Anything we should know?", max_length=300)


class NoteForm(forms.Form):
    """A note, shared or private."""

    form_token = OnceToken()
    text = _lines("Note", "Write something first.", rows=5)
    is_private = forms.BooleanField(
        label="Keep it to myself",
        required=False,
        help_text="Nobody else ever reads it. You can share it later.",
    )


class ActionForm(forms.Form):
    """What one of the two will do, by when."""

    form_token = OnceToken()
    text = line("What will be done?", "Say what will be done.", max_length=300)
    party = forms.ChoiceField(
        label="By whom?",
        choices=Party.choices,
        error_messages={
            "required": "Choose who does it.",
            "invalid_choice": "Choose who does it.",
        },
    )
    due_on = day("By when?", required=False)

    def __init__(self, data: QueryDict | None = None, *, booking: Booking, auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        people = [(Party.STUDENT, booking.student), (Party.MENTOR, booking.mentor.user)]
        named = [(party.value, person.name) for party, person in people]
        cast(forms.ChoiceField, self.fields["party"]).choices = named


class FeedbackForm(forms.Form):
    """Whether it helped."""

    useful = forms.TypedChoiceField(
        label="Was it useful?",
        coerce=int,
        choices=USEFUL,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the four answers.",
            "invalid_choice": "Choose one of the four answers.",
        },
    )
    helped = _lines("What helped?", rows=3)
    change = _lines("What should be different next time?", rows=3)
    to_institute = _lines(
        "Only for the Institute", rows=2, help_text="Your mentor never reads this."
    )

    @property
    def thoughts(self) -> Thoughts:
        return Thoughts(**self.cleaned_data)


class DecisionForm(forms.Form):
    """How a session ended that the two sides tell differently."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=[
            (Ending.COMPLETE, "They met: the session counts as used"),
            (Ending.MISS_STUDENT, "The student did not come: it counts as used"),
            (Ending.MISS_MENTOR, "The mentor did not come: the student gets it back"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how it ended.",
            "invalid_choice": "Choose how it ended.",
        },
    )
    why = line(
        "Why do you think so?",
        "Say why you think so.",
        max_length=300,
        help_text="Both of them read this.",
    )


def key_of(form: forms.Form, about: str) -> str:
    """The form's own key, good for one thing wherever else it may be sent."""
    token: uuid.UUID = form.cleaned_data["form_token"]
    return str(uuid.uuid5(token, about))
