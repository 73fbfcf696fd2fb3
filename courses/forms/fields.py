"""Fields that several forms share."""

import uuid
from typing import Any

from django import forms


class OnceToken(forms.UUIDField):
    """Tells two sendings of one form from two forms; without a readable one a form is new."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID:
        """The token that was sent, or a fresh one."""
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


def line(label: str, missing: str = "", **options: Any) -> forms.CharField:
    """A line of text; optional unless `missing` says what to do about an empty one."""
    messages = {"required": missing} if missing else {}
    return forms.CharField(label=label, required=bool(missing), error_messages=messages, **options)
