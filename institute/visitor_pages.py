"""Pages that read the same for every visitor, and the version that keeps them honest."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

VERSION = "catalogue:version"
# The longest a page can outlive a change whose announcement was lost with the cache server.
SECONDS = 60

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
T = TypeVar("T")


def version() -> str:
    """The catalogue's present version; a new one when the cache forgot it."""
    found: str | None = cache.get(VERSION)
    if found:
        return found
    cache.add(VERSION, uuid.uuid4().hex, None)
    fresh: str = cache.get(VERSION) or uuid.uuid4().hex
    return fresh


def changed() -> None:
    """Something a visitor can read has changed: drop every kept page once it is committed."""
    transaction.on_commit(lambda: cache.set(VERSION, uuid.uuid4().hex, None), robust=True)


def kept(name: str, build: Callable[[], T]) -> T:
    """What `build` answers, kept while the catalogue stands; the same for everybody who asks."""
    key = f"part:{name}"
    found = cache.get_many((VERSION, key))
    standing, part = found.get(VERSION), found.get(key)
    if part and part[0] == standing:
        answer: T = part[1]
        return answer
    standing = standing or version()
    built = build()
    cache.set(key, (standing, built), SECONDS)
    return built


def same_for_every_visitor(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Let `VisitorPages` keep what this view answers to people who have not signed in."""

    @wraps(view)
    def marked(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.same_for_every_visitor = True  # type: ignore[attr-defined]
        patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Encoding"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return marked
