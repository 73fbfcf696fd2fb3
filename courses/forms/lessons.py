"""What authors of lessons fill in."""

from typing import Any

from django import forms
from django.http import QueryDict

from courses.lessons import uploads
from courses.models import Finish, LessonPage, Pace, PracticeQuestion
from courses.operations.asking import as_item, mark_of
from courses.operations.authoring import Wording
from institute.items.kinds import Question, problems
from institute.items.lines import blank, shown, typed
from institute.items.written import listed, parts

KINDS = [
    ("single", "One choice"),
    ("multiple", "Several choices"),
    ("numeric", "A number"),
    ("ordering", "Put in order"),
    ("matching", "Match pairs"),
    ("short", "A few words"),
]
LONGEST = 100_000
CAPTIONS = "WebVTT in UTF-8, up to 512 kB. A lesson without a transcript gets one from them."
WHY = "Say why the answer is right."


def _area(
    label: str, rows: int, hint: str = "", most: int = LONGEST, *, needed: str = ""
) -> forms.CharField:
    """A text of several lines; `needed` is what to say when it is empty."""
    return forms.CharField(
        label=label,
        required=bool(needed),
        error_messages={"required": needed},
        max_length=most,
        help_text=hint,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _based_on() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class LessonForm(forms.Form):
    """The text of a lesson, and what completes it."""

    body = _area("Text", 22, "Markdown. Headings start at ##. Tables and pictures are allowed.")
    finish = forms.ChoiceField(choices=Finish.choices, label="What completes it")
    checklist = _area("Checklist", 5, "One line each. Empty for none.", 8000)
    transcript = _area("Transcript of the video", 5)
    based_on = _based_on()

    def __init__(self, data: QueryDict | None = None, *, page: LessonPage) -> None:
        initial = {
            "body": page.body,
            "finish": page.finish,
            "checklist": "\n".join(page.checklist),
            "transcript": page.transcript,
            "based_on": page.revision,
        }
        super().__init__(data, initial=initial)

    def clean_checklist(self) -> list[str]:
        lines = list(dict.fromkeys(listed(self.cleaned_data["checklist"])))
        if len(lines) > 40 or any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Write up to 40 lines of up to 200 characters.")
        return lines

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(
            body=said["body"].replace("\r\n", "\n").rstrip(),
            finish=said["finish"],
            checklist=said["checklist"],
            transcript=said["transcript"].replace("\r\n", "\n").strip(),
        )


class PaceForm(forms.Form):
    """How the lessons of a course open."""

    pace = forms.ChoiceField(
        choices=Pace.choices,
        label="Pace",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )


class RestoreForm(forms.Form):
    """The revision the author has before them."""

    based_on = _based_on()


class FileForm(forms.Form):
    """A picture or a file to take home."""

    file = forms.FileField(
        label="File",
        help_text=f"{uploads.PICTURES} Or: {uploads.FILES}",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )
    alt = forms.CharField(
        required=False,
        max_length=300,
        label="What it shows",
        help_text="For a picture: a sentence for who cannot see it. Leave empty for a download.",
    )

    def content(self) -> bytes:
        """Of a file that is far too large only the beginning."""
        content: bytes = self.cleaned_data["file"].read(uploads.FILE_MOST + 1)
        return content


class TextFileForm(forms.Form):
    """A lesson written elsewhere, as Markdown."""

    file = forms.FileField(
        label="Markdown file",
        help_text="UTF-8, up to 400 kB. It replaces the text; the old wording is kept.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )
    based_on = _based_on()

    def clean_file(self) -> str:
        content: bytes = self.cleaned_data["file"].read(400_001)
        text = uploads.text_of(content) if len(content) <= 400_000 else None
        if text is None or len(text) > LONGEST:
            raise forms.ValidationError("This is not a Markdown text of up to 100,000 characters.")
        return text


class MediaForm(forms.Form):
    """The video of a lesson."""

    video = forms.FileField(required=False, label="Video file", help_text=uploads.VIDEOS)
    captions = forms.FileField(required=False, label="Captions", help_text=CAPTIONS)
    embed = forms.CharField(
        required=False,
        max_length=200,
        label="Or a video elsewhere",
        help_text="YouTube or Vimeo. Learners are asked before it loads.",
    )
    removes = forms.BooleanField(required=False, label="Take the video away")
    based_on = _based_on()


class PracticeForm(forms.Form):
    """A practice question of one kind. Its lines stand beside the fields, in `lines`."""

    stem = _area("Question", 5, "Markdown.", 20_000)
    unit = forms.CharField(required=False, max_length=40, label="Unit", help_text="days, per cent")
    value = forms.CharField(required=False, max_length=20, label="Answer")
    tolerance = forms.CharField(
        required=False, max_length=20, label="Tolerance", help_text="Either side. Empty is 0."
    )
    accept = _area("Accepted answers", 4, "One a line.", 4000)
    exact_case = forms.BooleanField(required=False, label="Capitals matter")
    rationale = _area("Why", 4, "Markdown. Shown with the answer.", 8000, needed=WHY)
    based_on = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, kind: str, data: QueryDict | None = None, *, was: PracticeQuestion | None = None
    ) -> None:
        item = as_item(was) if was else None
        super().__init__(data, initial=_initial(item, was) if was and item else None)
        self.kind = kind
        if data is not None:
            self.lines = typed(data)
        else:
            self.lines = shown(item) if item else blank(kind)

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for words in problems(self.question()):
                self.add_error(None, words)
            if not self.cleaned_data["rationale"].strip():
                self.add_error("rationale", WHY)
        return self.cleaned_data

    def question(self) -> Question:
        """What was typed, in the shape exams share."""
        said = self.cleaned_data
        options, key = parts(self.kind, self.lines.line, said)
        return Question(
            name="",
            title="Practice",
            kind=self.kind,
            stem=said["stem"].replace("\r\n", "\n"),
            options=options,
            key=key,
            rationale=said["rationale"].replace("\r\n", "\n"),
            level="apply",
        )


def _initial(item: Question, was: PracticeQuestion) -> dict[str, Any]:
    return {
        "stem": item.stem,
        "unit": item.options.get("unit", ""),
        "value": item.key.get("value", ""),
        "tolerance": item.key.get("tolerance", ""),
        "accept": "\n".join(item.key.get("accept", [])),
        "exact_case": item.key.get("exact_case", False),
        "rationale": item.rationale,
        "based_on": mark_of(was),
    }
