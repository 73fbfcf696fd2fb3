"""Single-key shortcuts: the account says whether they act, a cookie tells the browser."""

from django.conf import settings
from django.http import HttpResponse

from institute.accounts.models import User

COOKIE = "keys"
YEAR = 60 * 60 * 24 * 365


def carry_shortcuts(response: HttpResponse, user: User) -> None:
    """Let the page's script know the person's choice without a request of its own."""
    if user.keyboard_shortcuts:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE, "off", YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
