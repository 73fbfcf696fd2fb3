"""The error summary of a form: every problem once, with the field it belongs to."""

from dataclasses import dataclass

from django import template
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple, RadioSelect

register = template.Library()


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the id of the control that puts it right (empty when there is none)."""

    words: str
    field: str = ""


@register.simple_tag
def problems(form: BaseForm | None) -> list[Problem]:
    """What is wrong with a form; empty when it was told already, so that one page says it once."""
    if not isinstance(form, BaseForm) or not form.is_bound or getattr(form, "summarised", False):
        return []
    form.summarised = True  # type: ignore[attr-defined]
    found = [Problem(words) for words in map(str, form.non_field_errors())]
    for field in form:
        words = [str(error) for error in field.errors]
        found += [Problem(text, "" if field.is_hidden else first_control(field)) for text in words]
    return found


def first_control(field: BoundField) -> str:
    """The id to jump to: of a group of choices, the first."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
