"""The shape of a text and of a switch. No rules: those are operations."""

from django import forms


class WordingForm(forms.Form):
    """A subject and a text, and the version they were written from."""

    title = forms.CharField(
        max_length=200,
        label="Subject",
        error_messages={"required": "Write a subject.", "max_length": "Shorten the subject."},
    )
    body = forms.CharField(
        max_length=6000,
        label="Text",
        help_text="An empty line begins a new paragraph. An address becomes a link.",
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "Write a text.", "max_length": "Shorten the text."},
    )
    based_on = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """What is said at the desk, and the version it was written from."""

    body = forms.CharField(
        max_length=500,
        label="Words",
        help_text="As they are said, in one or two sentences.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write what is said.", "max_length": "Shorten the words."},
    )
    based_on = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class SwitchForm(forms.Form):
    """Which way a rule is switched, and the number that confirms it."""

    to = forms.ChoiceField(choices=[("on", "On"), ("off", "Off")])
    typed = forms.CharField(required=False, max_length=12)


class SayYesForm(forms.Form):
    """A box that nobody ticked beforehand."""

    yes = forms.BooleanField(
        error_messages={"required": "Tick the box to say yes. Or close this page: nothing changes."}
    )
