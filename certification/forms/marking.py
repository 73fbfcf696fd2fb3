"""What markers and managers fill in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from certification.models import MarkingTask, TaskStatus
from certification.operations.marking import Comment, Given
from institute.accounts.models import User

LONGEST, MOST_COMMENTS = 1000, 40
NO_LEVEL = "Choose a level for “{}”."
BEYOND = "A comment belongs to words of the answer. Choose them again."
NOT_FOUND = "These words are not in the answer: “{}”. Copy them from it."


class MarkForm(forms.Form):
    """A level for each criterion of the question's rubric, comments, and a word to colleagues."""

    read = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)
    seconds = forms.IntegerField(
        min_value=0, max_value=86_400, required=False, widget=forms.HiddenInput
    )
    note = forms.CharField(
        label="Note to the other markers",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    asks_moderation = forms.BooleanField(label="Ask for moderation", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        task: MarkingTask,
        text: str,
        draft: dict[str, Any] | None = None,
    ) -> None:
        """`draft`, where there is one, is what they filled in before they gave a mark."""
        self.task, self.text = task, text
        start: dict[str, Any] = {"read": 0, "seconds": 0} | (draft or _standing(task))
        for key, level in start.pop("levels", {}).items():
            start[name_of(key)] = level
        self.said = [
            Comment(one["text"], one["from"], one["to"]) for one in start.pop("comments", [])
        ]
        super().__init__(data, initial=start)
        for criterion in task.version.rubric:
            self.fields[name_of(criterion["key"])] = _level(criterion)
        if data is not None:
            self.said = _comments(data)

    def criteria(self) -> Iterator[tuple[dict[str, Any], BoundField, str]]:
        """Each criterion with its field and the level chosen, as text."""
        for criterion in self.task.version.rubric:
            field = self[name_of(criterion["key"])]
            value = field.value()
            yield criterion, field, "" if value is None else str(value)

    @property
    def levels(self) -> dict[str, int]:
        """The levels chosen so far, as they were sent or stand."""
        given = {criterion["key"]: value for criterion, _, value in self.criteria()}
        return {key: int(value) for key, value in given.items() if value.isdigit()}

    @property
    def total(self) -> int:
        return sum(self.levels.values())

    @property
    def missing(self) -> int:
        return len(self.task.version.rubric) - len(self.levels)

    def clean(self) -> dict[str, Any]:
        """Comments lie within the answer; words that were typed are found in it."""
        for one in self.said:
            if not 0 <= one.start <= one.end <= len(self.text) or len(one.text) > LONGEST:
                self.add_error(None, BEYOND)
        quote = self.data.get("quote", "").strip()
        says = self.data.get("quote_text", "").strip()[:LONGEST]
        if says:
            start = self.text.find(quote)
            if start < 0:
                self.add_error(None, NOT_FOUND.format(quote[:80]))
            else:
                self.said.append(Comment(says, start, start + len(quote)))
        return self.cleaned_data

    @property
    def draft(self) -> dict[str, Any]:
        """What is filled in so far, once nothing is `in_the_way`."""
        clean = self.cleaned_data
        keys = [criterion["key"] for criterion in self.task.version.rubric]
        return {
            "levels": {key: int(clean[name_of(key)]) for key in keys if name_of(key) in clean},
            "comments": [
                {"from": one.start, "to": one.end, "text": one.text}
                for one in sorted(self.said, key=lambda one: (one.start, one.end))
            ],
            "note": clean["note"],
            "asks_moderation": clean["asks_moderation"],
            "seconds": clean["seconds"] or 0,
        }

    @property
    def in_the_way(self) -> str:
        """Why this cannot even be kept as a draft; levels that are not chosen yet can."""
        later = {name_of(criterion["key"]) for criterion in self.task.version.rubric} | {"read"}
        return next((str(one[0]) for name, one in self.errors.items() if name not in later), "")

    @property
    def given(self) -> Given:
        """The mark, once valid."""
        clean = self.cleaned_data
        keys = [criterion["key"] for criterion in self.task.version.rubric]
        return Given(
            levels={key: int(clean[name_of(key)]) for key in keys},
            read=clean["read"],
            comments=sorted(self.said, key=lambda one: (one.start, one.end)),
            note=clean["note"],
            asks_moderation=clean["asks_moderation"],
            seconds=clean["seconds"] or 0,
        )


def _standing(task: MarkingTask) -> dict[str, Any]:
    """The mark that was given, to be changed; only a task that is marked has one."""
    last = None
    if task.status == TaskStatus.SUBMITTED:
        last = task.marks.order_by("-revision").first()
    if last is None:
        return {}
    return {
        "read": last.revision,
        "note": last.note,
        "asks_moderation": last.asks_moderation,
        "levels": last.levels,
        "comments": last.comments,
    }


def name_of(key: str) -> str:
    """The field of a criterion."""
    return f"level-{key}"


def _level(criterion: dict[str, Any]) -> forms.ChoiceField:
    missing = NO_LEVEL.format(criterion["name"])
    return forms.ChoiceField(
        label=criterion["name"],
        choices=[(str(n), words) for n, words in enumerate(criterion["levels"])],
        error_messages={"required": missing, "invalid_choice": missing},
        widget=forms.RadioSelect,
    )


def _comments(data: QueryDict) -> list[Comment]:
    """Three lists that run side by side; a comment without words is one taken back."""
    rows = zip(
        data.getlist("comment"),
        data.getlist("comment_from"),
        data.getlist("comment_to"),
        strict=False,
    )
    return [
        Comment(text.strip().replace("\x00", ""), _whole(start), _whole(end))
        for text, start, end in list(rows)[:MOST_COMMENTS]
        if text.strip()
    ]


def _whole(text: str) -> int:
    """A number of characters; what is none lies outside every answer."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


class People(forms.ModelChoiceField[User]):
    """People, by the names their colleagues call them."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AllowForm(forms.Form):
    """Let somebody mark in spite of a tie."""

    code = forms.CharField(
        label="Code of the script",
        max_length=8,
        error_messages={"required": "Write the code of the script."},
    )
    examiner = People(
        label="Who may mark it",
        empty_label="Choose a colleague",
        queryset=User.objects.none(),
        error_messages={"required": "Choose who may mark it."},
    )
    reason = forms.CharField(
        label="Why nobody else can",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: it is kept with the decision."},
    )

    def __init__(self, data: QueryDict | None = None, *, examiners: Any) -> None:
        super().__init__(data)
        field = self.fields["examiner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = examiners

    def clean_code(self) -> MarkingTask:
        """An open script of a candidate with this code."""
        code = self.cleaned_data["code"].strip().upper()
        found = MarkingTask.objects.open().filter(code=code, attempt_item__isnull=False).first()
        if found is None:
            raise forms.ValidationError("No script that waits has this code.")
        return found
