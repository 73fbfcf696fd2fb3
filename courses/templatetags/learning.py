"""Words and marks of lessons."""

import uuid

from django import template

register = template.Library()


@register.filter
def in_hours(minutes: int) -> str:
    """40 minutes, 1 hour, or 6 hours: as near as anybody plans an evening."""
    if minutes < 55:
        return f"{minutes} minutes"
    hours = round(minutes / 60)
    return "1 hour" if hours == 1 else f"{hours} hours"


@register.simple_tag
def once() -> str:
    """What tells two sendings of one form from two forms."""
    return str(uuid.uuid4())
