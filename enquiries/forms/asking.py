"""The shape of a question."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core.validators import EmailValidator

from courses.models import Course
from enquiries import contact_points
from enquiries.contact_points import ContactPoints
from enquiries.models import CallWindow, Topic
from enquiries.operations.asking import Asked
from institute.accounts.zones import KNOWN_ZONES, present_name

NOT_A_CONTACT = (
    "Enter a phone number with its area code, like 905 282 9318, "
    "or an email address with an @, like name@example.com"
)
deliverable = EmailValidator(NOT_A_CONTACT)
TOO_LONG = "Shorten this to %(limit_value)d characters. It is %(show_value)d now"


CAMPAIGN = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"})
LONGEST_TAG = 300  # a longer one is no campaign of ours; it stays in the address of the page
BY_PEOPLE = frozenset({"name", "contact", "question"})  # limited by their own rules
BY_SCRIPTS = frozenset({"utm", "proof", "website"})  # empty fields say nothing
LONGEST_OTHER = 2_000


def _text(limit: int, *, missing: str = "") -> forms.CharField:
    words = {"required": missing, "max_length": TOO_LONG}
    return forms.CharField(max_length=limit, required=bool(missing), error_messages=words)


def published_course(slug: object) -> Course | None:
    """The course of this address, if visitors may read it."""
    # PostgreSQL refuses the null character that a stray link may carry.
    if not isinstance(slug, str) or not slug or "\0" in slug:
        return None
    return Course.objects.published().select_related("current").filter(slug=slug).first()


def campaign_of(*queries: str) -> dict[str, str]:
    """The tags of the first query that has any: where the link that brought somebody stood."""
    for query in queries:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=None, errors="replace")
        tags = {
            name: value.replace("\0", "")
            for name, value in pairs
            if name in CAMPAIGN and len(value) <= LONGEST_TAG
        }
        if tags:
            return tags
    return {}


class AskForm(forms.Form):
    """A name, one way to answer, and the question. `website` is for machines: people cannot see it.

    A topic we do not know or a course that is gone never loses a question about it. Scripts fill
    in `zone` (the clock the call window is read on), `utm` and `proof`.
    """

    name = _text(300, missing="Enter your name")
    contact = _text(400, missing="Enter a phone number or an email address")
    question = _text(10_000)
    consent = forms.BooleanField(required=False)
    syllabus = forms.BooleanField(required=False)
    topic = forms.Field(required=False)
    course = forms.Field(required=False)
    call_window = forms.Field(required=False)
    zone = forms.Field(required=False)
    utm = forms.Field(required=False)
    proof = forms.Field(required=False)
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

    def clean_call_window(self) -> str:
        """A window of ours, or any time."""
        window = self.cleaned_data["call_window"]
        return window if window in CallWindow.values else CallWindow.ANY

    def clean_zone(self) -> str:
        """A zone that exists, or none: then the reader's counts."""
        zone = self.cleaned_data["zone"]
        return present_name(zone) if zone in KNOWN_ZONES else ""

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
            syllabus=data["syllabus"],
            call_window=data["call_window"],
        )

    def as_sent(self) -> dict[str, str]:
        """Every field of this form as it arrived, without the null characters JSON cannot keep.

        What only machines fill in may be of any length: its beginning is kept, and how long it was.
        """
        sent = {name: self.data[name] for name in self.fields if name in self.data}
        return {
            name: _short(name, str(value).replace("\0", ""))
            for name, value in sent.items()
            if value or name not in BY_SCRIPTS
        }


def _short(name: str, value: str) -> str:
    if name in BY_PEOPLE or len(value) <= LONGEST_OTHER:
        return value
    return f"{value[:LONGEST_OTHER]} ({len(value)} characters in all)"
