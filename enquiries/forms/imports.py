"""The form that takes the phone provider's file."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from enquiries.operations.importing import LARGEST


class UploadForm(forms.Form):
    """One file; what is in it is looked at by the operation."""

    file = forms.FileField(
        label="List of calls",
        help_text="CSV or tab-separated text, up to 5 MB and 50,000 lines.",
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": "Choose the file your phone provider gave you"},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def sent(self) -> tuple[str, bytes]:
        """The file's name and its bytes; of a file that is far too large only the beginning."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file.name or "", file.read(LARGEST + 1)
