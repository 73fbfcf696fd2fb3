"""Numbers we never call again of our own accord."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from enquiries.contact_points import read_phone
from enquiries.models import Call, ContactPoint, DoNotCall, Enquiry, NextAction, PointKind
from enquiries.operations.callbacks import cancel_for, number_of
from enquiries.operations.sending import address_of
from enquiries.operations.working import Next, plan_next
from institute.accounts.models import User
from institute.errors import RuleBroken

ASKED = "Asked not to be called."


@transaction.atomic
def stop_calling(number: str, by: User | None, call: Call | None = None) -> DoNotCall:
    """Put a number on the list, at once and for ever. Asking again changes nothing.

    Raises RuleBroken when it cannot be a telephone number.
    """
    e164 = read_phone(number)
    if not e164:
        raise RuleBroken("Give the whole number that must not be called.")
    stop_calling_all([e164], by, call)
    return DoNotCall.objects.get(number=e164)


@transaction.atomic
def stop_calling_all(numbers: Iterable[str], by: User | None, call: Call | None = None) -> None:
    """Put numbers in E.164 on the list; nobody is promised a call there, or has one to make."""
    wanted = sorted(set(numbers))
    rows = [DoNotCall(number=number, by=by, call=call) for number in wanted]
    DoNotCall.objects.bulk_create(rows, ignore_conflicts=True)
    for enquiry in _reached_at(wanted):
        _call_nobody(enquiry)


def _reached_at(numbers: list[str]) -> list[Enquiry]:
    """Open enquiries about which these numbers would ring, locked from the oldest up."""
    people = ContactPoint.objects.filter(kind=PointKind.PHONE, normalised__in=numbers)
    theirs = Q(phone__in=numbers) | Q(phone="", person__in=people.values("person"))
    held = Enquiry.objects.select_for_update(of=("self",)).open().filter(theirs).order_by("pk")
    return [one for one in held if number_of(one) in numbers]


def _call_nobody(enquiry: Enquiry) -> None:
    """Free the time of the call; what was to be said aloud is written, or waits for them."""
    cancel_for(enquiry=enquiry, reason=ASKED)
    if enquiry.next_action == NextAction.CALL and enquiry.next_action_at:
        action = NextAction.WRITE if address_of(enquiry) else NextAction.DECIDE
        plan_next(enquiry=enquiry, next_=Next(enquiry.next_action_at, action))
