"""The shape of a scorecard: a level and a quotation for each criterion of the rubric."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from courses.forms.fields import OnceToken, line
from mentorship.models import Criterion, QuestionUse, Scorecard
from mentorship.operations.scoring import Assessment, Judged
from mentorship.rubrics import LEVEL_NAMES, LEVELS


@dataclass(frozen=True)
class Judgement:
    """A criterion with its two fields, as the page shows them."""

    criterion: Criterion
    level: BoundField
    evidence: BoundField

    @property
    def chosen(self) -> str:
        return str(self.level.value() or "")


class ScorecardForm(forms.Form):
    """A judgement for each criterion, words for the student, and a note for the next mentor."""

    form_token = OnceToken()
    asked = forms.MultipleChoiceField(required=False)
    summary = line(
        "For the student",
        "Write what to keep and what to change.",
        max_length=4000,
        help_text="What to keep, what to change, and one thing to do this week.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = line(
        "For the next mentor",
        max_length=2000,
        help_text="The student does not see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = line(
        "Why you revise it", "Say why you revise it.", max_length=300, help_text="Both read it."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        criteria: Sequence[Criterion],
        sheet: Iterable[QuestionUse] = (),
        revises: Scorecard | None = None,
    ) -> None:
        super().__init__(data, initial=_known(revises) if revises else None)
        self.criteria = criteria
        for criterion in criteria:
            level, evidence = _names(criterion)
            self.fields[level], self.fields[evidence] = _level(criterion), _evidence(criterion)
        self.order_fields([name for one in criteria for name in _names(one)])
        if revises is None:
            del self.fields["reason"]
        self.sheet = list(sheet)
        if revises or not self.sheet:
            del self.fields["asked"]
        else:
            self._offer(self.sheet)

    def _offer(self, sheet: Sequence[QuestionUse]) -> None:
        field = self.fields["asked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(use.pk), use.question.prompt) for use in sheet]
        field.initial = [str(use.pk) for use in sheet]

    @property
    def judgements(self) -> list[Judgement]:
        """Each criterion in the order the page shows it."""
        return [
            Judgement(one, self[f"level_{one.key}"], self[f"evidence_{one.key}"])
            for one in self.criteria
        ]

    @property
    def ticked(self) -> list[tuple[QuestionUse, bool]]:
        """The questions of the sheet, and whether they count as asked."""
        if "asked" not in self.fields:
            return []
        chosen = set(self["asked"].value() or [])
        return [(use, str(use.pk) in chosen) for use in self.sheet]

    @property
    def says(self) -> Assessment:
        """What the mentor wrote."""
        given: dict[str, Any] = self.cleaned_data
        scores = {
            one.key: Judged(given[f"level_{one.key}"], given[f"evidence_{one.key}"])
            for one in self.criteria
        }
        asked = [int(pk) for pk in given["asked"]] if "asked" in given else None
        return Assessment(scores, given["summary"], given["note"], asked)


def _names(criterion: Criterion) -> tuple[str, str]:
    """What the two fields of a criterion are called."""
    return f"level_{criterion.key}", f"evidence_{criterion.key}"


def _level(criterion: Criterion) -> forms.TypedChoiceField:
    words = f"{criterion.name}: choose a level from 1 to 4."
    return forms.TypedChoiceField(
        label=criterion.name,
        choices=[(n, LEVEL_NAMES[n]) for n in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": words, "invalid_choice": words},
    )


def _evidence(criterion: Criterion) -> forms.CharField:
    return line(
        "What they said",
        f"{criterion.name}: quote what they said.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _known(card: Scorecard) -> dict[str, Any]:
    """What a revision starts from."""
    known: dict[str, Any] = {"summary": card.summary, "note": card.note}
    for score in card.scores.all():
        known[f"level_{score.criterion.key}"] = score.level
        known[f"evidence_{score.criterion.key}"] = score.evidence
    return known
