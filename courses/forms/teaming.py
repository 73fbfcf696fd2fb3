"""The forms of a team and of a leaderboard."""

from django import forms

from courses.models import Decides, Part


class PartForm(forms.Form):
    """Which part somebody takes, or who has it."""

    part = forms.ChoiceField(
        choices=Part.choices,
        error_messages={
            "required": "Choose the part you take.",
            "invalid_choice": "Choose one of the five parts.",
        },
    )


class TableForm(PartForm):
    """How a team decides, and the part of whoever opens it."""

    decides = forms.ChoiceField(
        choices=Decides.choices,
        error_messages={
            "required": "Choose how the team decides.",
            "invalid_choice": "Choose one of the two ways to decide.",
        },
    )


class PlaceForm(forms.Form):
    """Whom the lead asks: a place in a class of theirs."""

    place = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Choose whom you ask."
        ),
    )


class SeenForm(forms.Form):
    """What stands on a page that asks for news: its week, its draft and the last answer."""

    week = forms.IntegerField(required=False, min_value=0, max_value=10_000)
    draft = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    mark = forms.CharField(required=False, max_length=40)


class ConsentForm(forms.Form):
    """The switch of a leaderboard, and the name to be shown by."""

    shown_as = forms.CharField(
        label="Shown as",
        max_length=30,
        strip=True,
        error_messages={
            "required": "Write the name or alias your class should see.",
            "max_length": "Keep it to 30 characters.",
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
