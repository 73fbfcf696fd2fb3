"""What every page may say unasked: the phone number, the address, the reader, the way around."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from institute import panels
from institute.accounts.models import User

THEMES = {"light", "dark"}


@dataclass(frozen=True)
class Entry:
    """A line of navigation as a template shows it."""

    label: str
    url: str
    icon: str
    group: str
    current: bool = False
    count: int | None = None


def institute(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    return {
        "phone": settings.PHONE,
        "phone_uri": f"tel:{settings.PHONE_E164}",
        "phone_hours": settings.PHONE_HOURS,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO_ALLOWED,
        "theme": chosen_theme(request),
        "reader_zone": getattr(request, "zone", None),
        "account_url": _address("accounts:profile"),
        "app_nav": SimpleLazyObject(lambda: navigation(request, "app")),
        "staff_nav": SimpleLazyObject(lambda: navigation(request, "staff")),
    }


def chosen_theme(request: HttpRequest) -> str:
    """The colour mode this reader chose; empty when the system decides."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def navigation(request: HttpRequest, shell: str) -> list[Entry]:
    """The entries of a shell for this reader; the closest to the page's address is current."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    found = [(entry, _address(entry.url_name)) for entry in panels.nav_for(user, shell)]
    here = max((url for entry, url in found if _holds(entry, url, request)), key=len, default=None)
    return [
        Entry(entry.label, url, entry.icon, entry.group, url == here, _waiting(entry, user))
        for entry, url in found
        if url
    ]


def _waiting(entry: panels.NavEntry, user: User) -> int | None:
    """How much waits behind a line of navigation; most lines do not count."""
    return entry.count(user) if entry.count else None


def _holds(entry: panels.NavEntry, url: str, request: HttpRequest) -> bool:
    return bool(url) and request.path.startswith(tuple(filter(None, (url, entry.covers))))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
