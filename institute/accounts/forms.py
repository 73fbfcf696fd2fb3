"""The shape of what people type about themselves; signing in is in sign_in_forms."""

from typing import Any, ClassVar

from django import forms

from institute.accounts.models import User
from institute.accounts.zones import grouped_zones


class ProfileForm(forms.ModelForm[User]):
    """What a person may say about themselves."""

    time_zone = forms.ChoiceField(
        choices=grouped_zones,
        help_text="Every date and time you see here follows it.",
    )

    class Meta:
        model = User
        fields: ClassVar = ["display_name", "legal_name", "time_zone", "keyboard_shortcuts"]
        labels: ClassVar = {
            "display_name": "Name",
            "legal_name": "Legal name",
            "keyboard_shortcuts": "Use keyboard shortcuts",
        }
        help_texts: ClassVar = {
            "display_name": "What we call you on screen and in email.",
            "legal_name": "Printed on certificates and invoices. Leave it empty to use your name.",
            "keyboard_shortcuts": "Single keys act in the exam and on staff pages, "
            "never while you type.",
        }
        widgets: ClassVar = {
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "legal_name": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        self.fields["display_name"].error_messages["required"] = "Tell us what to call you."
