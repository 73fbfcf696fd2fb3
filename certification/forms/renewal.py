"""The shape of what holders claim and of what managers answer."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from certification import cpd
from certification.evidence import ALLOWED, LARGEST, Proof, RefusedError, judged
from certification.models import Certification, Standing
from certification.operations.cpd import MOST_HOURS, QUARTER, Claim
from courses.forms.fields import OnceToken, day, line

HOURS = "Enter hours in quarters, from 0.25 to 100, like 1.5."
REASON = "Write the reason: the holder reads it."


class ClaimForm(forms.Form):
    """Hours done elsewhere."""

    form_token = OnceToken()
    category = forms.ChoiceField(
        label="Category",
        error_messages={
            "required": "Choose a category.",
            "invalid_choice": "Choose a category.",
        },
    )
    title = line("What you did", "Say what you did, in a few words.", max_length=160)
    done_on = day("Day")
    hours = forms.DecimalField(
        label="Hours",
        min_value=QUARTER,
        max_value=MOST_HOURS,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="In quarters: 1.5 is an hour and a half.",
        error_messages=dict.fromkeys(
            (
                *("required", "invalid", "min_value", "max_value"),
                *("max_digits", "max_decimal_places", "max_whole_digits"),
            ),
            HOURS,
        ),
    )
    evidence = forms.CharField(
        label="Where it can be seen",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="An address, an organizer, a person who can confirm it. Audits ask for it.",
    )
    proof = forms.FileField(
        label="File",
        required=False,
        help_text=ALLOWED,
        error_messages={"empty": f"This file is empty. {ALLOWED}"},
    )

    def __init__(
        self,
        need: cpd.Need,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(data, files)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((one.slug, one.name) for one in need.categories)]

    def clean_hours(self) -> Decimal:
        """Quarters only."""
        hours: Decimal = self.cleaned_data["hours"]
        if hours % QUARTER:
            raise forms.ValidationError(HOURS)
        return hours

    def clean_proof(self) -> Proof | None:
        """The file as what it is, or why it is not taken."""
        sent = self.cleaned_data.get("proof")
        if not sent:
            return None
        try:
            return judged(sent.name or "", sent.read(LARGEST + 1))
        except RefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused

    @property
    def claimed(self) -> Claim:
        given = self.cleaned_data
        return Claim(
            category=given["category"],
            title=given["title"],
            done_on=given["done_on"],
            hours=given["hours"],
            evidence=given["evidence"],
            proof=given["proof"],
        )


class JudgeForm(forms.Form):
    """A manager answers one claim."""

    act = forms.ChoiceField(
        label="Answer",
        choices=[("approve", "Accept"), ("reject", "Do not accept")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose an answer."),
    )
    reason = line("Reason", REASON, max_length=300, help_text="The holder reads it.")


ACTS = {
    "suspend": "Suspend",
    "reinstate": "Reinstate",
    "withdraw": "Withdraw for good",
}


class StandingForm(forms.Form):
    """What a manager does to a certification."""

    act = forms.ChoiceField(
        label="Act",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what is to be done."),
    )
    reason = forms.CharField(
        label="Reason",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The holder reads it in these words, and it stays in the log.",
        error_messages={"required": REASON},
    )

    def __init__(self, certification: Certification, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(certification)


def choices(certification: Certification) -> list[tuple[str, Any]]:
    """The acts that fit its standing."""
    may = [(act, words) for act, words in ACTS.items() if certification.can(act)]
    return [] if certification.status == Standing.SUPERSEDED else may
