"""What owners and reviewers of CVs fill in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict

from courses.forms.fields import OnceToken, line, number
from mentorship.cv_files import ALLOWED, LARGEST, LONGEST, Cv, RefusedError, read_cv
from mentorship.cv_rubric import CvCriterion, criteria
from mentorship.models import CvReview, Severity
from mentorship.operations.cv_reading import Mark, Remark, Verdict
from mentorship.rubrics import LEVEL_NAMES, LEVELS

ACCEPT = ".pdf,.docx,application/pdf"
NOT_OURS = "Choose one of the courses you completed with us."


class CvFileField(forms.FileField):
    """A file that is a CV by its content; what it is not, it says."""

    def __init__(self) -> None:
        super().__init__(
            label="Your CV",
            help_text="PDF or DOCX, up to 5 MB, without macros or a password.",
            allow_empty_file=True,
            error_messages={"required": f"Choose a file. {ALLOWED}"},
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
        )

    def clean(self, data: Any, initial: Any = None) -> Cv:
        """The CV, read."""
        file: UploadedFile[bytes] = super().clean(data, initial)
        try:
            return read_cv(file.name or "", file.read(LARGEST + 1))
        except RefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused


class NewCvForm(forms.Form):
    """A CV of its own, for one kind of role."""

    form_token = OnceToken()
    title = line(
        "The roles it is for",
        "Say which roles this CV is for.",
        max_length=120,
        help_text="For instance: Senior TPM, payments. A reviewer reads it against these roles.",
    )
    file = CvFileField()


class VersionForm(forms.Form):
    """The next version."""

    form_token = OnceToken()
    file = CvFileField()


class AskForm(forms.Form):
    """What to look at."""

    form_token = OnceToken()
    wish = line(
        "What should we look at?",
        max_length=2000,
        help_text="The posting you aim at, a worry, a line you are unsure of.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemarkForm(forms.Form):
    """A comment on some lines."""

    form_token = OnceToken()
    start = number("From line", least=1, most=LONGEST)
    end = number("To line", least=1, most=LONGEST, required=False)
    severity = forms.ChoiceField(
        label="How much it matters",
        choices=Severity.choices,
        initial=Severity.SHOULD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much it matters."},
    )
    text = line(
        "What you say",
        "Write what to change, or what to keep.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "c"}),
    )

    @property
    def remark(self) -> Remark:
        """What was said; one line when only the first is named."""
        given = self.cleaned_data
        end = given["end"] or given["start"]
        return Remark(given["start"], end, Severity(given["severity"]), given["text"])


class VerdictForm(forms.Form):
    """A summary, and a level with words for each criterion. A draft may lack any of it."""

    summary = line(
        "Summary",
        max_length=4000,
        help_text="What to keep, and what to change first. The owner reads it before all else.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None = None, *, review: CvReview) -> None:
        scores = {score.criterion: score for score in review.scores.all()}
        known: dict[str, Any] = {"summary": "" if review.was_returned else review.summary}
        for key, score in scores.items():
            known |= {f"level_{key}": score.level, f"words_{key}": score.words}
        super().__init__(data, initial=known)
        for one in criteria():
            self.fields[f"level_{one.key}"] = _level(one)
            self.fields[f"words_{one.key}"] = line(
                f"Why this level of {one.name.lower()}",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def judgements(self) -> list[tuple[CvCriterion, BoundField, BoundField, str]]:
        """Each criterion with its fields and the level that is chosen."""
        return [
            (one, self[f"level_{one.key}"], self[f"words_{one.key}"], self._chosen(one))
            for one in criteria()
        ]

    def _chosen(self, one: CvCriterion) -> str:
        return str(self[f"level_{one.key}"].value() or "")

    @property
    def verdict(self) -> Verdict:
        """What was said so far."""
        given = self.cleaned_data
        levels = {one.key: given[f"level_{one.key}"] for one in criteria()}
        marks = {key: Mark(level, given[f"words_{key}"]) for key, level in levels.items() if level}
        return Verdict(given["summary"], marks)


def _level(one: CvCriterion) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=one.name,
        choices=[(n, LEVEL_NAMES[n]) for n in LEVELS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": f"{one.name}: choose a level from 1 to 4."},
    )


class VouchForm(forms.Form):
    """A line, and what the Institute knows that supports it."""

    line = number("Line", least=1, most=LONGEST)
    evidence = forms.ChoiceField(
        label="What we can vouch for",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose one of the courses you completed with us."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, evidence: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["evidence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = evidence
