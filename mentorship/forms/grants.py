"""The shape of what staff type about sessions they give, and what courses bring."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from courses.forms.fields import OnceToken, day, line, number
from courses.models import Course, Programme
from mentorship.models import OfferKind
from mentorship.operations.crediting import Gift

A_YEAR = dt.timedelta(days=365)


def kinds(label: str) -> forms.MultipleChoiceField:
    """Which kinds of help; none ticked means any."""
    return forms.MultipleChoiceField(
        label=label,
        choices=OfferKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none for any kind of help.",
        error_messages={"invalid_choice": "Choose kinds of help from the list."},
    )


class GrantForm(forms.Form):
    """Sessions for one student."""

    form_token = OnceToken()
    sessions = number("Sessions", least=1, most=50)
    kinds = kinds("For what")
    expires_on = day("Until", required=False, help_text="The last day. Empty: they do not run out.")
    why = line(
        "Why",
        "Say why: the student reads it.",
        max_length=160,
        help_text="The student reads it next to their sessions.",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"sessions": 1, "expires_on": today + A_YEAR})

    def clean_expires_on(self) -> dt.date | None:
        """Sessions are not given for a day that has passed."""
        last: dt.date | None = self.cleaned_data["expires_on"]
        if last and last < timezone.localdate():
            raise forms.ValidationError("Until: enter a day that has not passed.")
        return last

    @property
    def gift(self) -> Gift:
        """What is given."""
        given = self.cleaned_data
        return Gift(given["sessions"], given["why"], given["kinds"], given["expires_on"])


class BringsForm(forms.Form):
    """How many sessions a course or a programme brings with it."""

    what = forms.ChoiceField(
        label="Course or programme",
        error_messages={
            "required": "Choose a course or a programme.",
            "invalid_choice": "Choose a course or a programme from the list.",
        },
    )
    sessions = number("Sessions", least=1, most=50)
    kinds = kinds("For what")
    days = number("Days they can be used", least=1, most=3650)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"sessions": 2, "days": 365})
        courses = Course.objects.published().select_related("current").order_by("current__title")
        self.things: dict[str, Course | Programme] = {f"course {one.pk}": one for one in courses}
        programmes = {f"programme {one.pk}": one for one in Programme.objects.all()}
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose"),
            ("Courses", [(key, str(one)) for key, one in self.things.items()]),
            ("Programmes", [(key, str(one)) for key, one in programmes.items()]),
        ]
        self.things |= programmes

    @property
    def brings(self) -> dict[str, Any]:
        """What `granting.bring` needs."""
        given = dict(self.cleaned_data)
        return {"with_": self.things[given.pop("what")], **given}
