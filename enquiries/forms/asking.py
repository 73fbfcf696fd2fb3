"""The shape of a question."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator

from courses.models import Course
from enquiries import contact_points
from enquiries.contact_points import ContactPoints
from enquiries.models import Topic
from enquiries.operations.asking import Asked

NOT_A_CONTACT = (
    "Enter a phone number with its area code, like 905 282 9318, "
    "or an email address with an @, like name@example.com"
)
deliverable = EmailValidator(NOT_A_CONTACT)
TOO_LONG = "Shorten this to %(limit_value)d characters. It is %(show_value)d now"


def _text(limit: int, *, missing: str = "") -> forms.CharField:
    words = {"required": missing, "max_length": TOO_LONG}
    return forms.CharField(max_length=limit, required=bool(missing), error_messages=words)


def published_course(slug: object) -> Course | None:
    """The course of this address, if visitors may read it."""
    # PostgreSQL refuses the null character that a stray link may carry.
    if not isinstance(slug, str) or not slug or "\0" in slug:
        return None
    return Course.objects.published().select_related("current").filter(slug=slug).first()


class AskForm(forms.Form):
    """A name, one way to answer, and the question. `website` is for machines: people cannot see it.

    A topic we do not know or a course that is gone never loses a question about it.
    """

    name = _text(300, missing="Enter your name")
    contact = _text(400, missing="Enter a phone number or an email address")
    question = _text(10_000)
    consent = forms.BooleanField(required=False)
    topic = forms.Field(required=False)
    course = forms.Field(required=False)
    website = forms.Field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "ask_%s"})

    def clean_contact(self) -> str:
        """Keep what was typed; say what is needed when it reaches nobody."""
        typed: str = self.cleaned_data["contact"]
        reach = contact_points.read(typed)
        if not reach:
            raise forms.ValidationError(NOT_A_CONTACT)
        if reach.email:
            deliverable(reach.email)
        return typed

    def clean_topic(self) -> str:
        """A topic of ours, or "something else"."""
        topic = self.cleaned_data["topic"]
        return topic if topic in Topic.values else ""

    def clean_course(self) -> Course | None:
        """The course, while it is offered."""
        return published_course(self.cleaned_data["course"])

    @property
    def reach(self) -> ContactPoints:
        return contact_points.read(self.cleaned_data["contact"])

    @property
    def is_by_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def asked(self) -> Asked:
        """The question, for the operation."""
        data: dict[str, Any] = self.cleaned_data
        return Asked(
            name=data["name"],
            contact=data["contact"],
            reach=self.reach,
            question=data["question"],
            topic=data["topic"] or (Topic.COURSE if data["course"] else Topic.OTHER),
            course=data["course"],
            consent=data["consent"],
        )

    def as_sent(self) -> dict[str, str]:
        """Every field of this form as it arrived, without the null characters JSON cannot keep."""
        sent = {name: self.data[name] for name in self.fields if name in self.data}
        return {name: str(value).replace("\0", "") for name, value in sent.items()}
