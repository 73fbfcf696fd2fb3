"""What happens around every request."""

import zlib
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from institute import visitor_pages
from institute.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponseBase]
KNOWN_ZONES = available_timezones()


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
    name = request.COOKIES.get("zone", "").replace("%2F", "/")
    return name if name in KNOWN_ZONES else settings.INSTITUTE_ZONE


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


class VisitorPages:
    """Serve pages that read the same for every visitor from the cache, before anything else runs.

    A page is stored with the version it was rendered from (see `institute.visitor_pages`) and
    served only while that version stands, so a change is visible at once. Signed-in people
    never meet this cache.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        key = self._key(request)
        found = cache.get_many([visitor_pages.VERSION, key])
        version, kept = found.get(visitor_pages.VERSION), found.get(key)
        if kept and kept[0] == version:
            return self._answer(request, kept[1], kept[2])
        version = version or visitor_pages.version()
        response = self.get_response(request)
        if getattr(response, "same_for_every_visitor", False) and response.status_code == 200:
            self._keep(key, version, response)
        return response

    @staticmethod
    def _key(request: HttpRequest) -> str:
        theme = request.COOKIES.get("theme", "")[:5]
        fragment = (
            request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else "-"
        )
        host = request.META.get("HTTP_HOST", "")
        parts = (host, visitor_zone(request), theme, fragment[:40], request.get_full_path())
        return "page:" + "\x1f".join(parts).encode().hex()

    @staticmethod
    def _keep(key: str, version: str, response: HttpResponseBase) -> None:
        assert isinstance(response, HttpResponse)
        body = response.content
        packed = zlib.compressobj(6, zlib.DEFLATED, 31)
        gzipped = packed.compress(body) + packed.flush()
        cache.set(key, (version, dict(response.items()), gzipped), visitor_pages.SECONDS)

    @staticmethod
    def _answer(request: HttpRequest, headers: dict[str, str], gzipped: bytes) -> HttpResponse:
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response = HttpResponse(gzipped, headers=headers)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(zlib.decompress(gzipped, 31), headers=headers)
        response["Content-Length"] = str(len(response.content))
        return response
