"""What a sweep notices for the staff: nobody answered, a promise was kept, a message came back."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enquiries import emails
from enquiries.models import (
    OPEN,
    Call,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    NextAction,
    Promise,
)
from enquiries.operations.sweeping import each
from enquiries.operations.working import Happened, Next, keep_promise, plan_next, record
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.letters import Letter
from institute.mail.models import OutboundMessage, Status
from institute.moves import locked

ARRIVED = (Status.SENT, Status.DELIVERED, Status.COMPLAINED)
LOST = (Status.BOUNCED, Status.FAILED, Status.CANCELLED, Status.SUPPRESSED, Status.EXPIRED)
CAME_BACK = (Status.BOUNCED, Status.FAILED)
LOOK_BACK = dt.timedelta(days=7)
TO_STAFF = ("enquiries.enquiry_unanswered", "enquiries.morning")


def desk_staff() -> "QuerySet[User]":
    """Everybody who works on enquiries: the desk, or the managers where nobody is at the desk."""
    people = User.objects.filter(is_active=True).order_by("pk")
    desk = people.filter(groups__name=Role.DESK)
    return desk if desk.exists() else people.filter(groups__name=Role.MANAGER)


def alert_unanswered() -> int:
    """Tell the owner, else the desk, about each enquiry nobody answered in time; once."""
    since = timezone.now() - LOOK_BACK  # the letter of 8:00 names what is older
    late = Enquiry.objects.unanswered().filter(alerted_at=None, respond_by__gt=since)
    return each(late.order_by("respond_by"), _alert)


@transaction.atomic
def _alert(enquiry: Enquiry) -> bool:
    enquiry = locked(enquiry)
    waiting = Enquiry.objects.unanswered().filter(pk=enquiry.pk, alerted_at=None)
    if not waiting.exists():
        return False
    waiting.update(alerted_at=timezone.now())
    mail.queue_all(_letters(enquiry))
    return True


def _letters(enquiry: Enquiry) -> list[Letter]:
    owner = enquiry.owner
    told = [owner] if owner and owner.is_active else list(desk_staff())
    return [emails.enquiry_unanswered(enquiry, to=person) for person in told]


def settle_promises() -> int:
    """Close each promise whose message has left; ask for a call where it never will."""
    waiting = Promise.objects.open().filter(awaits_message__status__in=ARRIVED + LOST)
    return each(waiting, _settle)


@transaction.atomic
def _settle(promise: Promise) -> bool:
    locked(promise.enquiry)  # first, as everybody does
    promise = locked(promise)
    message = promise.awaits_message
    if promise.kept_at or message is None:
        return False
    if message.status in ARRIVED:
        return keep_promise(promise=promise, message=message)
    promise.awaits_message = None
    promise.save(update_fields=["awaits_message"])
    why = f"“{promise.text}” is still to be done: {_why_lost(message)}"
    _ask_for_a_call(promise.enquiry, message, why)
    return True


def call_about_what_came_back() -> int:
    """Ask for a call about each enquiry whose message came back or could not be sent."""
    recent = OutboundMessage.objects.filter(
        status__in=CAME_BACK, queued_at__gt=timezone.now() - LOOK_BACK
    ).exclude(kind__in=TO_STAFF)
    noted = Interaction.objects.filter(kind=Kind.NOTE, message__isnull=False)
    new = recent.exclude(pk__in=noted.values("message"))
    return each(new, _came_back)


@transaction.atomic
def _came_back(message: OutboundMessage) -> bool:
    enquiry = _enquiry_of(message)
    if enquiry is None:
        return False
    why = f"“{message.title}” did not arrive: {_why_lost(message)}"
    return _ask_for_a_call(enquiry, message, why)


def _ask_for_a_call(enquiry: Enquiry, message: OutboundMessage, why: str) -> bool:
    """Note it in the history and put it on top of the work list; once for each message."""
    enquiry = locked(enquiry)
    told = Interaction.objects.filter(enquiry=enquiry, kind=Kind.NOTE, message=message)
    if told.exists():
        return False
    happened = Happened(Kind.NOTE, Direction.NONE, why, message=message)
    record(enquiry=enquiry, happened=happened, by=None)
    if enquiry.status in OPEN:
        action = NextAction.CALL if _can_be_called(enquiry) else NextAction.CHECK
        plan_next(enquiry=enquiry, next_=Next(timezone.now(), action))
    return True


def _can_be_called(enquiry: Enquiry) -> bool:
    return bool(enquiry.phone or (enquiry.person and enquiry.person.phone))


def _why_lost(message: OutboundMessage) -> str:
    return message.reason or f"{message.get_status_display().lower()}."


def _enquiry_of(message: OutboundMessage) -> Enquiry | None:
    """The enquiry a message belongs to: it is about it, about its call, or in its history."""
    about_type, about_id = message.about_type, message.about_id
    if about_type == Enquiry._meta.label_lower:  # noqa: SLF001 - Django's documented door
        return Enquiry.objects.filter(pk=about_id).first()
    if about_type == Call._meta.label_lower:  # noqa: SLF001
        return Enquiry.objects.filter(calls__pk=about_id).first()
    return Enquiry.objects.filter(interactions__message=message).order_by("pk").first()
