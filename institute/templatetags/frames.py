"""The frame around every page, as much of it as possible drawn once in each process."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString

register = template.Library()
_drawn: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag(takes_context=True)
def drawn_once(context: template.Context, name: str, *differs: object) -> SafeString:
    """Like `include`, for a part that says the same on each page but for what `differs`.

    Someone who signed in gets a part of their own; so does everybody while templates are edited.
    """
    if getattr(context.get("user"), "is_authenticated", False):
        return _draw(context, name)
    return drawn_for_all(context, name, *differs)


@register.simple_tag(takes_context=True)
def drawn_for_all(context: template.Context, name: str, *differs: object) -> SafeString:
    """A part that names nobody: the same for whoever reads, but for what `differs`."""
    if settings.DEBUG:
        return _draw(context, name)
    key = (name, timezone.now().year, *differs)
    if key not in _drawn:
        _drawn[key] = _draw(context, name)
    return _drawn[key]


def _draw(context: template.Context, name: str) -> SafeString:
    found: template.Template = get_template(name).template  # type: ignore[attr-defined]
    return found.render(context)
