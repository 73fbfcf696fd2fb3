"""The shape of what somebody says who looks for a mentor; all of it may be left open."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from courses.forms.fields import day
from courses.models import Competency
from institute.accounts.models import User
from mentorship.matching import AIMS, Aim, Asked
from mentorship.models import Offer, OfferKind

CHOOSE = {"invalid_choice": "Choose one from the list."}


class MatchForm(forms.Form):
    """What one needs, why, in which language, by when."""

    aim = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Anything"), *((aim.value, words) for aim, words in AIMS.items())],
        required=False,
        error_messages=CHOOSE,
    )
    offer = forms.ChoiceField(label="What do you need?", required=False, error_messages=CHOOSE)
    competency = forms.ChoiceField(label="Able in", required=False, error_messages=CHOOSE)
    language = forms.ChoiceField(label="Language", required=False, error_messages=CHOOSE)
    on = day("Interview", required=False, help_text="Times after it are left out.")

    def __init__(
        self,
        data: QueryDict,
        *,
        offers: Sequence[Offer],
        competencies: Sequence[Competency],
        languages: Sequence[str],
    ) -> None:
        self.offers = {one.slug: one for one in offers}
        self.competencies = {one.slug: one for one in competencies}
        super().__init__(data)
        self._choose("offer", [("", "What fits best"), *((one.slug, one.title) for one in offers)])
        self._choose("competency", [("", "Anything"), *((c.slug, c.name) for c in competencies)])
        self._choose("language", [("", "Any language"), *((one, one) for one in languages)])
        self._dress()

    def clean_on(self) -> dt.date | None:
        """An interview lies ahead."""
        on: dt.date | None = self.cleaned_data["on"]
        if on and on < dt.datetime.now(dt.UTC).date():
            raise forms.ValidationError("Interview: choose a day that lies ahead.")
        return on

    def asked(self, zone: ZoneInfo, student: User | None) -> Asked | None:
        """What can be read of it; None where nobody gives any session."""
        said: dict[str, Any] = self.cleaned_data
        aim = Aim(said["aim"]) if said.get("aim") else None
        offer = self.offers.get(said.get("offer", "")) or self._usual(aim)
        if offer is None:
            return None
        return Asked(
            offer=offer,
            zone=zone,
            aim=aim,
            competency=self.competencies.get(said.get("competency", "")),
            language=said.get("language", ""),
            on=said.get("on"),
            student=student,
        )

    def _usual(self, aim: Aim | None) -> Offer | None:
        """A mock interview for who has an interview, else the first that is given."""
        kinds = {one.kind: one for one in reversed(self.offers.values())}
        mock = kinds.get(OfferKind.MOCK) if aim == Aim.INTERVIEW else None
        return mock or next(iter(self.offers.values()), None)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _dress(self) -> None:
        for field in self.fields.values():
            look = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = look
