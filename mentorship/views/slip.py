"""The slip below the week: what a time is on both clocks, what it uses, until when it is free."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from institute.accounts.models import User
from mentorship.clocks import Span, changes_between, two_clocks
from mentorship.fairness import Verdict, ranked, usual
from mentorship.forms.booking import zone_asked
from mentorship.histories import sessions_left
from mentorship.models import Entitlement, Mentor, Offer
from mentorship.views.slots import reader_zone
from mentorship.week import hours_of


def slip_context(
    request: HttpRequest, mentor: Mentor, offer: Offer, *, start: dt.datetime | None
) -> dict[str, object]:
    """What `_slip.html` shows for a time, or for none yet."""
    asked = request.POST if request.method == "POST" else request.GET
    zone = zone_asked(asked, reader_zone(request))
    context: dict[str, object] = {"mentor": mentor, "offer": offer, "start": start, "zone": zone}
    if isinstance(request.user, User):
        mine = Entitlement.objects.visible_to(request.user)
        context |= {
            "left": mine.left_for(offer.kind),
            "sessions": sessions_left(request.user),
        }
    return context | (_clocks(zone, mentor, offer, start) if start else {})


def _clocks(zone: ZoneInfo, mentor: Mentor, offer: Offer, start: dt.datetime) -> dict[str, object]:
    span = Span(start, start + offer.length)
    (judged,) = ranked([span], hours_of(mentor), usual(zone))
    now = timezone.now()
    return {
        "end": span.end,
        "clocks": two_clocks(start, zone, mentor.zone),
        "change": changes_between(zone, mentor.zone, start, now=now),
        "hard_for_mentor": judged.verdict == Verdict.HARD_FOR_MENTOR,
        "hard_for_you": judged.verdict == Verdict.HARD_FOR_YOU,
        "free_until": start - dt.timedelta(hours=offer.cancel_cutoff_hours),
        "is_late_already": start - dt.timedelta(hours=offer.cancel_cutoff_hours) <= now,
    }
