"""The shape of what people type to plan and draw examination forms."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from certification.health.shelf import Band, Square
from certification.models import Blueprint, ExamForm, Item, SchemeVersion
from certification.operations.forms import Wish
from courses.forms.fields import line, number

MOST_IN_A_CELL = 99


class BlueprintForm(forms.ModelForm[Blueprint]):
    """What a blueprint says beside its cells."""

    minutes = number("Minutes", least=5, most=480, help_text="For everything, breaks not counted.")
    pretest = number("Pretest items", least=0, most=60, initial=0, help_text="Tried out, unscored.")
    cases = number("Cases", least=0, most=10, initial=0, help_text="Marked by two people each.")
    break_minutes = number(
        "Break, minutes", least=0, most=60, initial=0, help_text="Between parts."
    )

    class Meta:
        model = Blueprint
        fields = ("scheme_version", "name", "minutes", "pretest", "cases", "break_minutes")
        error_messages = {"name": {"required": "Give the blueprint a name."}}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = SchemeVersion.objects.in_force().select_related("scheme")
        field = self.fields["scheme_version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.label, field.empty_label = versions, "Scheme", None
        for name in ("minutes", "pretest", "cases", "break_minutes"):
            self.fields[name].widget.attrs["class"] = "cellnum"  # as wide as its answer


class CellsForm(forms.Form):
    """A number for each domain and level."""

    def __init__(self, data: QueryDict | None = None, *, bands: Sequence[Band]) -> None:
        super().__init__(data)
        self.bands = bands
        for band in bands:
            for square in band.squares:
                self.fields[name_of(band, square)] = number(
                    f"{band.domain}, {square.name.lower()}",
                    least=0,
                    most=MOST_IN_A_CELL,
                    initial=square.wanted,
                )

    @property
    def rows(self) -> list[tuple[Band, list[tuple[Square, forms.BoundField]]]]:
        """The cells as the page shows them."""
        return [
            (band, [(square, self[name_of(band, square)]) for square in band.squares])
            for band in self.bands
        ]

    @property
    def counts(self) -> dict[tuple[int, str], int]:
        """By domain and level."""
        return {
            (band.domain.pk, square.level): self.cleaned_data[name_of(band, square)]
            for band in self.bands
            for square in band.squares
        }


def name_of(band: Band, square: Square) -> str:
    """What the field of a cell is called."""
    return f"cell_{band.domain.pk}_{square.level}"


class DrawForm(forms.Form):
    """What to draw and what to keep clear of."""

    blueprint = forms.ModelChoiceField(
        Blueprint.objects.none(),
        label="Blueprint",
        empty_label=None,
        error_messages={"required": "Choose a blueprint."},
    )
    code = line(
        "Code",
        "Give the form a code, like PRO-2027-A.",
        max_length=40,
        help_text="Examiners and records call the form by it.",
    )
    title = line("Title", "Give the form a title.", max_length=120)
    seed = line(
        "Seed",
        "Give a seed: any word or number.",
        max_length=64,
        help_text="The same seed, blueprint and bank draw the same form again.",
    )
    avoid = forms.ModelMultipleChoiceField(
        ExamForm.objects.none(),
        label="Share no question with",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most_exposure = number(
        "Leave out items met more often than",
        least=1,
        most=100_000,
        required=False,
        help_text="Sittings in which an item was asked; empty for no limit.",
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        plans, others = self.fields["blueprint"], self.fields["avoid"]
        assert isinstance(plans, forms.ModelChoiceField)
        assert isinstance(others, forms.ModelMultipleChoiceField)
        plans.queryset = Blueprint.objects.select_related("scheme_version__scheme")
        others.queryset = ExamForm.objects.used()
        self.initial.setdefault("seed", secrets.token_hex(6))
        self.initial.setdefault("code", f"{timezone.localdate():%Y}-")

    @property
    def wish(self) -> Wish:
        given = self.cleaned_data
        limit = given["most_exposure"]
        return Wish(
            blueprint=given["blueprint"],
            code=given["code"],
            title=given["title"],
            seed=given["seed"],
            avoid=tuple(given["avoid"]),
            most_exposure=limit + 1 if limit else None,
        )


class ApartForm(forms.Form):
    """Two items that give each other away."""

    first = line("First item", "Enter the key of an item, like risk-001.", max_length=60)
    second = line("Second item", "Enter the key of the other item.", max_length=60)
    why = line("Why", "Say how one gives the other away.", max_length=200)

    def clean_first(self) -> Item:
        return _item(self.cleaned_data["first"])

    def clean_second(self) -> Item:
        return _item(self.cleaned_data["second"])


def _item(key: str) -> Item:
    found = Item.objects.filter(key=key.strip()).first()
    if found is None:
        raise forms.ValidationError(f"There is no item {key}.")
    return found
