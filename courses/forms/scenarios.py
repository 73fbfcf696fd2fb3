"""The form that takes a scenario: a file, or its text."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from courses.operations.scenario_files import LARGEST, text_of
from institute.errors import RuleBroken


class ScenarioForm(forms.Form):
    """Either a file or a text; a file counts when both are there."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        help_text="TOML, up to 200 kB. It takes the place of the text.",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 28, "class": "code-field", "spellcheck": "false", "wrap": "off"}
        ),
    )

    def clean(self) -> dict[str, object]:
        """The text that was meant, under `source`."""
        said = super().clean() or {}
        sent: UploadedFile[bytes] | None = said.get("file")
        data = sent.read(LARGEST + 1) if sent else str(said.get("text", "")).encode()
        try:
            said["source"] = text_of(data)
        except RuleBroken as rule:
            self.add_error("file" if sent else "text", str(rule))
        return said
