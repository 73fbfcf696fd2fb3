"""What staff fill in while they work through the pipeline."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone

from courses.forms.fields import OnceToken, line
from courses.models import Course, CourseState
from enquiries import contact_points, hours
from enquiries.contact_points import ContactPoints
from enquiries.models import Kind, LostReason, NextAction, Queue, SavedFilter, Topic
from enquiries.operations.bulk import Wish
from enquiries.operations.doing import WAYS
from enquiries.operations.opening import WRITTEN_DOWN, Opened
from enquiries.operations.working import Happened, Next
from enquiries.worklists.people import at_the_desk, colleagues
from institute.accounts.models import User

ACTIONS = [choice for choice in NextAction.choices if choice[0] != NextAction.REVIEW]
ACTS = {
    "assign": "Assign to a person",
    "queue": "Put into a queue",
    "share": "Share out among the desk",
    "next": "Set the next step",
    "lose": "Mark as lost",
    "spam": "Mark as spam",
}
LONGEST_NOTE = 5_000
NINE = dt.time(9)


def morning(days: int) -> dt.datetime:
    """9:00 on the reader's clock that many business days ahead."""
    day = hours.add_business_days(timezone.localdate(), days)
    return timezone.make_aware(dt.datetime.combine(day, NINE))


class Moment(forms.DateTimeField):
    """A day and a time on the reader's clock, not in the past."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        shape = "%Y-%m-%dT%H:%M"
        super().__init__(
            label=label,
            required=required,
            input_formats=[shape, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=shape),
            error_messages={
                "required": f"{label}: enter the day and the time.",
                "invalid": f"{label}: enter a day and a time, like 2027-01-11 14:30.",
            },
        )

    def clean(self, value: Any) -> dt.datetime | None:
        """The instant; a year with a slipped key is not a plan."""
        at: dt.datetime | None = super().clean(value)
        if at and at <= timezone.now():
            raise forms.ValidationError("Choose a time that lies ahead.")
        if at and at.year > timezone.now().year + 5:
            raise forms.ValidationError("Choose a time within the next five years.")
        return at


class NextForm(forms.Form):
    """What happens next, and when."""

    action = forms.ChoiceField(label="Next step", choices=ACTIONS)
    at = Moment("When")

    def next_step(self) -> Next:
        """The step as the operations take it."""
        return Next(at=self.cleaned_data["at"], action=self.cleaned_data["action"])


class HappenedForm(forms.Form):
    """What was done, in few words."""

    kind = forms.ChoiceField(
        label="What happened",
        choices=[(kind, {"call": "We called", "email": "We wrote"}.get(kind, label))
                 for kind, label in Kind.choices if kind in WAYS],
        initial=Kind.CALL,
    )  # fmt: skip
    text = forms.CharField(
        label="In a few words",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "In a few words: say what was done or agreed."},
    )

    def happened(self) -> Happened:
        """What was done as the operations take it."""
        kind = self.cleaned_data["kind"]
        return Happened(kind=kind, direction=WAYS[kind], text=self.cleaned_data["text"])


class DoneForm(HappenedForm, NextForm):
    """What was done, and what happens next."""

    due = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    field_order = ("kind", "text", "action", "at", "due")


class NewEnquiryForm(NextForm):
    """Somebody wrote to us, or stood at the door."""

    name = line("Name", "Name: write down who asks.", max_length=300)
    email = forms.EmailField(label="Email", required=False, max_length=254)
    phone = line("Phone", max_length=40)
    source = forms.ChoiceField(
        label="How they reached us",
        choices=[(way, way.label) for way in WRITTEN_DOWN],
    )
    course = forms.ModelChoiceField(
        Course.objects.none(), label="Course", required=False, empty_label="No course yet",
        to_field_name="slug",
    )  # fmt: skip
    topic = forms.ChoiceField(label="About", choices=Topic.choices, initial=Topic.COURSE)
    question = forms.CharField(
        label="What they ask", required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    owner = forms.ChoiceField(label="Who takes it")
    form_token = OnceToken()
    field_order = ("name", "email", "phone", "source", "course", "topic", "question")

    def __init__(self, given: QueryDict | None, *, by: User, zone: ZoneInfo) -> None:
        super().__init__(given, initial={"at": morning(1), "owner": str(by.pk)})
        published = Course.objects.filter(status=CourseState.PUBLISHED).select_related("current")
        self.fields["course"].queryset = published.order_by("current__title")  # type: ignore[attr-defined]
        self.people = {str(one.pk): one for one in colleagues()}
        names = [(key, one.name) for key, one in self.people.items()]
        queues = [(key, f"Queue: {name}") for key, name in Queue.choices]
        self.fields["owner"].choices = [*names, *queues]  # type: ignore[attr-defined]
        self.zone = zone

    def clean_phone(self) -> str:
        """The number in E.164; Canada is assumed."""
        typed: str = self.cleaned_data["phone"]
        found = contact_points.read_phone(typed) if typed else ""
        if typed and not found:
            raise forms.ValidationError("Phone: enter a number with its area code.")
        return found

    def clean(self) -> dict[str, Any]:
        """There has to be a way to answer."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        typed = given.get("email") or given.get("phone") or self.errors
        if not typed:
            self.add_error("email", "Write down an email address or a phone number.")
        return given

    def opened(self) -> Opened:
        """What was written down, as the operation takes it."""
        given = self.cleaned_data
        who = given["owner"]
        return Opened(
            name=given["name"],
            reach=ContactPoints(given["email"].lower(), given["phone"]),
            source=given["source"],
            next_=self.next_step(),
            question=given["question"],
            topic=given["topic"],
            course=given["course"],
            owner=self.people.get(who),
            queue=who if who in Queue.values else "",
            zone=self.zone.key,
            token=given["form_token"],
        )


class BulkForm(forms.Form):
    """One act on many enquiries; what the act needs is asked for, the rest may be empty."""

    act = forms.ChoiceField(
        label="What to do", choices=list(ACTS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what to do."),
    )  # fmt: skip
    to = forms.ModelChoiceField(
        User.objects.none(), label="Person", required=False, empty_label="Choose a person"
    )
    queue = forms.ChoiceField(
        label="Queue", choices=[("", "Choose a queue"), *Queue.choices], required=False
    )
    reason = forms.ChoiceField(
        label="Why it is lost", choices=[("", "Choose a reason"), *LostReason.choices],
        required=False,
    )  # fmt: skip
    action = forms.ChoiceField(label="Next step", choices=ACTIONS, required=False)
    at = Moment("When", required=False)
    form_token = OnceToken()

    NEEDS = {"assign": "to", "queue": "queue", "lose": "reason", "next": "at"}  # noqa: RUF012
    MISSING = {  # noqa: RUF012
        "to": "Person: choose who gets them.",
        "queue": "Queue: choose one.",
        "reason": "Why it is lost: choose a reason.",
        "at": "When: enter the day and the time of the next step.",
    }

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given, initial={"at": morning(1)}, label_suffix="")
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]
        for name in ("act", "to", "queue", "reason", "action", "at"):
            kind = "form-control" if name == "at" else "form-select"
            self.fields[name].widget.attrs["class"] = kind

    def clean(self) -> dict[str, Any]:
        """What this act cannot do without."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        needed = self.NEEDS.get(given.get("act", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, self.MISSING[needed])
        return given

    def wish(self) -> Wish:
        """The act as the operation takes it."""
        given = self.cleaned_data
        at, act = given.get("at"), given["act"]
        return Wish(
            act=act,
            to=given["to"] if act == "assign" else None,
            queue=given["queue"] if act == "queue" else "",
            staff=tuple(at_the_desk()) if act == "share" else (),
            reason=given["reason"],
            next_=Next(at=at, action=given["action"] or NextAction.CALL) if at else None,
        )


class FilterForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name of a view of the table."""

    class Meta:
        model = SavedFilter
        fields = ("name",)
        error_messages = {"name": {"required": "Name: say what these have in common."}}  # noqa: RUF012
