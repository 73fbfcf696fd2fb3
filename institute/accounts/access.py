"""Doors: a page of another role answers 403 with a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import MAY_ENTER, may_enter

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def area(name: str) -> Callable[[View[P]], View[P]]:
    """Open a view to the roles that may enter the area; others get 403 and a reason."""
    assert name in MAY_ENTER, name

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not may_enter(name, request.user.roles):
                raise PermissionDenied(f"This page is for the people who work on {name}.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
