"""The slip of a caller: what they want, what we may do, what was said before this call."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from enquiries.calling_rules import CallVerdict, may_call
from enquiries.lookup.agenda import Agreed, agreed_with
from enquiries.lookup.calling import calling_facts
from enquiries.lookup.facts import facts_of
from enquiries.models import Callback, CallbackStatus, Enquiry, Interaction, Person, Promise

BEFORE = 5
MOST = 3
GOING_ON, AHEAD = dt.timedelta(hours=1), dt.timedelta(days=60)


@dataclass(frozen=True)
class Slip:
    """Somebody on one page, as the desk reads it while they speak."""

    person: Person
    zone: ZoneInfo
    now: dt.datetime
    enquiry: Enquiry | None
    callback: Callback | None
    agreed: list[Agreed]  # ahead, or going on now
    promises: list[Promise]
    before: list[Interaction]
    calls: CallVerdict
    consent: str


def slip_of(person: Person) -> Slip:
    """Everything the slip shows. A fixed number of queries."""
    now = timezone.now()
    theirs = Q(enquiry__person=person)
    facts = calling_facts(person, person.phone)
    asked = person.enquiries.with_course().newest_first()
    booked = Callback.objects.filter(theirs, status=CallbackStatus.BOOKED).select_related("staff")
    said = Interaction.objects.filter(Q(person=person) | theirs).newest_first().with_people()
    return Slip(
        person=person,
        zone=ZoneInfo(str(facts.zone)),
        now=now,
        enquiry=asked.live().first() or asked.first(),
        callback=booked.first(),
        agreed=_ahead(person, now),
        promises=list(Promise.objects.filter(theirs).open().soonest_first()),
        before=list(said[:BEFORE]),
        calls=may_call(facts, now=now),
        consent=facts_of([person.pk])[person.pk].consent,
    )


def _ahead(person: Person, now: dt.datetime) -> list[Agreed]:
    return list(agreed_with([person.pk], now - GOING_ON, now + AHEAD).get(person.pk, []))[:MOST]
