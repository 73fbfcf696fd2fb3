"""What staff fill in on the page of an enquiry, one small form for each act."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from courses.forms.fields import OnceToken, line
from enquiries import when
from enquiries.emails.answering import Written
from enquiries.forms.pipeline import ACTIONS, LONGEST_NOTE
from enquiries.models import Direction, Enquiry, Kind, LostReason, Queue
from enquiries.operations.answering import NEWS, REPLY, Ways
from enquiries.operations.working import Happened, Next
from enquiries.worklists.people import colleagues

LONGEST_SUBJECT, LONGEST_LETTER = 200, 20_000
TIMES = "Like “tue 2p”, “+2d”, “fri am” or “24 nov 14:00”, on your clock."
KEPT = {
    "note": (Kind.NOTE, Direction.NONE, "Note"),
    "wrote": (Kind.EMAIL, Direction.IN, "They wrote to us"),
    "met": (Kind.MEETING, Direction.IN, "We met"),
}


class When(forms.CharField):
    """A time as it is typed during a call, on the reader's clock; it lies ahead."""

    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        words = {"required": f"{label}: say when."}
        known: dict[str, Any] = {"max_length": when.LONGEST, "help_text": TIMES}
        super().__init__(label=label, widget=widget, error_messages=words, **known | options)

    def clean(self, value: Any) -> Any:
        """The instant; None for nothing where nothing may be given."""
        typed = super().clean(value)
        if not typed:
            return None
        zone = timezone.get_current_timezone()
        at = when.read(typed, now=timezone.now(), zone=zone)
        if at is None:
            raise forms.ValidationError(
                f"{self.label}: enter a time that lies ahead, like “tue 2p” or “24 nov 14:00”."
            )
        return at


class ActForm(forms.Form):
    """A form of the page; its controls carry the name of the act."""

    act: ClassVar[str]

    def __init__(self, data: QueryDict | None, enquiry: Enquiry) -> None:
        self.enquiry, self.sent = enquiry, data or QueryDict()
        super().__init__(data, auto_id=f"id_{self.mark}_%s")
        self.fill()

    @property
    def mark(self) -> str:
        """What tells the controls of this form from those of the others."""
        return self.act

    def fill(self) -> None:
        """Set what depends on the enquiry."""

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a list its choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _choice(label: str, missing: str, choices: Any = (), **options: Any) -> forms.ChoiceField:
    words = dict.fromkeys(("required", "invalid_choice"), missing)
    return forms.ChoiceField(label=label, choices=choices, error_messages=words, **options)


def _text(label: str, missing: str, rows: int = 3, **options: Any) -> forms.CharField:
    known: dict[str, Any] = {
        "max_length": LONGEST_NOTE,
        "widget": forms.Textarea(attrs={"rows": rows}),
        "error_messages": {"required": missing},
    }
    return forms.CharField(label=label, **known | options)


class KeepForm(ActForm):
    """A note, a letter of theirs, a meeting."""

    act = "keep"
    kind = _choice(
        "What happened",
        "Choose what happened.",
        [(key, label) for key, (_, _, label) in KEPT.items()],
        initial="note",
        widget=forms.RadioSelect,
    )
    text = _text("What was said or done", "Write what was said or done.")

    def happened(self) -> Happened:
        kind, direction, _ = KEPT[self.cleaned_data["kind"]]
        return Happened(kind, direction, self.cleaned_data["text"])


class NextForm(ActForm):
    """What happens next, and when."""

    act = "next"
    action = _choice("Next step", "Choose the next step.", ACTIONS)
    at = When("When")

    def fill(self) -> None:
        self.initial["action"] = self.enquiry.next_action

    def next_step(self) -> Next:
        return Next(self.cleaned_data["at"], self.cleaned_data["action"])


class PromiseForm(ActForm):
    """What we say we will do."""

    act = "promise"
    text = line("What we promise", "Say what you promise.", max_length=500)
    at = When("By when")


class EvidenceForm(ActForm):
    """What kept a promise: something done or written, or words about it now."""

    act = "evidence"
    # Each open promise has a copy of this form on the page.
    promise = _choice("Promise", "That promise is closed already.")
    done = line("What kept it", max_length=40)
    text = _text("Or say what you did", "Say what you did.", rows=2, required=False)

    @property
    def mark(self) -> str:
        return f"{self.act}_{self.sent.get('promise', '')}"

    def fill(self) -> None:
        opened = self.enquiry.promises.open()
        self.choose("promise", [(str(one.pk), one.text) for one in opened])

    def clean(self) -> dict[str, Any]:
        """A promise closes only on evidence."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("done") and not given.get("text"):
            self.add_error("text", "Choose what kept the promise, or say what you did.")
        return given


class MoveForm(ActForm):
    """A plain change of status."""

    act = "move"
    to = _choice("Status", "This cannot be done now. Read the enquiry again.")
    why = line("Why", max_length=300)

    PLAIN: ClassVar = {
        "work": "In conversation",
        "qualify": "Qualified",
        "start_enrolment": "Enrolment started",
        "mark_spam": "Spam",
    }

    def fill(self) -> None:
        self.choose("to", self.possible())

    def possible(self) -> list[tuple[str, str]]:
        """The acts that may start from the present status, with where they lead."""
        return [(act, label) for act, label in self.PLAIN.items() if self.enquiry.can(act)]


class LoseForm(ActForm):
    """Why somebody does not go on."""

    act = "lose"
    reason = _choice("Why", "Choose why.", [("", "Choose a reason"), *LostReason.choices])
    why = line("In their words", max_length=300)


class ReopenForm(NextForm):
    """What happens next with a closed enquiry."""

    act = "reopen"
    action = _choice("Next step", "Choose the next step.", ACTIONS)


class JoinForm(ActForm):
    """The other enquiry of the same person."""

    act = "join"
    to = _choice("Join it to", "Choose the enquiry to go on with.")

    def fill(self) -> None:
        self.choose("to", [(str(one.pk), f"{one.ref}: {one.about}") for one in self.others()])

    def others(self) -> list[Enquiry]:
        """Open enquiries of the same person."""
        if not self.enquiry.person_id or not self.enquiry.is_open:
            return []
        mine = Enquiry.objects.live().filter(person=self.enquiry.person).with_course()
        return list(mine.exclude(pk=self.enquiry.pk).order_by("pk"))


class AssignForm(ActForm):
    """A person or a queue."""

    act = "assign"
    to = _choice("Who takes it", "Choose a person or a queue.")

    def fill(self) -> None:
        self.people = {str(one.pk): one for one in colleagues()}
        names = [(key, one.name) for key, one in self.people.items()]
        queues = [(str(key), f"Queue: {label}") for key, label in Queue.choices]
        self.choose("to", names + queues)
        self.initial["to"] = str(self.enquiry.owner_id or self.enquiry.queue)


class WriteForm(forms.Form):
    """A message in somebody's own words."""

    kind = _choice(
        "What it is", "Choose what it is.", [(REPLY, "Answer"), (NEWS, "News")],
        widget=forms.HiddenInput,
    )  # fmt: skip
    to = _choice("To", "Choose one of their addresses.", widget=forms.RadioSelect)
    subject = line("Subject", "Enter a subject.", max_length=LONGEST_SUBJECT)
    text = _text(
        "Message", "Write the message.", rows=9, max_length=LONGEST_LETTER,
        help_text="The greeting, your name and our address are added.",
    )  # fmt: skip
    action = _choice("Then", "Choose the next step.", ACTIONS)
    at = When("When")
    form_token = OnceToken()

    def __init__(self, data: QueryDict | None, *, ways: list[Ways], initial: dict[str, Any]):
        super().__init__(data, initial=initial, auto_id="id_write_%s")
        self.fields["to"].choices = [(way.address, way.address) for way in ways]  # type: ignore[attr-defined]

    def written(self) -> Written:
        given = self.cleaned_data
        subject = " ".join(given["subject"].split())
        return Written(given["to"], subject, given["text"], given["form_token"])

    def then(self) -> Next:
        return Next(self.cleaned_data["at"], self.cleaned_data["action"])


ACT_FORMS: "dict[str, type[ActForm]]" = {
    form.act: form
    for form in (
        *(KeepForm, NextForm, PromiseForm, EvidenceForm, MoveForm),
        *(LoseForm, ReopenForm, JoinForm, AssignForm),
    )
}
