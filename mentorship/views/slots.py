"""The free times of a mentor: a week as a fragment, kept for visitors under the diary's version."""

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from institute.accounts.models import User
from institute.accounts.requests import PublicRequest
from mentorship.clocks import Span
from mentorship.forms.booking import day_asked, instant_asked, zone_asked, zone_named
from mentorship.models import Booking, Mentor, Offer
from mentorship.models.mentor import standing_of
from mentorship.week import Asked, Week, week_of

CHOSEN_ZONE = "times_in"  # the cookie
A_YEAR = dt.timedelta(days=365)
# Starts lie on a grid of five minutes, so no answer changes in between but by a new version.
SECONDS = 300


@login_not_required
@require_GET
def slots(request: PublicRequest, slug: str) -> HttpResponse:
    """The week that was asked for. A visitor's costs one query and one look into the cache."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return HttpResponse(own_week(request, slug))
    known = standing_of(slug, request.GET.get("offer", ""))
    if known is None:
        raise Http404
    key = _key(request, known)
    html = cache.get(key)
    if html is None:
        html = own_week(request, slug)
        cache.set(key, html, SECONDS)
    response = HttpResponse(html)
    response["Cache-Control"] = "private, no-cache"
    return response


def own_week(request: HttpRequest, slug: str) -> str:
    """The fragment for this reader."""
    mentor = Mentor.objects.public().select_related("user").filter(slug=slug).first()
    if mentor is None:
        raise Http404
    offer = offer_asked(request, mentor)
    if offer is None:
        raise Http404
    return render_to_string("mentorship/_slots.html", week_context(request, mentor, offer))


def week_context(request: HttpRequest, mentor: Mentor, offer: Offer) -> dict[str, object]:
    """What `_slots.html` shows: the week, and the time that is chosen already."""
    zone = zone_asked(request.GET, reader_zone(request))
    student = request.user if isinstance(request.user, User) else None
    held = Booking.objects.held_by(student, mentor) if student else None
    chosen = instant_asked(request.GET) or (held.starts_at if held else None)
    day = day_asked(request.GET) or (chosen.astimezone(zone).date() if chosen else None)
    week = week_of(
        mentor,
        Asked(offer, zone, day),
        now=timezone.now(),
        student=student,
        apart_from=spans_of(held) if held else (),
    )
    shown = {"mentor": mentor, "offer": offer, "week": week, "zone": zone, "chosen": chosen}
    return shown | {"kept": held}


def spans_of(booking: Booking) -> tuple[Span, Span]:
    """Where a booking stands in the diaries: the session, and its buffers."""
    blocks = booking.blocks
    return Span(booking.starts_at, booking.ends_at), Span(blocks.lower, blocks.upper)


def offer_asked(request: HttpRequest, mentor: Mentor) -> Offer | None:
    """The session that was asked for, else the first this mentor gives."""
    reader = request.user if isinstance(request.user, User) else None
    if not mentor.takes(reader):
        return None
    given = [one for one in mentor.offers.all() if one.has_a_time]
    wanted = request.GET.get("offer") or request.POST.get("offer")
    return next((one for one in given if one.slug == wanted), given[0] if given else None)


def reader_zone(request: HttpRequest) -> ZoneInfo:
    """The zone the reader last chose to read times in, else their own."""
    own: ZoneInfo = request.zone  # type: ignore[attr-defined]
    return zone_named(request.COOKIES.get(CHOSEN_ZONE, ""), own)


def keep_zone(request: HttpRequest, response: HttpResponse) -> None:
    """Remember the zone that was chosen; the reader's own needs no remembering."""
    own: ZoneInfo = request.zone  # type: ignore[attr-defined]
    chosen = zone_asked(request.GET, own)
    if chosen != own:
        secure = request.is_secure()
        response.set_cookie(
            CHOSEN_ZONE, str(chosen), A_YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    elif request.GET.get("zone") and CHOSEN_ZONE in request.COOKIES:
        response.delete_cookie(CHOSEN_ZONE, samesite="Lax")


def is_offered(week: Week, start: dt.datetime) -> bool:
    """Whether the time is still among those that are free."""
    return any(span.start == start for span in week.found.free)


def _key(request: PublicRequest, known: tuple[object, ...]) -> str:
    """Everything the fragment depends on; the diary's version rises with each change of it."""
    asked = (
        str(zone_asked(request.GET, reader_zone(request))),
        str(day_asked(request.GET)),
        str(instant_asked(request.GET)),
        str(int(timezone.now().timestamp()) // SECONDS),
    )
    words = repr((*known, *asked)).encode()
    return f"slots:{hashlib.blake2b(words, digest_size=16).hexdigest()}"
