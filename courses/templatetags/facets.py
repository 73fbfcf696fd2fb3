"""The checkboxes of a filter. Some forty stand on a page: a tag draws them, not a template each."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.facets import Option

register = template.Library()


@register.simple_tag
def checkboxes(name: str, options: Iterable[Option]) -> SafeString:
    """A checkbox for each option, with how many courses it would leave."""
    return mark_safe("\n".join(_box(name, option) for option in options))  # noqa: S308 - escaped


def _box(name: str, option: Option) -> str:
    value, checked = escape(option.value), " checked" if option.is_chosen else ""
    return (
        f'<div class="form-check"><input class="form-check-input" type="checkbox" '
        f'id="{name}-{value}" name="{name}" value="{value}"{checked}>'
        f'<label class="form-check-label" for="{name}-{value}"><span>{escape(option.label)}</span>'
        f'<span class="count">{option.count}</span></label></div>'
    )
