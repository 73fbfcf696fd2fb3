"""The forms of a debrief: the guess, the one thing to do differently, an instructor's comment."""

from typing import Any

from django import forms

from courses.debriefs.rubric import LEVELS
from courses.models import SimulationRun
from courses.simulations.debriefing.names import CAUSES, FIVE, SCORES

NEVER = "0"
ASK = "Choose one, even when you are not sure."


class GuessForm(forms.Form):
    """Two questions before anything is shown."""

    week = forms.ChoiceField(
        label="When was it lost?",
        error_messages={"required": ASK, "invalid_choice": ASK},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    cause = forms.ChoiceField(
        label="What drove the date?",
        choices=list(CAUSES.items()),
        error_messages={"required": ASK, "invalid_choice": ASK},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, run: SimulationRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        week = self.fields["week"]
        assert isinstance(week, forms.ChoiceField)
        played = [(str(number), f"Week {number}") for number in range(1, run.week + 1)]
        week.choices = [("", "Choose a week"), (NEVER, "It was never lost"), *played]


class ResolveForm(forms.Form):
    """One behaviour to change."""

    resolve = forms.CharField(
        label="In my next run",
        max_length=300,
        strip=True,
        error_messages={
            "required": "Write one thing you will do differently.",
            "max_length": "Keep it to one thing, in at most 300 characters.",
        },
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class CommentForm(forms.Form):
    """An instructor's words and a level for each of the five responsibilities."""

    comment = forms.CharField(
        label="What to keep, and what to change",
        max_length=4000,
        strip=True,
        error_messages={"required": "Write what they should keep and what to change."},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in FIVE:
            self.fields[key] = forms.ChoiceField(
                label=SCORES[key],
                choices=[("", "Not judged"), *((str(key), word) for key, word in LEVELS.items())],
                required=False,
                error_messages={"invalid_choice": "Choose one of the levels."},
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[key] for key in FIVE]

    @property
    def rubric(self) -> dict[str, int]:
        """The levels that were given."""
        return {key: int(self.cleaned_data[key]) for key in FIVE if self.cleaned_data.get(key)}
