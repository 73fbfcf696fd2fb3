"""Words and pictures of the account pages."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from institute.accounts.devices import device_name

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """A browser's name in words."""
    return device_name(user_agent)


@register.filter
def inline_svg(picture: str) -> SafeString:
    """A drawing of ours inside the page: the security policy allows no data: addresses."""
    return mark_safe(picture[picture.index("<svg") :])  # noqa: S308  drawn by the QR library
