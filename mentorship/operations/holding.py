"""Setting a time aside while the form is filled in, and the checks every time must pass."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version

from django.db import IntegrityError, transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, sqlstate
from mentorship import diaries, slots
from mentorship.models import Booking, BookingStatus, Mentor, Offer, stretch
from mentorship.operations.locking import lock_diaries
from mentorship.slots import Reason, Span

HOLD = dt.timedelta(minutes=10)
MOST_HOLDS = 3  # nobody keeps more times than these from others while choosing
TAKEN = "23P01"  # PostgreSQL's word for two sessions at once
SERIES_HORIZON = dt.timedelta(weeks=26)  # what repeats is agreed for longer than one session
LOOKED_AROUND = dt.timedelta(days=8)  # a week of the mentor counts whole
WORDS = {
    Reason.NOTICE: "That is too soon: the mentor needs {notice} hours' notice.",
    Reason.HORIZON: "That is too far ahead: the diary opens {horizon} days before.",
    Reason.TIME_OFF: "The mentor takes nobody then.",
    Reason.ELSEWHERE: "The mentor is busy elsewhere then.",
    Reason.DAY_FULL: "The mentor has enough sessions on that day.",
    Reason.WEEK_FULL: "The mentor has enough sessions in that week.",
    Reason.YOU_ARE_BOOKED: "You have another session at that time.",
}
GONE = "That time has just been taken."


class TimeTaken(RuleBroken):
    """The time is not free; `nearest` are up to three that are, the closest to it.

    They are looked for when somebody asks: who lost a race lets go of the diaries first.
    """

    def __init__(self, message: str, look: Callable[[], tuple[Span, ...]]) -> None:
        super().__init__(message, instead="Choose one of the times nearby.")
        self._look = look

    @cached_property
    def nearest(self) -> tuple[Span, ...]:
        return self._look()


def hold(*, student: User, mentor: Mentor, offer: Offer, start: dt.datetime, key: str) -> Booking:
    """Set the time aside for ten minutes. One form holds one time: another choice moves the hold.

    Raises TimeTaken with the nearest free times, RuleBroken when nobody may book this.
    """
    refuse_gone(Booking(student=student, idempotency_key=key), mentor, offer, start)
    return _hold(student, mentor, offer, start, key)


@again_after_deadlock
@transaction.atomic
def _hold(student: User, mentor: Mentor, offer: Offer, start: dt.datetime, key: str) -> Booking:
    lock_diaries(mentors=[mentor.pk], students=[student.pk])
    end_overdue(mentor=mentor, student=student)
    known = Booking.objects.filter(idempotency_key=key).first()
    if known and known.student_id != student.pk:
        raise RuleBroken("This form was sent by somebody else. Open the page again.")
    if known and (not may_go_on(known) or _holds(known, mentor, offer, start)):
        return known
    _refuse_many(student, key)
    booking = known or Booking(student=student, idempotency_key=key, is_demo=student.is_demo)
    booking.status = BookingStatus.HELD
    booking.expires_at = timezone.now() + HOLD
    place(booking, mentor=mentor, offer=offer, start=start)
    return booking


def may_go_on(known: Booking) -> bool:
    """A hold, running or run out, may still become a booking."""
    waits = known.status in (BookingStatus.HELD, BookingStatus.EXPIRED)
    return waits and not known.revisions.exists()


def _holds(known: Booking, mentor: Mentor, offer: Offer, start: dt.datetime) -> bool:
    """Whether this is held already; choosing it again does not make it longer."""
    same = (known.mentor_id, known.offer_id, known.starts_at) == (mentor.pk, offer.pk, start)
    return same and known.status == BookingStatus.HELD


def _refuse_many(student: User, key: str) -> None:
    if Booking.objects.holds_of(student).exclude(idempotency_key=key).count() >= MOST_HOLDS:
        raise RuleBroken(
            f"You hold {MOST_HOLDS} times already.",
            instead="Book one of them, or wait ten minutes: what is not booked is let go.",
        )


def place(booking: Booking, *, mentor: Mentor, offer: Offer, start: dt.datetime) -> None:
    """Write the booking at this time if it is free. The caller holds both diaries.

    Raises TimeTaken. The finder says no in words; the constraints have the last word.
    """
    refuse_impossible(booking, mentor, offer)
    why = why_taken(booking, mentor, offer, start)
    if why is not None:
        raise taken(booking, mentor, offer, start, why)
    booking.mentor, booking.offer = mentor, offer
    set_time(booking, start)
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        raise taken(booking, mentor, offer, start, None) from error


def set_time(booking: Booking, start: dt.datetime) -> None:
    """Session and buffers together, and what both read on their wall."""
    offer, start = booking.offer, start.astimezone(dt.UTC)
    end = start + offer.length
    booking.during = stretch(start, end)
    booking.blocks = stretch(
        start - _minutes(offer.buffer_before),
        end + _minutes(offer.buffer_after),
    )
    booking.mentor_zone = str(booking.mentor.user.zone)
    booking.student_zone = str(booking.student.zone)
    booking.agreed_for_mentor = _wall(start, booking.clock_of_mentor)
    booking.agreed_for_student = _wall(start, booking.clock_of_student)
    booking.tz_version = tz_version()


def refuse_impossible(booking: Booking, mentor: Mentor, offer: Offer) -> None:
    """Raise RuleBroken where no time could be right."""
    if booking.student_id == mentor.user_id:
        raise RuleBroken("Nobody books a session with themselves.")
    if not offer.has_a_time:
        raise RuleBroken("A CV review needs no time. Send the file instead.")
    if not mentor.takes(booking.student):
        raise RuleBroken(f"{mentor} takes nobody new at the moment.", instead="See who does.")
    if not booking.student.is_active:
        raise RuleBroken("This account is closed.", instead="Call us.")
    if not mentor.user.is_active or not _gives(mentor, offer, booking):
        raise RuleBroken(f"{mentor} does not offer this.", instead="See who does.")


def _gives(mentor: Mentor, offer: Offer, booking: Booking) -> bool:
    """Whether the mentor gives this; what was agreed with them they still give when it moves."""
    is_moved = booking.sequence > 0 and booking.mentor_id == mentor.pk
    return is_moved or mentor.offers.filter(pk=offer.pk).exists()


def why_taken(booking: Booking, mentor: Mentor, offer: Offer, start: dt.datetime) -> Reason | None:
    """Why the time is not free for this booking; None when it is."""
    now = timezone.now()
    return slots.is_free(
        diary_without(booking, mentor, Span(start - LOOKED_AROUND, start + LOOKED_AROUND)),
        _terms(booking, offer),
        start,
        now=now,
        busy=busy_without(booking),
    )


def refuse_gone(booking: Booking, mentor: Mentor, offer: Offer, start: dt.datetime) -> None:
    """Raise TimeTaken where somebody has the time already, before anybody waits for a diary.

    The constraints still decide: this only keeps those who are late out of the line.
    """
    end = start + offer.length
    blocks = (start - _minutes(offer.buffer_before), end + _minutes(offer.buffer_after))
    others = Booking.objects.standing().exclude(idempotency_key=booking.idempotency_key)
    near = others.in_the_way(mentor, booking.student, blocks, (start, end))
    whose = set(near.values_list("student", flat=True))
    if whose and not _was_sent(booking.idempotency_key):
        own = Reason.YOU_ARE_BOOKED if booking.student_id in whose else None
        raise taken(booking, mentor, offer, start, own)


def _was_sent(key: str) -> bool:
    """Whether this form has led to a booking, which may stand at another time by now."""
    waits = (BookingStatus.HELD, BookingStatus.EXPIRED)
    return Booking.objects.filter(idempotency_key=key).exclude(status__in=waits).exists()


def taken(
    booking: Booking, mentor: Mentor, offer: Offer, start: dt.datetime, why: Reason | None
) -> TimeTaken:
    """The refusal, with the three nearest free times."""

    def look() -> tuple[Span, ...]:
        window = Span(start - LOOKED_AROUND, start + LOOKED_AROUND)
        found = slots.find(
            diary_without(booking, mentor, window),
            _terms(booking, offer),
            window=window,
            now=timezone.now(),
            busy=busy_without(booking),
        )
        return tuple(slots.nearest(found.free, start))

    words = WORDS.get(why, GONE) if why else GONE
    return TimeTaken(words.format(notice=offer.notice_hours, horizon=offer.horizon_days), look)


def _minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def _terms(booking: Booking, offer: Offer) -> slots.Terms:
    terms = diaries.terms_of(offer)
    return replace(terms, horizon=SERIES_HORIZON) if booking.series_id else terms


def diary_without(booking: Booking, mentor: Mentor, window: Span) -> slots.Diary:
    """The mentor's diary as if this booking were not in it."""
    diary = diaries.load([mentor], window)[mentor.pk]
    if booking.pk is None or booking.mentor_id != mentor.pk:
        return diary
    own = Span(booking.blocks.lower, booking.blocks.upper)
    session = Span(booking.starts_at, booking.ends_at)
    return diary.without(session, own)


def busy_without(booking: Booking) -> list[Span]:
    """The student's other sessions."""
    others = Booking.objects.live().of_student(booking.student).exclude(pk=booking.pk)
    return [Span(during.lower, during.upper) for during in others.values_list("during", flat=True)]


def busy_of(student: User) -> list[Span]:
    """When the student is in a session, or has one held or asked for."""
    live = Booking.objects.live().of_student(student)
    return [Span(during.lower, during.upper) for during in live.values_list("during", flat=True)]


def end_overdue(*, mentor: Mentor, student: User) -> None:
    """Let go of holds that ran out, before a constraint sees them. Both diaries are held.

    Requests have letters to write; their sweep ends them within a minute.
    """
    holds = Booking.objects.overdue().filter(status=BookingStatus.HELD, slot_offer__isnull=True)
    theirs = holds.filter(mentor=mentor) | holds.filter(student=student)
    theirs.update(status=BookingStatus.EXPIRED)


def tz_version() -> str:
    """The edition of the time zone tables, so that a later change of law can be found."""
    try:
        return version("tzdata")[:16]
    except PackageNotFoundError:
        return "system"


def _wall(instant: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return instant.astimezone(zone).replace(tzinfo=dt.UTC)
