"""The shape of what students type about interviews and practice."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken, day, line, wall_time
from courses.timing import instant
from institute.accounts.models import User
from institute.accounts.zones import grouped_zones
from mentorship.models import InterviewTarget, Outcome, TargetLevel
from mentorship.operations.interviews import Aim, Debrief
from mentorship.rubrics import LEVEL_NAMES, LEVELS

ANY = "Any"
SKIPPED = "The clocks skip this time on that day. Choose another."


class TargetForm(forms.Form):
    """Where, for what, and when: on the clock the invitation names."""

    form_token = OnceToken()
    company = line("Company", "Enter the company.", max_length=120)
    role = line(
        "Role", "Enter the role.", max_length=120, help_text="As the posting calls it: Staff TPM."
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("", "I do not know"), *TargetLevel.choices],
        required=False,
        error_messages={"invalid_choice": "Choose a level from the list."},
    )
    interview_round = line(
        "Round", max_length=80, help_text="Loop, hiring manager, bar raiser: whatever they call it."
    )
    day = day("Day")
    at = wall_time("Time")
    zone = forms.ChoiceField(
        label="On which clock",
        choices=grouped_zones,
        help_text="The clock the invitation names.",
        error_messages={
            "required": "Choose the clock the invitation names.",
            "invalid_choice": "Choose a clock from the list.",
        },
    )

    @classmethod
    def start(cls, user: User, target: InterviewTarget | None = None) -> dict[str, Any]:
        """What the form shows first: the reader's clock, or what is known of the interview."""
        if target is None:
            return {"zone": user.zone.key, "form_token": uuid.uuid4()}
        local = target.at.astimezone(target.clock)
        names = ("company", "role", "level", "interview_round", "zone")
        known = {name: getattr(target, name) for name in names}
        return known | {"day": local.date(), "at": local.time()}

    def clean(self) -> dict[str, Any]:
        """A wall time that the clocks skip does not exist."""
        given = super().clean() or {}
        if {"day", "at", "zone"} <= given.keys():
            given["begins"] = instant(given["day"], given["at"], given["zone"])
            there = given["begins"].astimezone(ZoneInfo(given["zone"]))
            if there.time() != given["at"]:
                self.add_error("at", SKIPPED)
        return given

    @property
    def aim(self) -> Aim:
        """What was asked for."""
        given = self.cleaned_data
        return Aim(
            company=given["company"],
            role=given["role"],
            at=given["begins"],
            zone=given["zone"],
            level=given["level"],
            interview_round=given["interview_round"],
        )


class DebriefForm(forms.Form):
    """What came of it, while it is fresh."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what came of it.",
            "invalid_choice": "Choose what came of it.",
        },
    )
    asked = line(
        "What did they ask?",
        max_length=5000,
        help_text="Word for word where you can. Your next mentor reads it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    learned = line(
        "What would you answer differently?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def says(self) -> Debrief:
        return Debrief(**self.cleaned_data)


class PracticeForm(forms.Form):
    """Which question comes next."""

    hide_optional = True  # an empty choice is one of the choices

    criterion = forms.ChoiceField(
        label="About",
        required=False,
        error_messages={"invalid_choice": "Choose a criterion from the list."},
    )
    level = forms.ChoiceField(
        label="Level",
        required=False,
        error_messages={"invalid_choice": "Choose a level from the list."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        criteria: list[tuple[str, str]],
        levels: list[tuple[str, str]],
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._offer("criterion", [("", "My weakest criterion first"), *criteria])
        self._offer("level", [("", ANY), *levels])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class JudgeForm(forms.Form):
    """One's own judgement of an answer."""

    level = forms.TypedChoiceField(
        label="How was it?",
        choices=[(n, f"{n}. {LEVEL_NAMES[n]}") for n in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a level from 1 to 4.",
            "invalid_choice": "Choose a level from 1 to 4.",
        },
    )
    notes = line(
        "Notes",
        max_length=5000,
        help_text="What you said, and what you left out. Only you read it.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
