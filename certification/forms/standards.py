"""The shape of panels, ratings, signatures and rulings."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from certification.models import RulingKind
from certification.standards import LEAST_PANEL, Verdict
from courses.forms.fields import line, number
from institute.accounts.models import User
from institute.accounts.roles import MAY_ENTER

HINT = "What they know, what they do alone, and where they still need help."


class PanelForm(forms.Form):
    """Who sits on a panel, and the candidate they think of."""

    panel = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Panel",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"Choose at least {LEAST_PANEL} panellists."},
    )
    borderline = forms.CharField(
        label="The candidate who is only just good enough",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=HINT,
        error_messages={"required": "Describe the candidate the panel thinks of."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [str(role) for role in MAY_ENTER["items"]]
        field = self.fields["panel"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        people = User.objects.filter(is_active=True, groups__name__in=roles)
        field.queryset = people.distinct().order_by("display_name", "pk")
        field.choices = [(one.pk, one.name) for one in field.queryset]

    def clean_panel(self) -> list[User]:
        chosen = list(self.cleaned_data["panel"])
        if len(chosen) < LEAST_PANEL:
            raise forms.ValidationError(f"Choose at least {LEAST_PANEL} panellists.")
        return chosen


class RatingForm(forms.Form):
    """One rating: what share of the points just enough earns."""

    per_cent = number("Per cent", least=0, most=100)


class SignForm(forms.Form):
    """The cut score that is signed, and why it is not the panel's mean."""

    raw = forms.DecimalField(
        label="Cut score, points",
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the cut score in points.",
            "invalid": "Enter the cut score as a number, like 41.5.",
            "max_decimal_places": "Enter the cut score with at most two decimals.",
            "max_digits": "Enter the cut score as a number, like 41.5.",
            "max_whole_digits": "Enter the cut score as a number, like 41.5.",
        },
    )
    reason = line(
        "Why not the panel’s mean",
        max_length=2000,
        help_text="Only needed for another score. Kept with the cut score.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, *, said: Verdict) -> None:
        super().__init__(data, initial={"raw": said.mean})

    @property
    def chosen(self) -> tuple[Decimal, str]:
        return self.cleaned_data["raw"], self.cleaned_data["reason"]


class RuleForm(forms.Form):
    """What is done about a faulty question."""

    kind = forms.ChoiceField(
        label="Ruling",
        choices=RulingKind.choices,
        widget=forms.RadioSelect,
        help_text="Taking a question out leaves the cut score as it is: a new panel signs another.",
        error_messages={"required": "Choose what is done about the question."},
    )
    why = line(
        "Why",
        "Say why: the reason is kept with every score it changes.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CutForm(forms.Form):
    """The cut score to try out; anything that is no number falls back to the one that stands."""

    cut = forms.DecimalField(required=False, max_digits=7, decimal_places=2, min_value=Decimal(0))

    def chosen(self, otherwise: Decimal) -> Decimal:
        given = self.cleaned_data.get("cut") if self.is_valid() else None
        return otherwise if given is None else given
