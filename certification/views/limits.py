"""Nobody tries addresses one after another."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]
MINUTES = 10
ENOUGH = (
    f"From one connection we answer {{most}} of these in {MINUTES} minutes. Try again a little"
    " later; if you have a list of certificates to check, call us and we will do it with you."
)


def few(what: str, most: int) -> Callable[[View[R, P]], View[R, P]]:
    """Answer so many requests from one address in ten minutes; then 429."""

    def limited(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def counted(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if _tries(what, request) > most:
                context = {"reason": ENOUGH.format(most=most)}
                return render(request, "429.html", context, status=429)
            return view(request, *args, **kwargs)

        return counted

    return limited


def _tries(what: str, request: HttpRequest) -> int:
    """How many came from this address lately, this one too; the address itself is not kept."""
    address = get_adapter().get_client_ip(request) or ""
    key = f"few:{what}:{salted_hmac('verification', address).hexdigest()}"
    cache.add(key, 0, MINUTES * 60)
    try:
        return cache.incr(key)
    except ValueError:  # the time ended between the two, or the cache is away
        return 1
