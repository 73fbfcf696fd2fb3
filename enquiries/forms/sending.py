"""Which syllabus to send."""

from typing import Any

from django import forms

from courses.models import Course


class SyllabusForm(forms.Form):
    """One of the courses that are offered."""

    course = forms.ModelChoiceField(
        queryset=Course.objects.none(),
        to_field_name="slug",
        empty_label="Choose a course",
        error_messages={"required": "Choose a course.", "invalid_choice": "Choose a course."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Course.objects.published().select_related("current").order_by("current__title")
        self.fields["course"].queryset = offered  # type: ignore[attr-defined]
