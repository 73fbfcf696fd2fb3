"""What happens around every request."""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from institute import visitor_pages
from institute.accounts.models import User
from institute.accounts.zones import detected_zone
from institute.context import chosen_theme

Handler = Callable[[HttpRequest], HttpResponseBase]


class ReaderZone:
    """Read times in the reader's zone: the account's, else the browser's, else Toronto's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = ZoneInfo(zone_of(request))
        request.zone = zone  # type: ignore[attr-defined]
        with timezone.override(zone):
            return self.get_response(request)


def zone_of(request: HttpRequest) -> str:
    """The IANA name of the reader's zone; a cookie that is not a zone is ignored."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return request.user.time_zone
    return visitor_zone(request)


def visitor_zone(request: HttpRequest) -> str:
    """The zone a visitor's browser reported in the `zone` cookie."""
    return detected_zone(request) or settings.INSTITUTE_ZONE


class HtmxRedirects:
    """htmx follows a redirect inside the swap; tell it to go to the page instead."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.headers.get("HX-Request") and response.status_code in {301, 302, 303, 307, 308}:
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = response["Location"]
            answer.cookies = response.cookies
            return answer
        return response


class OwnPages:
    """A page for one person is kept by nobody: after signing out the back button shows nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache, no-store")
        return response


class VisitorPages:
    """Serve pages that read the same for every visitor from the cache, before anything else runs.

    A page is stored with the version it was rendered from (see `institute.visitor_pages`) and
    served only while that version stands, so a change is visible at once: the version is read
    before the page is rendered, and together with the page when it is served. People with a
    session, or with a message waiting for them, never meet this cache. While the database is away
    visitors read the last page that was kept.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or not PERSONAL.isdisjoint(request.COOKIES):
            return self.get_response(request)
        key = page_key(request)
        found = cache.get_many((visitor_pages.VERSION, key))
        version, kept = found.get(visitor_pages.VERSION), found.get(key)
        if kept and kept[0] == version and time.time() < kept[1]:
            return _answer(request, *kept[2:])
        version = version or visitor_pages.version()
        response = self.get_response(request)
        if kept and response.status_code == 503:
            return _answer(request, *kept[2:])
        return _keep(request, key, version, response) if _is_for_everyone(response) else response


PERSONAL = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
# What advertisers add to an address; no page reads it. Only whole names: a search may say utm_x=1.
TRACKING = re.compile(r"(?<![^&])(?:utm_[a-z]+|gclid|fbclid|msclkid|mc_[ce]id)=[^&]*&?")
LONGEST_ADDRESS = 400
A_DAY = 60 * 60 * 24
PACKING = 1  # a page not kept pays for it; level 6 saves a sixth of the bytes in twice the time


def page_key(request: HttpRequest) -> str:
    """All that a visitor's page depends on."""
    meta, cookies = request.META, request.COOKIES
    query = meta.get("QUERY_STRING", "")
    parts = (
        "page",
        f"{request.scheme}://{meta.get('HTTP_HOST', '')}",
        visitor_zone(request) if "zone" in cookies else settings.INSTITUTE_ZONE,
        chosen_theme(request),
        _fragment(request),
        request.path,
        TRACKING.sub("", query).rstrip("&") if query else "",
    )
    return "\x1f".join(parts)


def _fragment(request: HttpRequest) -> str:
    """What htmx asked for, as the views will read it; empty for a whole page."""
    if "HTTP_HX_REQUEST" not in request.META or not (htmx := HtmxDetails(request)):
        return ""
    return "back" if htmx.history_restore_request else f"#{(htmx.target or '')[:40]}"


def _is_for_everyone(response: HttpResponseBase) -> bool:
    """A whole page that a view marked, and that tells this visitor's browser nothing of its own."""
    marked = getattr(response, "same_for_every_visitor", False)
    return bool(marked and response.status_code == 200 and not response.cookies)


def _keep(
    request: HttpRequest, key: str, version: str, response: HttpResponseBase
) -> HttpResponseBase:
    """Store the page; the first visitor gets it packed like the next."""
    assert isinstance(response, HttpResponse)
    if len(key) > LONGEST_ADDRESS:
        return response
    body = response.content
    response["ETag"] = f'W/"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'
    packed = gzip.compress(body, PACKING, mtime=0)
    headers = dict(response.items()) | {"Content-Length": str(len(body))}
    zipped = headers | {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    fresh_until = time.time() + visitor_pages.SECONDS
    cache.set(key, (version, fresh_until, headers, zipped, packed), _kept_for(request))
    return _answer(request, headers, zipped, packed) if _takes_gzip(request) else response


def _kept_for(request: HttpRequest) -> int:
    """Plain pages are kept for when the database is away; what anyone can make up, a minute."""
    asked = request.META.get("QUERY_STRING") or "HTTP_HX_REQUEST" in request.META
    elsewhere = visitor_zone(request) != settings.INSTITUTE_ZONE
    return visitor_pages.SECONDS if asked or elsewhere else A_DAY


def _answer(
    request: HttpRequest, headers: dict[str, str], zipped: dict[str, str], packed: bytes
) -> HttpResponse:
    if request.META.get("HTTP_IF_NONE_MATCH") == headers["ETag"]:
        kept = {name: headers[name] for name in ("ETag", "Vary", "Cache-Control")}
        return HttpResponse(status=304, headers=kept)
    if _takes_gzip(request):
        return HttpResponse(packed, headers=zipped)
    return HttpResponse(gzip.decompress(packed), headers=headers)


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
