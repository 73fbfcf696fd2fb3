"""What lets us call somebody: read from what we know, judged by the calling rules."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from courses.models import Payment
from enquiries.calling_rules import HOME, Calling, zone_of
from enquiries.models import Call as PhoneCall
from enquiries.models import (
    Callback,
    CallbackStatus,
    CallDirection,
    DoNotCall,
    Enquiry,
    Outcome,
    Person,
    Status,
)

NO_INQUIRY = (Status.SPAM, Status.QUARANTINED)


def calling_facts(person: Person | None, number: str) -> Calling:
    """The facts of a person and a number in E.164; either may be missing.

    Consent to calls in general is nowhere recorded, so none is assumed: what lets us call is a
    call-back they asked for, an inquiry or a purchase.
    """
    return Calling(
        zone=clock_of(person, number),
        do_not_call=bool(number) and DoNotCall.objects.filter(number=number).exists(),
        requested=_requested(person),
        purchased_at=_purchased_at(person),
        inquired_at=_inquired_at(person, number),
    )


def clock_of(person: Person | None, number: str) -> ZoneInfo:
    """Their clock: as we know it, else by the area code."""
    if person:
        return ZoneInfo(person.zone)
    return ZoneInfo(zone_of(number)) if number else ZoneInfo(HOME)


def _requested(person: Person | None) -> bool:
    asked = Callback.objects.filter(enquiry__person=person, status=CallbackStatus.BOOKED)
    return person is not None and asked.exists()


def _purchased_at(person: Person | None) -> dt.datetime | None:
    if person is None or person.account_id is None:
        return None
    theirs = Payment.objects.filter(invoice__enrolment__student=person.account_id, cents__gt=0)
    last: dt.datetime | None = theirs.aggregate(last=Max("recorded_at"))["last"]
    return last


def _inquired_at(person: Person | None, number: str) -> dt.datetime | None:
    """When they last asked us something: an enquiry, or a call of theirs."""
    mine = Q(person=person) if person else Q()
    mine |= Q(phone=number) if number else Q()
    theirs = Q(person=person) if person else Q()
    theirs |= Q(number=number) if number else Q()
    if not mine:
        return None
    asked = Enquiry.objects.filter(mine).exclude(status__in=NO_INQUIRY)
    rang = PhoneCall.objects.filter(theirs, direction=CallDirection.IN)
    times = (
        asked.aggregate(last=Max("created_at"))["last"],
        rang.exclude(outcome=Outcome.WRONG_NUMBER).aggregate(last=Max("started_at"))["last"],
    )
    return max(filter(None, times), default=None)
