"""A freed time is held for one student who waits, for half an hour, and then for the next.

An offer is a booking that is held, with its SlotOffer: no two offers, and no offer and no booking,
can meet in one hour of a mentor or a student.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked
from mentorship import diaries, emails
from mentorship.models import (
    Booking,
    BookingStatus,
    Entitlement,
    Mentor,
    Offer,
    OfferStatus,
    SlotOffer,
    Via,
    WaitlistEntry,
)
from mentorship.operations import crediting
from mentorship.operations.booking import use_of
from mentorship.operations.history import note
from mentorship.operations.holding import TimeTaken, end_overdue, place
from mentorship.operations.locking import lock_diaries
from mentorship.operations.waiting import Time, mentors_for, offer_freed, times_for
from mentorship.slots import Diary, Span

OFFER = dt.timedelta(minutes=30)
TRIES = 3  # times tried for one student in one run; the next run goes on


class Diaries:
    """The diaries somebody waits for, read once; one is read again after each change to it."""

    def __init__(self, entries: Sequence[WaitlistEntry]) -> None:
        ends = [end for entry in entries for end in entry.span()]
        self.window = Span(min(ends), max(ends))
        self.known: dict[int, Diary] = {}

    def of(self, mentors: Iterable[Mentor]) -> dict[int, Diary]:
        """The diaries of these mentors, by their key."""
        new = [mentor for mentor in mentors if mentor.pk not in self.known]
        if new:
            self.known |= diaries.load(new, self.window)
        return self.known

    def changed(self, mentor: Mentor) -> None:
        """Read this one again when it is next asked for."""
        self.known.pop(mentor.pk, None)


def offer_times(*, mentor: Mentor | None = None) -> int:
    """Hold a free time for each who waits, in the order of the line; how many were held.

    With a mentor, only times of that one. Each offer is a transaction of its own.
    """
    line = WaitlistEntry.objects.waiting().rested().with_people()
    entries = list(line.who_may_take(mentor) if mentor else line)
    if not entries:
        return 0
    open_diaries = Diaries(entries)
    return sum(_offer_to(entry, open_diaries, mentor) for entry in entries)


def _offer_to(entry: WaitlistEntry, open_diaries: Diaries, only: Mentor | None) -> bool:
    """Hold the fairest free time for this student; False when there is none."""
    if not has_session_left(entry.student, entry.offer):
        return False
    mentors = [one for one in mentors_for(entry) if only is None or one.pk == only.pk]
    for _ in range(TRIES):
        times = times_for(entry, mentors, open_diaries.of(mentors))
        if not times:
            return False
        open_diaries.changed(times[0].mentor)
        try:
            return hold_for(entry=entry, time=times[0]) is not None
        except TimeTaken:
            continue  # somebody was faster: look at that diary again
        except RuleBroken:
            return False  # this mentor and this student do not meet any more; the next in line do
    return False


@again_after_deadlock
@transaction.atomic
def hold_for(*, entry: WaitlistEntry, time: Time) -> SlotOffer | None:
    """Hold the time for this student; None when they do not wait any more. Raises TimeTaken."""
    lock_diaries(mentors=[time.mentor.pk], students=[entry.student_id])
    end_overdue(mentor=time.mentor, student=entry.student)
    entry = locked(entry)
    if not entry.can("offer"):
        return None
    booking = Booking(
        student=entry.student,
        status=BookingStatus.HELD,
        expires_at=min(timezone.now() + OFFER, time.span.start),
        idempotency_key=f"offer {uuid.uuid4()}",
        created_via=Via.OFFER,
        is_demo=entry.is_demo,
    )
    place(booking, mentor=time.mentor, offer=entry.offer, start=time.span.start)
    assert booking.expires_at is not None
    offered = SlotOffer.objects.create(entry=entry, booking=booking, expires_at=booking.expires_at)
    _move(entry, "offer")
    mail.queue(emails.slot_offered(offered))
    return offered


def has_session_left(student: User, offer: Offer) -> bool:
    """Whether the student could use a session for this now."""
    mine = Entitlement.objects.visible_to(student)
    return offer.credits == 0 or mine.usable(offer.kind, offer.credits).exists()


@again_after_deadlock
@transaction.atomic
def take(*, offered: SlotOffer, goals: str = "") -> Booking:
    """The held time becomes a session. Taking twice is once.

    Raises RuleBroken when the offer has ended, NothingLeft when no session is left by now.
    """
    booking, offered, entry = _all_locked(offered)
    if offered.status == OfferStatus.TAKEN:
        return booking
    if not offered.is_open:
        raise RuleBroken(
            "This offer has ended: the time went to the next in line.",
            instead="You are still on the list.",
        )
    booking.move("confirm")
    booking.expires_at, booking.goals = None, goals.strip()
    booking.entitlement = crediting.reserve(student=booking.student, use=use_of(booking))
    booking.save(update_fields=["status", "expires_at", "goals", "entitlement"])
    _move(offered, "take")
    _move(entry, "book")
    note(booking, "book", by=booking.student)
    mail.queue_all(emails.booked(booking))
    return booking


@again_after_deadlock
@transaction.atomic
def decline(*, offered: SlotOffer) -> None:
    """Say no and wait on: the time goes to the next in line. Declining twice is once."""
    booking, offered, entry = _all_locked(offered)
    if offered.can("decline"):
        _let_go(booking, offered, entry, "decline")


def leave(*, entry: WaitlistEntry) -> None:
    """Wait no longer; a time that is held goes to the next in line. Leaving twice is once."""
    for _ in range(TRIES):
        if _left(entry):
            return


@again_after_deadlock
@transaction.atomic
def _left(entry: WaitlistEntry) -> bool:
    """False when a time was offered between our look and our lock: then look again."""
    held = SlotOffer.objects.open().filter(entry=entry).first()
    if held:
        decline(offered=held)
    lock_diaries(mentors=[], students=[entry.student_id])
    entry = locked(entry)
    if SlotOffer.objects.open().filter(entry=entry).exists():
        return False
    if entry.can("leave"):
        _move(entry, "leave")
    return True


def lapse(booking: Booking) -> None:
    """The hold has run out: if it was an offer, its student waits on. Both diaries are held."""
    offered = SlotOffer.objects.open().filter(booking=booking).select_related("entry").first()
    if offered:
        _move(offered, "expire")
        _wait_on(locked(offered.entry))


@transaction.atomic
def settle(*, entry: WaitlistEntry) -> bool:
    """End a wait that is over: the dates have passed, or the student has booked it already."""
    lock_diaries(mentors=[], students=[entry.student_id])
    entry = locked(entry)
    if not entry.can("end"):
        return False
    if has_booked(entry):
        _move(entry, "book")
        return True
    if entry.latest >= timezone.now().astimezone(entry.student.zone).date():
        return False
    _move(entry, "end")
    mail.queue(emails.wait_ended(entry))
    return True


def has_booked(entry: WaitlistEntry) -> bool:
    """Whether the student has booked since what they wait for."""
    since = (
        Booking.objects.upcoming()
        .of_student(entry.student)
        .filter(offer=entry.offer_id, created_at__gte=entry.created_at)
    )
    return (since.filter(mentor=entry.mentor_id) if entry.mentor_id else since).exists()


def _all_locked(offered: SlotOffer) -> tuple[Booking, SlotOffer, WaitlistEntry]:
    """Both diaries, then the booking, the offer and the entry, read again under their locks."""
    booking = offered.booking
    lock_diaries(mentors=[booking.mentor_id], students=[booking.student_id])
    booking, offered = locked(booking), locked(offered)
    return booking, offered, locked(offered.entry)


def _let_go(booking: Booking, offered: SlotOffer, entry: WaitlistEntry, act: str) -> None:
    _move(offered, act)
    _wait_on(entry)
    _move(booking, "expire")
    offer_freed(mentor=booking.mentor)


def _wait_on(entry: WaitlistEntry) -> None:
    if entry.can("pass"):
        _move(entry, "pass")


def _move(record: WaitlistEntry | SlotOffer | Booking, act: str) -> None:
    record.move(act)
    record.save(update_fields=["status"])
