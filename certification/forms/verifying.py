"""What somebody types or sends to check a certificate."""

import re

from django import forms

TYPED = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "enterkeyhint": "go",
}
# Where the dashes belong in the number on a certificate, and in the one of its address.
SHAPES = (r"(TI)(\d{2})(\d{4})([0-9A-Z]{5})", r"([0-9A-Z]{4})" * 4)
NUMBER = "Type in the number as it is printed, for example TI-26-0418-7KQ2M."


class NumberForm(forms.Form):
    """A certificate number, or the longer one of the address."""

    number = forms.CharField(
        label="Certificate number",
        max_length=200,
        help_text="Printed on the certificate, for example TI-26-0418-7KQ2M.",
        error_messages={"required": NUMBER},
        widget=forms.TextInput(attrs=TYPED),
    )

    def clean_number(self) -> str:
        """Letters are large; blanks, dashes and a whole address are taken as they were meant."""
        typed = str(self.cleaned_data["number"]).strip().upper()
        typed = re.sub(r"^.*/VERIFY/([^/?#.]+).*$", r"\1", typed)
        found = re.sub(r"[\s‐‑‒–—−-]+", "-", typed)
        for shape in SHAPES:
            if parts := re.fullmatch(shape, found.replace("-", "")):
                return "-".join(parts.groups())
        if not re.fullmatch(r"[0-9A-Z-]{6,40}", found):
            raise forms.ValidationError(NUMBER)
        return found


class FileForm(forms.Form):
    """A certificate, a badge or a credential as a file."""

    file = forms.FileField(
        label="The file",
        help_text="The certificate as PDF, the badge as PNG, or the credential as JSON or JWT,"
        " up to 2 MB. We read it and keep nothing.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.json,.jwt"}),
    )
