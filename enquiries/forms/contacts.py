"""What staff fill in on the page of a contact."""

from typing import ClassVar
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict

from courses.forms.fields import line
from enquiries.models import ContactPoint, Person
from enquiries.operations.contacts import UNREADABLE

HOW = "Like “they called from it” or “they answered our email”."


class ContactForm(forms.Form):
    """A form of the page; its controls carry the name of the act."""

    act: ClassVar[str]

    def __init__(self, data: QueryDict | None, person: Person) -> None:
        self.person = person
        super().__init__(data, auto_id=f"id_{self.act}_%s")
        self.fill()

    def fill(self) -> None:
        """Set what depends on the person."""


class AddForm(ContactForm):
    """Another way to reach them."""

    act = "add"
    typed = line("Email or phone", UNREADABLE, max_length=400)


class VerifyForm(ContactForm):
    """How we know that a contact point is theirs."""

    act = "verify"
    point = forms.ModelChoiceField(ContactPoint.objects.none(), label="Which")
    method = line(
        "How do you know", "Say how you know that it is theirs.", max_length=200, help_text=HOW
    )

    def fill(self) -> None:
        self.fields["point"].queryset = self.person.points.filter(verified_at=None)  # type: ignore[attr-defined]


class RemoveForm(ContactForm):
    """A contact point that was never used."""

    act = "remove"
    point = forms.ModelChoiceField(ContactPoint.objects.none(), label="Which")

    def fill(self) -> None:
        self.fields["point"].queryset = self.person.points.all()  # type: ignore[attr-defined]


class NameForm(ContactForm):
    """What they are called, and the clock on their wall."""

    act = "rename"
    name = line("Name", "Enter a name.", max_length=300)
    zone = forms.ChoiceField(
        label="Their clock",
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )

    def fill(self) -> None:
        zones = sorted(available_timezones())
        self.fields["zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        self.initial = {"name": self.person.name, "zone": self.person.zone}


class StopCallingForm(ContactForm):
    """A number we never call again."""

    act = "stop_calling"
    number = forms.CharField(max_length=20)


class PlainForm(ContactForm):
    """An act that needs nothing but its button."""


class StopWritingForm(PlainForm):
    """Nothing that promotes, to none of their addresses."""

    act = "stop_writing"


class LinkForm(PlainForm):
    """The account that signs in with one of their addresses."""

    act = "link"


CONTACT_FORMS: "dict[str, type[ContactForm]]" = {
    form.act: form
    for form in (
        *(AddForm, VerifyForm, RemoveForm, NameForm),
        *(StopCallingForm, StopWritingForm, LinkForm),
    )
}
