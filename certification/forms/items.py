"""What authors and reviewers of items fill in."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from certification.models import CognitiveLevel, Domain, ItemKind, Verdict
from certification.operations.pictures import ALLOWED, LARGEST
from institute.items.kinds import Question, problems
from institute.items.lines import Line, Lines, blank, full, shown, typed
from institute.items.written import Parts, listed, parts


def _text(label: str, rows: int, *, hint: str = "", most: int = 20_000) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class KindForm(forms.Form):
    """Which kind of item to write."""

    kind = forms.ChoiceField(choices=ItemKind.choices)


class ItemForm(forms.Form):
    """An item of one kind. Its lines stand beside the fields, in `lines`."""

    title = forms.CharField(
        max_length=120,
        label="Title",
        help_text="A few words. Candidates see it above the question.",
        error_messages={
            "required": "Give it a title.",
            "max_length": "Shorten the title to 120 characters.",
        },
    )
    domain = forms.ModelChoiceField(
        Domain.objects.all(),
        to_field_name="slug",
        empty_label="Choose",
        error_messages={"required": "Choose a domain."},
    )
    level = forms.ChoiceField(
        choices=[("", "Choose"), *CognitiveLevel.choices],
        error_messages={"required": "Choose a level."},
    )
    points = forms.DecimalField(
        min_value=0.01,
        max_value=100,
        decimal_places=2,
        initial=1,
        error_messages={"required": "Say how many points it earns."},
    )
    scenario = forms.BooleanField(required=False, label="Built on a scenario")
    stem = _text("Question", 9, hint="Markdown. Tables and pictures are allowed, HTML is not.")
    unit = forms.CharField(required=False, max_length=40, label="Unit", help_text="days, per cent")
    value = forms.CharField(required=False, max_length=20, label="Answer")
    tolerance = forms.CharField(
        required=False, max_length=20, label="Tolerance", help_text="Either side. Empty is 0."
    )
    accept = _text("Accepted answers", 4, hint="One a line.", most=4000)
    exact_case = forms.BooleanField(required=False, label="Capitals matter")
    words = forms.IntegerField(
        required=False, min_value=0, max_value=3000, label="Words", help_text="Empty has no limit."
    )
    model_answer = _text("Model answer", 8, hint="Markdown. Only markers see it.")
    rationale = _text("Rationale", 5, hint="Markdown. Why the key is right, and the others not.")
    references = _text("References", 3, hint="One a line.", most=3000)
    based_on = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, kind: str, data: QueryDict | None = None, *, was: Question | None = None
    ) -> None:
        super().__init__(data, initial=_initial(was) if was else None)
        self.kind = kind
        self.name = was.name if was else ""
        if data is not None:
            self.lines = typed(data)
        else:
            self.lines = shown(was) if was else blank(kind)

    def edit(self, what: str) -> Lines:
        """Add, move or drop a line."""
        return self.lines.edited(what)

    def clean_stem(self) -> str:
        text: str = self.cleaned_data["stem"]
        if not text.strip():
            raise forms.ValidationError("Write the question.")
        return text.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for words in problems(self.question()):
                self.add_error(None, words)
        return self.cleaned_data

    def question(self) -> Question:
        """What was typed, as an item says it."""
        said = self.cleaned_data
        options, key = (
            _essay(self) if self.kind == "essay" else parts(self.kind, self.lines.line, said)
        )
        return Question(
            name=self.name,
            title=said["title"],
            kind=self.kind,
            stem=said["stem"],
            options=options,
            key=key,
            rubric=_rubric(self.lines.crit) if self.kind == "essay" else [],
            rationale=said["rationale"].replace("\r\n", "\n"),
            references=listed(said["references"]),
            domain=said["domain"].slug,
            level=said["level"],
            scenario=said["scenario"],
            points=format(said["points"], "f"),
        )


def _initial(was: Question) -> dict[str, Any]:
    return {
        **{n: getattr(was, n) for n in ("title", "domain", "level", "points", "scenario", "stem")},
        "unit": was.options.get("unit", ""),
        "value": was.key.get("value", ""),
        "tolerance": was.key.get("tolerance", ""),
        "accept": "\n".join(was.key.get("accept", [])),
        "exact_case": was.key.get("exact_case", False),
        "words": was.options.get("words") or None,
        "model_answer": was.key.get("model_answer", ""),
        "rationale": was.rationale,
        "references": "\n".join(was.references),
    }


def _essay(form: ItemForm) -> Parts:
    exhibits = [
        {"title": one.says("title").strip(), "text": one.says("text").strip()}
        for one in full(form.lines.line)
    ]
    said = form.cleaned_data
    options = {"words": said["words"] or 0, "exhibits": exhibits}
    return options, {"model_answer": said["model_answer"].replace("\r\n", "\n")}


def _rubric(lines: list[Line]) -> list[dict[str, Any]]:
    """Criteria keep their keys, which marks are kept under; new ones are named by their words."""
    rubric: list[dict[str, Any]] = []
    for number, one in enumerate(full(lines), 1):
        key = one.says("key") or slugify(one.says("name"))[:16] or f"c{number}"
        known = {each["key"] for each in rubric}
        rubric.append(
            {
                "key": key if key not in known else f"{key}-{number}",
                "name": one.says("name").strip(),
                "hint": one.says("hint").strip(),
                "levels": listed(one.says("levels")),
            }
        )
    return rubric


class ReviewForm(forms.Form):
    """A verdict on one version."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a verdict."},
    )
    comment = forms.CharField(
        required=False,
        max_length=4000,
        label="Comment",
        help_text="What should change, or what is good. The author reads it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """An act on an item, and why."""

    act = forms.CharField(max_length=20)
    why = forms.CharField(required=False, max_length=300)


class PictureForm(forms.Form):
    """A picture for the texts of an item."""

    file = forms.FileField(
        label="Picture", help_text=ALLOWED, error_messages={"required": "Choose a picture."}
    )
    words = forms.CharField(
        max_length=300,
        label="What it shows",
        help_text="For who cannot see it, without giving the answer away.",
        error_messages={"required": "Say what the picture shows."},
    )

    def content(self) -> bytes:
        """Of a file that is far too large only the beginning."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        return content
