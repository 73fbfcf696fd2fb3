"""What the desk asks for while somebody is on the line: who it is, what we know, what is free."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from enquiries.forms.desk import zone_of
from enquiries.hours import ZONE
from enquiries.lookup import find, slip_of
from enquiries.models import Person
from enquiries.operations.callbacks import free_slots
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest

DAYS, EACH_DAY = 5, 8
MOST_TYPED = 40


@dataclass(frozen=True)
class Offered:
    """A time to offer, on the caller's clock."""

    at: dt.datetime
    zone: ZoneInfo

    @property
    def day(self) -> dt.date:
        return self.at.astimezone(self.zone).date()

    @property
    def words(self) -> str:
        """As the desk's field of times reads it."""
        return f"{self.at.astimezone(self.zone):%Y-%m-%d %H:%M}"


@area("enquiries")
@require_GET
@never_cache
def desk_lookup(request: SignedInRequest) -> HttpResponse:
    """The best few people for what was typed so far."""
    typed = request.GET.get("q", "")
    context = {"hits": find(typed, staff=request.user), "typed": typed}
    return render(request, "enquiries/_hits.html", context)


@area("enquiries")
@require_GET
@never_cache
def desk_caller(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The slip of one person; somebody merged away leads to who they became."""
    people = Person.objects.with_points().select_related("merged_into")
    person = get_object_or_404(people, public_id=public_id)
    if person.merged_into:
        return redirect("enquiries:desk_caller", person.merged_into.public_id)
    return render(request, "enquiries/_caller.html", {"slip": slip_of(person)})


@area("enquiries")
@require_GET
@never_cache
def desk_slots(request: SignedInRequest) -> HttpResponse:
    """Times a call-back may be promised for, on both clocks: one day's, or the next few."""
    zone = _zone(request)
    day = _day(request.GET.get("day", ""))
    first = day or timezone.now().astimezone(ZONE).date()
    slots = free_slots(day_from=first, days=1 if day else DAYS, zone=zone)
    offered = [Offered(slot.start, zone) for slot in slots]
    context = {
        "slots": offered if day else spread(offered),
        "zone": zone,
        "home": ZONE,
        "at_home": zone.key == ZONE.key,
        "day": day,
    }
    return render(request, "enquiries/_slots.html", context)


def spread(offered: list[Offered]) -> list[Offered]:
    """A few times of each day, from morning to evening."""
    days = [list(times) for _, times in groupby(offered, key=lambda each: each.day)]
    return [each for times in days for each in times[:: -(-len(times) // EACH_DAY)]]


def _zone(request: SignedInRequest) -> ZoneInfo:
    """The one asked for, else that of the person or the number on the line."""
    name = request.GET.get("zone", "")
    if name in available_timezones():
        return ZoneInfo(name)
    person = _known(request.GET.get("person", ""))
    return zone_of(person, request.GET.get("number", "")[:MOST_TYPED])


def _known(public_id: str) -> Person | None:
    """The person of a key from a form; None for anything else."""
    try:
        return Person.objects.filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    today = timezone.now().astimezone(ZONE).date()
    return day if abs(day - today) < dt.timedelta(days=732) else None
