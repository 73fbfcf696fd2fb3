"""Shapes of input."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from institute.mail.consent import COMMERCIAL_TOPICS, MailClass, Topic
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage, Status
from institute.mail.models.message import words_of_kind

NEEDS_A_LOOK = "look"


def _kinds() -> list[tuple[str, str]]:
    named = sorted((words_of_kind(name), name) for name in KINDS)
    return [("", "Every kind"), *((name, words) for words, name in named)]


class MessageFilter(forms.Form):
    """Which messages the list shows; what cannot be read is left out."""

    q = forms.CharField(required=False, max_length=254, label="Address")
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Every state"), (NEEDS_A_LOOK, "Needs a look"), *Status.choices],
    )
    mail_class = forms.ChoiceField(
        required=False,
        label="Class",
        choices=[("", "Every class"), *((c.value, c.value.capitalize()) for c in MailClass)],
    )
    kind = forms.ChoiceField(required=False, label="Kind", choices=_kinds)
    # "mentorship.booking 12": every letter about one record, from the page of one of them.
    about = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name == "about":
                continue
            css = "form-control" if name == "q" else "form-select w-auto"
            field.widget.attrs |= {"class": css}
        self.fields["q"].widget.attrs |= {"placeholder": "Address", "type": "search"}

    def apply(self, rows: "QuerySet[OutboundMessage]") -> "QuerySet[OutboundMessage]":
        """Keep what the filters ask for."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        state, address = asked.pop("state", ""), asked.pop("q", "")
        if about := asked.pop("about", ""):
            asked["about_type"], _, asked["about_id"] = about.partition(" ")
        if state == NEEDS_A_LOOK:
            rows = OutboundMessage.objects.needing_a_look()
        elif state:
            asked["status"] = state
        if address:
            asked["to_address__icontains"] = address.strip()
        return rows.filter(**asked)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())


class TopicsForm(forms.Form):
    """The topics a reader wants."""

    topics = forms.MultipleChoiceField(
        required=False, choices=[(topic.value, topic.value) for topic in COMMERCIAL_TOPICS]
    )

    @property
    def wanted(self) -> set[Topic]:
        """The topics switched on."""
        return {Topic(name) for name in self.cleaned_data["topics"]}
