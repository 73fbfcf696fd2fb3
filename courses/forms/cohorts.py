"""The shape of what the staff type about a cohort. No rules: those are operations."""

from django import forms

from courses.forms.fields import OnceToken, line


class MessageForm(forms.Form):
    """A word to everybody in a cohort."""

    form_token = OnceToken()
    subject = line("Subject", "Enter a subject.", max_length=120)
    text = line(
        "Message",
        "Write the message.",
        max_length=5000,
        help_text="Plain text. Leave an empty line between paragraphs.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
