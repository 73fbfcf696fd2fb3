"""Reading a file takes a process of its own: nobody starts too many of them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render

from institute.accounts.requests import SignedInRequest

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]
TRIES, AN_HOUR = 30, 3600
ENOUGH = f"We read {TRIES} files an hour from one person. Try again in an hour."


def few_uploads(view: View[P]) -> View[P]:
    """Take so many files an hour from one person, whether they are any good or not."""

    @wraps(view)
    def counted(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and _tries(request.user.pk) > TRIES:
            return render(request, "429.html", {"reason": ENOUGH}, status=429)
        return view(request, *args, **kwargs)

    return counted


def _tries(user: int) -> int:
    """How many files this person sent within the hour, this one too."""
    key = f"cv uploads of {user}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # the hour ended between the two
        return 1
