"""Calls nobody answers: how often we tried, what comes next, and the letter that says so."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import timezone

from enquiries.emails.desk import TRIED_GOOD_FOR, tried_to_call
from enquiries.models import (
    Call,
    Callback,
    CallbackStatus,
    CallDirection,
    Direction,
    Enquiry,
    Kind,
    Outcome,
)
from enquiries.operations.sending import address_of
from enquiries.outcomes import Moment
from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Topic
from institute.mail.models import OutboundMessage
from institute.mail.operations import permissions_of

NO_ANSWER = "No answer."  # why a call-back ended that we made in vain
TALKS = (Kind.CALL, Kind.MEETING)


def moment_of(enquiry: Enquiry, zone: ZoneInfo, *, more: int = 0) -> Moment:
    """Now, with how often we called in vain since we last heard from them (and `more` times)."""
    heard = _last(enquiry, Q(kind__in=TALKS) | Q(direction=Direction.IN))
    since = Q(started_at__gt=heard) if heard else Q()
    tries = enquiry.calls.filter(since, outcome=Outcome.NO_ANSWER).count()
    return Moment(timezone.now(), zone, tries + more, _may_write(enquiry))


def say_we_tried(call: Call, by: User) -> OutboundMessage | None:
    """Write to somebody who asked for a call and did not answer; once on a day of theirs."""
    enquiry = call.enquiry
    if call.outcome != Outcome.NO_ANSWER or call.direction != CallDirection.OUT or not enquiry:
        return None
    address = address_of(enquiry)
    too_late = timezone.now() >= call.started_at + TRIED_GOOD_FOR
    if too_late or not address or not enquiry.is_open or not was_asked_for(call, enquiry):
        return None
    letter = tried_to_call(enquiry, call, to=address, by=by)
    ours = OutboundMessage.objects.about(enquiry).filter(kind=letter.kind)
    if ours.filter(about_sequence=letter.sequence).exists():  # the enquiry is locked
        return None
    return mail.queue(letter)


def was_asked_for(call: Call, enquiry: Enquiry) -> bool:
    """Whether they still wait for this call: a call-back, a time to be called, a missed call."""
    talked = _last(enquiry, Q(kind__in=TALKS))
    if enquiry.call_window and talked is None:
        return True
    return _had_a_call_back(enquiry, talked) or _rang_us(call, enquiry, talked)


def _had_a_call_back(enquiry: Enquiry, talked: dt.datetime | None) -> bool:
    theirs = Q(enquiry=enquiry)
    if enquiry.person_id:
        theirs |= Q(enquiry__person=enquiry.person_id)
    waiting = Q(status=CallbackStatus.BOOKED)
    waiting |= Q(status=CallbackStatus.CANCELLED, reason=NO_ANSWER)
    later = Q(during__startswith__gt=talked) if talked else Q()
    return Callback.objects.filter(theirs, waiting, later).exists()


def _rang_us(call: Call, enquiry: Enquiry, talked: dt.datetime | None) -> bool:
    numbers = {call.number, enquiry.phone} - {""}
    later = Q(started_at__gt=talked) if talked else Q()
    return Call.objects.missed().filter(later, number__in=numbers).exists()


def _last(enquiry: Enquiry, which: Q) -> dt.datetime | None:
    last: dt.datetime | None = enquiry.interactions.filter(which).aggregate(at=Max("at"))["at"]
    return last


def _may_write(enquiry: Enquiry) -> bool:
    if not enquiry.email:
        return False
    return permissions_of(enquiry.email)[Topic.COURSE_NEWS].allowed
