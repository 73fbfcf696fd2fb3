"""The forms that take a file of questions and give one out."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from certification.interchange import FORMATS
from certification.models import CognitiveLevel, Domain
from certification.operations.importing import LARGEST


class QuestionsForm(forms.Form):
    """One file, and where questions go that do not say."""

    file = forms.FileField(
        label="File",
        help_text="Moodle XML, GIFT or CSV, up to 5 MB and 2,000 questions.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file of questions."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.txt,.gift,.csv"}),
    )
    domain = forms.ModelChoiceField(
        Domain.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="None: refuse these",
        label="Domain of questions that name none",
    )
    level = forms.ChoiceField(
        choices=CognitiveLevel.choices,
        initial=CognitiveLevel.APPLY,
        label="Level of questions that name none",
    )

    def sent(self) -> tuple[str, bytes]:
        """The file's name and its bytes; of a file that is far too large only the beginning."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file.name or "", file.read(LARGEST + 1)


class ExportForm(forms.Form):
    """The format of a file that is given out."""

    format = forms.ChoiceField(
        choices=list(FORMATS.items()),
        initial="xml",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a format."},
    )
