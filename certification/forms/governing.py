"""The shape of what people type around applications, decisions, releases and appeals."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from certification.forms.marking import People
from certification.models import Appeal, Outcome, ReleaseBatch, VoidedFor
from certification.operations import appealing
from certification.operations.applying import Declared
from courses.forms.fields import OnceToken, day, line, number, wall_time
from institute.accounts.models import User

LONG = forms.Textarea(attrs={"rows": 5})


class ApplyForm(forms.Form):
    """What a candidate declares."""

    form_token = OnceToken()
    months = number(
        "Months of programme work",
        least=0,
        most=720,
        help_text="In all, in any role in which you coordinated work of several teams.",
    )
    experience = forms.CharField(
        label="What you did",
        widget=LONG,
        max_length=4000,
        error_messages={"required": "Describe your programme work in a few sentences."},
        help_text="Two or three programmes: your part, the teams, what was delivered.",
    )
    evidence = line(
        "Who can confirm it",
        max_length=300,
        help_text="A name and a work email; we ask before we write.",
    )
    conduct = forms.BooleanField(
        label="I have read the code of conduct and accept it",
        error_messages={"required": "Read the code of conduct and accept it."},
    )

    @property
    def declared(self) -> Declared:
        given = self.cleaned_data
        return Declared(given["experience"], given["months"], given["evidence"], given["conduct"])


class AnswerForm(forms.Form):
    """Staff answer an application."""

    act = forms.ChoiceField(
        label="Answer",
        choices=[("admit", "Eligible"), ("reject", "Not eligible yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the candidate is eligible."},
    )
    reason = line("Reason", max_length=600, help_text="The candidate reads it in these words.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("act") == "reject" and not given.get("reason"):
            self.add_error("reason", "Write what is missing: the candidate reads it.")
        return given


class DecisionForm(forms.Form):
    """One decision, or the same one for several candidates."""

    outcome = forms.ChoiceField(
        label="Decision",
        choices=Outcome.choices,
        error_messages={"required": "Choose a decision."},
    )
    reason = line("Reason", max_length=600, help_text="Needed when it is not what the score says.")
    override = line(
        "Why a tie is accepted",
        max_length=300,
        help_text="Only where nobody free can be found. It stands in the log for good.",
    )


class VoidForm(forms.Form):
    """A sitting that does not count."""

    cause = forms.ChoiceField(
        label="What happened",
        choices=[("", "Choose"), *VoidedFor.choices],
        error_messages={"required": "Say whose fault it was: it decides what follows."},
    )
    why = line("Why", "Write down why.", max_length=600, help_text="The candidate reads it.")


class AgainForm(forms.Form):
    """A deferred decision that can be taken now."""

    why = line("What is known now", "Write what is known now.", max_length=600)


class ReleaseForm(forms.Form):
    """When results go out."""

    title = line("Name", "Give the batch a name, like December sitting.", max_length=120)
    on = day("Day")
    at = wall_time("Time")

    def __init__(self, data: QueryDict | None = None) -> None:
        start = timezone.localtime() + dt.timedelta(days=1)
        super().__init__(data, initial={"on": start.date(), "at": dt.time(9, 0)})

    @property
    def instant(self) -> dt.datetime:
        """The moment, on the reader's clock."""
        given = self.cleaned_data
        return timezone.make_aware(dt.datetime.combine(given["on"], given["at"]))


class BatchForm(forms.Form):
    """Which batch a decided result goes out with."""

    batch = forms.ModelChoiceField(
        ReleaseBatch.objects.none(),
        label="Batch",
        empty_label="Choose a batch",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Choose a batch.", "invalid_choice": "Choose a batch."},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["batch"].queryset = ReleaseBatch.objects.filter(  # type: ignore[attr-defined]
            released_at=None
        )


class GroundsForm(forms.Form):
    """What somebody contests or complains about."""

    form_token = OnceToken()
    grounds = forms.CharField(
        label="What should be looked at",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
        error_messages={"required": "Tell us what should be looked at."},
        help_text="What happened, and which result or answer you expected.",
    )


class AppealAnswerForm(forms.Form):
    """A reviewer's finding."""

    act = forms.ChoiceField(
        label="Finding",
        choices=[
            ("uphold", "Upheld"),
            ("uphold_partly", "Partly upheld"),
            ("dismiss", "Dismissed"),
        ],
        error_messages={"required": "Choose a finding."},
    )
    answer = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
        error_messages={"required": "Write the answer: the person reads it."},
    )


class ReviewerForm(forms.Form):
    """Who reviews an appeal."""

    reviewer = People(
        User.objects.none(),
        label="Who reviews it",
        empty_label="Choose a reviewer",
        help_text="Only people who neither marked, decided, taught nor mentored stand here.",
        error_messages={
            "required": "Choose a reviewer.",
            "invalid_choice": "Choose somebody who had no part in it.",
        },
    )

    def __init__(self, appeal: Appeal, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = appealing.free_to_review(appeal)
        field.initial = appeal.reviewer_id
