"""Call-backs: a promised time is a booking in somebody's calendar, so it is promised once."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Q
from django.utils import timezone

from enquiries import callback_slots, hours
from enquiries.callback_slots import LENGTH, Shift, Slot, Taken
from enquiries.calling_rules import Calling, may_call
from enquiries.models import (
    Callback,
    CallbackStatus,
    DeskAbsence,
    DeskShift,
    DoNotCall,
    Enquiry,
    NextAction,
    Status,
)
from enquiries.operations.working import Next, move_enquiry, plan_next
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked, sqlstate

TAKEN = "23P01"  # PostgreSQL's word for it
DESK_CALENDAR = 7301  # the namespace of advisory locks on a colleague's calendar
A_DAY = dt.timedelta(days=1)
FARTHEST = 366 * A_DAY  # nobody knows who works at the desk after that
LOOKED_AROUND = 5  # days in which nearby slots are searched


class SlotTaken(RuleBroken):
    """Nobody is free then; `nearest` are up to three slots somebody is free in."""

    def __init__(self, message: str, nearest: list[Slot]) -> None:
        super().__init__(message)
        self.nearest = nearest


def free_slots(*, day_from: dt.date, days: int, zone: dt.tzinfo) -> list[Slot]:
    """Quarters of an hour somebody at the desk is free in, at a lawful hour in `zone`."""
    wanted = [day_from + number * A_DAY for number in range(days)]
    window = _day(wanted[0], wanted[-1])
    return callback_slots.free(
        _shifts(), _taken(window), days=wanted, zone=zone, now=timezone.now()
    )


@again_after_deadlock
@transaction.atomic
def book(
    *, enquiry: Enquiry, at: dt.datetime, by: User | None, staff: User | None = None
) -> Callback:
    """Promise a call-back; booking again moves it. The call is the enquiry's next action.

    The owner calls when free, else the colleague with the fewest calls that day. Raises SlotTaken
    when nobody is free, RuleBroken when we may not call then.
    """
    enquiry = locked(enquiry)
    _refuse_unlawful(enquiry, at)
    held = enquiry.callbacks.select_for_update().filter(status=CallbackStatus.BOOKED).first()
    booking = held or Callback(enquiry=enquiry, is_demo=enquiry.is_demo)
    booking.during = DateTimeTZRange(at, at + LENGTH)
    if not any(_held_by(booking, pk) for pk in _candidates(enquiry, at, staff)):
        raise SlotTaken(*_instead(enquiry, at))
    next_ = Next(at, NextAction.CALL)
    if enquiry.can("schedule_callback"):
        move_enquiry(enquiry=enquiry, act="schedule_callback", by=by, next_=next_)
    else:
        plan_next(enquiry=enquiry, next_=next_)
    return booking


@transaction.atomic
def cancel_for(*, enquiry: Enquiry, reason: str) -> Callback | None:
    """Free the time of the enquiry's call-back, if it has one; its next action stays due."""
    enquiry = locked(enquiry)
    return _end(enquiry, "cancel", reason)


@transaction.atomic
def finish(*, callback: Callback) -> Callback:
    """The call was made. Finishing again changes nothing."""
    enquiry = locked(callback.enquiry)
    return _end(enquiry, "finish", only=callback) or Callback.objects.get(pk=callback.pk)


def number_of(enquiry: Enquiry) -> str:
    """Where a call about the enquiry rings; empty when nowhere."""
    return enquiry.phone or (enquiry.person.phone if enquiry.person else "")


def _end(
    enquiry: Enquiry, act: str, reason: str = "", only: Callback | None = None
) -> Callback | None:
    booking = enquiry.callbacks.select_for_update().filter(status=CallbackStatus.BOOKED).first()
    if booking is None or (only and booking.pk != only.pk):
        return None
    booking.move(act)
    booking.reason = reason[:200]
    booking.save(update_fields=["status", "reason"])
    if enquiry.status == Status.CALLBACK:
        move_enquiry(enquiry=enquiry, act="work", by=None, why=reason[:300])
    return booking


def _refuse_unlawful(enquiry: Enquiry, at: dt.datetime) -> None:
    if at <= timezone.now():
        raise RuleBroken("Choose a time that lies ahead.")
    if at - timezone.now() > FARTHEST:
        raise RuleBroken("Choose a time within the next year.")
    if enquiry.status == Status.QUARANTINED or not enquiry.is_open:
        raise RuleBroken(f"This enquiry takes no call-back: it is {enquiry.status_words}.")
    number = number_of(enquiry)
    listed = bool(number) and DoNotCall.objects.filter(number=number).exists()
    to = Calling(zone=ZoneInfo(enquiry.zone), do_not_call=listed, requested=True)
    verdict = may_call(to, now=at)
    if not verdict.allowed:
        raise RuleBroken(verdict.reason.replace("It is", "It would be", 1))


def _candidates(enquiry: Enquiry, at: dt.datetime, staff: User | None) -> list[int]:
    """Who works then: the owner first, then the least loaded. The calendar has the last word."""
    working = callback_slots.on_shift(_shifts(), at)
    working -= {each.staff for each in _absent(DateTimeTZRange(at, at + LENGTH))}
    if staff:
        return [staff.pk] if staff.pk in working else []
    local = at.astimezone(hours.ZONE).date()
    that_day = Q(callbacks__status=CallbackStatus.BOOKED, callbacks__during__overlap=_day(local))
    people = User.objects.filter(pk__in=working, is_active=True)
    loads = people.annotate(load=Count("callbacks", filter=that_day)).values_list("pk", "load")
    first = enquiry.owner_id
    return [pk for pk, _ in sorted(loads, key=lambda each: (each[0] != first, each[1], each[0]))]


def _held_by(booking: Callback, staff_id: int) -> bool:
    """Write it into this colleague's calendar; False when they are taken.

    One calendar is held at a time and let go with the savepoint: no two bookings wait for each
    other. The exclusion constraint decides.
    """
    booking.staff_id = staff_id
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DESK_CALENDAR, staff_id])
            booking.save()
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        return False
    return True


def _instead(enquiry: Enquiry, at: dt.datetime) -> tuple[str, list[Slot]]:
    zone = ZoneInfo(enquiry.zone)
    slots = free_slots(
        day_from=at.astimezone(hours.ZONE).date() - A_DAY, days=LOOKED_AROUND, zone=zone
    )
    near = callback_slots.nearest(slots, at)
    clocks = ", ".join(f"{slot.start.astimezone(zone):%a %-d %B %H:%M}" for slot in near)
    offer = f" Free on their clock: {clocks}." if near else " Nothing near it is free either."
    return "Nobody is free to call then." + offer, near


def _day(first: dt.date, last: dt.date | None = None) -> DateTimeTZRange:
    """Whole days in Toronto."""
    begins = dt.datetime.combine(first, dt.time(), hours.ZONE)
    ends = dt.datetime.combine((last or first) + A_DAY, dt.time(), hours.ZONE)
    return DateTimeTZRange(begins.astimezone(dt.UTC), ends.astimezone(dt.UTC))


def _shifts() -> list[Shift]:
    rows = DeskShift.objects.filter(staff__is_active=True)
    return [Shift(*row) for row in rows.values_list("staff", "weekday", "starts", "ends")]


def _taken(window: DateTimeTZRange) -> list[Taken]:
    booked = Callback.objects.filter(status=CallbackStatus.BOOKED, during__overlap=window)
    return [*_spans(booked.values_list("staff", "during")), *_absent(window)]


def _absent(window: DateTimeTZRange) -> list[Taken]:
    rows = DeskAbsence.objects.filter(during__overlap=window)
    return _spans(rows.values_list("staff", "during"))


def _spans(rows: Iterable[tuple[int, DateTimeTZRange]]) -> list[Taken]:
    """An absence may have no end, or none yet."""
    always = (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
    return [
        Taken(staff, during.lower or always[0], during.upper or always[1])
        for staff, during in rows
        if not during.isempty
    ]
