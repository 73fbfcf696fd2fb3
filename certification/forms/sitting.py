"""What browsers send during a sitting, with or without a script: the same fields."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from certification.operations.console import MOST_MINUTES
from courses.forms.fields import OnceToken, day, line, number

LARGEST = 2**53 - 1  # the greatest whole number a browser counts to
LONGEST_TAB = 36


@dataclass(frozen=True)
class Sent:
    """The count, tab and time that come with an answer."""

    seq: int
    tab: str
    seconds: int


def sent(data: QueryDict) -> Sent:
    """What comes with it. Without a script the answer follows the one that was shown."""
    known = whole(data.get("known", "")) or 0
    seq = whole(data.get("seq", "")) or known + 1
    seconds = min(whole(data.get("seconds", "")) or 0, 10**6)
    return Sent(seq, data.get("tab", "").replace("\0", "")[:LONGEST_TAB], seconds)


def whole(text: str) -> int | None:
    """A number a browser can count to, or None."""
    fits = text.isascii() and text.isdigit() and len(text) <= 16
    return int(text) if fits and int(text) <= LARGEST else None


class StartForm(forms.Form):
    """The candidate has read the rules and keeps the code of conduct."""

    form_token = OnceToken()
    conduct = forms.BooleanField(
        label="I have read the code of conduct and keep it.",
        error_messages={"required": "Tick that you keep the code of conduct to start."},
    )


class MinutesForm(forms.Form):
    """Minutes for one sitting or for all."""

    minutes = number("Minutes", least=1, most=MOST_MINUTES)
    why = line("Why", "Say why: the candidate and the log have a right to it.", max_length=300)


class ReasonForm(forms.Form):
    """Why a sitting is ended."""

    why = line("Why", "Say why: the log keeps it.", max_length=300)


class ReportForm(forms.Form):
    """What somebody saw during a sitting; candidates by the number markers see."""

    form_token = OnceToken()
    about = forms.ChoiceField(
        label="About",
        error_messages={
            "required": "Choose the candidate.",
            "invalid_choice": "Choose a candidate of this sitting.",
        },
    )
    other = forms.ChoiceField(
        label="Together with",
        required=False,
        error_messages={"invalid_choice": "Choose a candidate of this sitting."},
    )
    seen = line(
        "What you saw",
        "Write down what you saw.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you saw or heard, and when. No names: the code stands for the person.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, codes: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        for name, empty in (("about", "Choose a candidate"), ("other", "Nobody else")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *codes]


class AccommodationForm(forms.Form):
    """More time and breaks for one person."""

    email = forms.EmailField(
        label="Their email address",
        error_messages={
            "required": "Enter the email address of their account.",
            "invalid": "Enter the email address of their account, like name@example.com.",
        },
    )
    factor = forms.TypedChoiceField(
        label="Time",
        coerce=Decimal,
        choices=[
            ("1.00", "As everybody"),
            ("1.25", "A quarter more (× 1.25)"),
            ("1.50", "Half more (× 1.5)"),
            ("2.00", "Twice (× 2)"),
        ],
        error_messages={"invalid_choice": "Choose one of the four."},
    )
    break_minutes = number("Break minutes of their own", least=0, most=120, initial=0)
    since = day("From")
    until = day("Until", required=False, help_text="Leave it empty when it holds for good.")
    reason = line(
        "Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Private. Examiners see the minutes, never this.",
    )


class OutcomeForm(forms.Form):
    """What somebody found who looked at a signal."""

    outcome = line("What you found", "Say what you found, in a sentence.", max_length=300)
