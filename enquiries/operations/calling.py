"""A telephone call from the first key to the last: one on the line, others parked, nothing lost."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enquiries import histories, scripts
from enquiries.calling_rules import may_call
from enquiries.contact_points import ContactPoints, read_phone
from enquiries.lookup.calling import calling_facts
from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Enquiry,
    Person,
    Reason,
    Status,
)
from enquiries.operations import agreeing, placing, trying
from enquiries.operations.closing import (
    Closing,
    FieldMissing,
    Promised,
    reach_of,
    refuse_gaps,
)
from enquiries.operations.do_not_call import stop_calling_all
from enquiries.operations.returning import match_returns
from enquiries.operations.sending import send_syllabus
from enquiries.operations.working import promise as make_promise
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.operations import unsubscribe
from institute.moves import again_after_deadlock, locked

__all__ = [
    "Closing",
    "FieldMissing",
    "Promised",
    "call_out",
    "close_call",
    "hang_up",
    "open_call",
    "park",
    "resume",
    "save_draft",
    "stop_contact",
]

NOT_YOURS = "This call is held by somebody else."


@again_after_deadlock
def open_call(
    *,
    staff: User,
    direction: str = CallDirection.IN,
    number: str = "",
    enquiry: Enquiry | None = None,
) -> Call:
    """Put a new call on the line; the one that was there is parked.

    A call nobody has touched yet is the new one: the key pressed twice is one call.
    """
    e164 = read_phone(number) if number else ""
    with transaction.atomic():
        # The person's row is the turnstile: one key press after the other.
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
        on_the_line = Call.objects.of_staff(staff).filter(status=CallStatus.OPEN).first()
        if on_the_line and on_the_line.is_untouched and not (number or enquiry):
            return on_the_line
        _park_others(staff)
        return Call.objects.create(
            staff=staff,
            direction=direction,
            number=e164 or (enquiry.phone if enquiry else ""),
            enquiry=enquiry,
            person=enquiry.person if enquiry else None,
            script_version=scripts.consent_now(),
            draft={"number": number} if number and not e164 else {},
        )


def call_out(*, staff: User, enquiry: Enquiry) -> Call:
    """Call somebody about their enquiry. Raises RuleBroken with the reason when we may not now."""
    facts = calling_facts(enquiry.person, enquiry.phone)
    if enquiry.status == Status.CALLBACK:
        facts = replace(facts, requested=True)
    verdict = may_call(facts, now=timezone.now())
    if not enquiry.phone:
        raise RuleBroken("There is no number to call.")
    if not verdict.allowed:
        raise RuleBroken(verdict.reason)
    return open_call(staff=staff, direction=CallDirection.OUT, enquiry=enquiry)


@again_after_deadlock
@transaction.atomic
def park(*, call: Call, staff: User) -> Call:
    """Set a call aside; it stays on top of the desk until it is finished."""
    call = _mine(call, staff)
    if call.can("park"):
        call.move("park")
        call.save(update_fields=["status"])
    return call


@again_after_deadlock
@transaction.atomic
def resume(*, call: Call, staff: User) -> Call:
    """Take a parked call up again; the one on the line is parked instead."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
    _hold_theirs(staff)
    call = _mine(call, staff)
    if call.can("resume"):
        _park_others(staff)
        call.move("resume")
        call.seen_at = timezone.now()
        call.save(update_fields=["status", "seen_at"])
    return call


@again_after_deadlock
@transaction.atomic
def hang_up(*, call: Call, staff: User) -> Call:
    """They are gone; what is left is to say how it ended. Pressed again it changes nothing."""
    call = _mine(call, staff)
    if call.ended_at is None and call.status != CallStatus.CLOSED:
        call.ended_at = timezone.now()
        call.save(update_fields=["ended_at"])
    return call


@again_after_deadlock
@transaction.atomic
def save_draft(*, call: Call, staff: User, draft: dict[str, Any], version: int) -> Call:
    """Keep what was typed so far. The newest version wins: an older one never overwrites it."""
    call = _mine(call, staff)
    if call.status == CallStatus.CLOSED:
        return call
    call.seen_at = timezone.now()
    if version > call.draft_version:
        call.draft, call.draft_version = draft, version
        _mirror(call)
    call.save()
    return call


@again_after_deadlock
@transaction.atomic
def stop_contact(*, call: Call, staff: User) -> Call:
    """They asked us to stop: no call and nothing that promotes, from this moment on."""
    call = _mine(call, staff)
    phones, addresses = {call.number}, {str(call.draft.get("email", "")).strip().lower()}
    if call.person:
        phones |= set(call.person.phones)
        addresses |= set(call.person.emails)
    if not any(phones | addresses):
        raise FieldMissing("Enter the number or the address that we stop using.", field="number")
    stop_calling_all(phones - {""}, staff, call)
    for address in sorted(addresses - {""}):
        unsubscribe(address)
    return call


@again_after_deadlock
@transaction.atomic
def close_call(*, call: Call, closing: Closing, by: User) -> Call:
    """Write down everything a call led to, or nothing. Closing twice returns the closed call.

    Raises FieldMissing naming what is missing, and RuleBroken when a time is taken.
    """
    call = locked(call)
    if call.status == CallStatus.CLOSED:
        return call
    reach = reach_of(call, closing)
    refuse_gaps(call, closing, reach)
    call.person = placing.person_of(call, closing, reach)
    _finish(call, closing, reach)
    call.enquiry = placing.enquiry_of(call, closing, by)
    call.save()
    agreeing.keep_history(call, closing, by)
    if call.enquiry:
        _keep_promises(call, closing, call.enquiry, by)
        call.enquiry = placing.settle(call, closing, call.enquiry, by)
        if closing.sends_syllabus and closing.course:
            send_syllabus(enquiry=call.enquiry, course=closing.course, by=by)
    agreeing.keep_consent(call, closing, by)
    agreeing.write_to_them(call, closing, by)
    agreeing.send_information(call, closing, by)
    trying.say_we_tried(call, by)
    return call


def _finish(call: Call, closing: Closing, reach: ContactPoints) -> None:
    now = timezone.now()
    call.move("close")
    call.number = reach.phone or call.number
    call.reason, call.notes, call.outcome = closing.reason, closing.notes, closing.outcome
    call.ended_at, call.closed_at = call.ended_at or now, now
    call.draft = {}
    call.save()
    if call.number:
        match_returns([call.number])


def _keep_promises(call: Call, closing: Closing, enquiry: Enquiry, by: User) -> None:
    for promised in closing.promises:
        make_promise(enquiry=enquiry, text=promised.text, due_at=promised.due_at, by=by, call=call)


def _park_others(staff: User) -> None:
    mine = Call.objects.select_for_update(of=("self",)).of_staff(staff)
    for other in mine.filter(status=CallStatus.OPEN):
        other.move("park")
        other.save(update_fields=["status"])


def _hold_theirs(staff: User) -> None:
    """Every call of theirs that is not finished, from the oldest up, as everybody locks them."""
    theirs = Call.objects.select_for_update(of=("self",)).of_staff(staff).unfinished()
    list(theirs.order_by("pk").values_list("pk"))


def _mine(call: Call, staff: User) -> Call:
    """The call under its lock. Raises RuleBroken when somebody else holds it."""
    call = locked(call)
    if call.staff_id != staff.pk:
        raise RuleBroken(NOT_YOURS)
    return call


def _mirror(call: Call) -> None:
    """Let others see who is on the line: the draft's number, person, reason and notes."""
    draft = call.draft
    call.number = read_phone(str(draft.get("number", ""))) or call.number
    call.reason = draft["reason"] if draft.get("reason") in Reason.values else ""
    call.notes = str(draft.get("notes", ""))
    if "person" in draft:
        call.person = _person(str(draft["person"]))


def _person(public_id: str) -> Person | None:
    """Whom the draft names, or whom they were merged into meanwhile."""
    try:
        found = Person.objects.filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None
    return histories.standing(found) if found else None
