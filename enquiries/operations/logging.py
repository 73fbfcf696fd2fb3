"""A call written down afterwards, from an ordinary handset: it keeps the rules of the desk."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from enquiries.contact_points import read_phone
from enquiries.models import Call, CallDirection, CallStatus
from enquiries.operations.calling import close_call
from enquiries.operations.closing import Closing, FieldMissing
from institute.accounts.models import User
from institute.errors import RuleBroken

OLDEST = dt.timedelta(days=14)


@dataclass(frozen=True)
class Logged:
    """A call that is over. `token` is the form's own: sent twice it is one call."""

    token: uuid.UUID
    direction: str
    started_at: dt.datetime
    closing: Closing


@transaction.atomic
def log_call(*, logged: Logged, by: User) -> Call:
    """Keep a call and everything it led to, or nothing. What is on the line stays there.

    Raises FieldMissing naming what is missing, and RuleBroken when a time is taken.
    """
    if not timezone.now() - OLDEST <= logged.started_at <= timezone.now():
        raise FieldMissing("Enter when it was, within the last two weeks.", field="started")
    Call.objects.bulk_create([_call(logged, by)], ignore_conflicts=True)
    call = Call.objects.get(public_id=logged.token)
    if call.staff_id != by.pk:
        raise RuleBroken("This form was sent by somebody else. Open the page again.")
    return close_call(call=call, closing=logged.closing, by=by)


def _call(logged: Logged, by: User) -> Call:
    ours = logged.direction == CallDirection.OUT
    return Call(
        public_id=logged.token,
        staff=by,
        status=CallStatus.PARKED,
        direction=CallDirection.OUT if ours else CallDirection.IN,
        number=read_phone(logged.closing.number) if logged.closing.number else "",
        person=logged.closing.person,
        started_at=logged.started_at,
    )
