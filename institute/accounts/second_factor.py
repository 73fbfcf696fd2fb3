"""People who meet other people's records sign in with a second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from institute.accounts.models import User
from institute.accounts.roles import SECOND_FACTOR_ROLES

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Pages that must work before the second factor does.
OPEN_PREFIXES = ("account_", "mfa_", "usersessions_")
OPEN_NAMES = frozenset({"healthz", "readyz", "metrics"})


def needs_second_factor(user: User) -> bool:
    """Whether this person's work needs a second factor. Never in the demo."""
    return not settings.DEMO_ALLOWED and not user.roles.isdisjoint(SECOND_FACTOR_ROLES)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def is_open(request: HttpRequest) -> bool:
    """Whether the page is part of signing in, setting up, or telling that we are alive."""
    match = request.resolver_match
    name = (match and match.url_name) or ""
    return name.startswith(OPEN_PREFIXES) or name in OPEN_NAMES


class SecondFactorRequired:
    """Send people who need a second factor and have none to the page where they set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Decide once the page is known and before it runs."""
        if settings.DEMO_ALLOWED or is_open(request) or not isinstance(request.user, User):
            return None
        if not needs_second_factor(request.user) or has_second_factor(request.user):
            return None
        messages.warning(
            request,
            "Your work here shows you other people's records, so signing in takes a second step. "
            "Set one up now; it takes two minutes.",
        )
        return redirect("mfa_index")
