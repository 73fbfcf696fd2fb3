"""Who came: join clicks, "I am late", what both sides say, and how the session ends."""

import datetime as dt
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship import emails
from mentorship.attendance import Ending, Mark, Side, ending
from mentorship.models import MISSED, Attendance, Booking, BookingStatus, Party
from mentorship.operations import crediting
from mentorship.operations.booking import use_of, with_diaries
from mentorship.operations.history import note

DOOR = dt.timedelta(minutes=10)  # the room opens this long before
STAYS = dt.timedelta(hours=2)  # and this long after the end
TO_SAY = dt.timedelta(hours=48)  # after the end, for both to say who was there
NO_SHOW = dt.timedelta(minutes=10)  # nobody is missed sooner than this
EARLY_WORD = dt.timedelta(hours=2)  # "I am late" can be said this long before
SAID = "You have said so already, and it stands."


def party_of(booking: Booking, user: User) -> Party:
    """Which side the person is. Raises RuleBroken for anybody else."""
    if user.pk == booking.student_id:
        return Party.STUDENT
    if user.pk == booking.mentor.user_id:
        return Party.MENTOR
    raise RuleBroken("Only the student and the mentor can say this.")


def door_is_open(booking: Booking) -> bool:
    """Whether one may go in now."""
    now = timezone.now()
    sure = booking.status == BookingStatus.CONFIRMED
    return sure and booking.starts_at - DOOR <= now <= booking.ends_at + STAYS


@transaction.atomic
def come_in(*, booking: Booking, by: User) -> str:
    """Note that this side came, and return the room's address. Only the first time is noted."""
    party = party_of(booking, by)
    if not door_is_open(booking):
        raise RuleBroken("The room opens ten minutes before the session.")
    if not is_a_room(booking.mentor.room_url):
        raise RuleBroken(
            f"{booking.mentor} has given us no video room yet.",
            instead="Call us and we will connect you.",
        )
    Attendance.objects.bulk_create(
        [Attendance(booking=booking, party=party)], ignore_conflicts=True
    )
    mine = booking.attendances.filter(party=party, came_at__isnull=True)
    mine.update(came_at=timezone.now())
    return booking.mentor.room_url


def may_say_late(booking: Booking) -> bool:
    """Whether "I am late" still means something."""
    sure = booking.status == BookingStatus.CONFIRMED
    return sure and booking.starts_at - EARLY_WORD <= timezone.now() < booking.ends_at


@transaction.atomic
def say_late(*, booking: Booking, by: User, minutes: int) -> Attendance:
    """Tell the other side at once. Saying the same again writes no second letter."""
    if not 1 <= minutes <= 30:
        raise RuleBroken(
            "Say how many minutes, up to 30.", instead="For more than that, move the session."
        )
    booking = locked(booking)
    if not may_say_late(booking):
        raise RuleBroken("You can say so from two hours before the session until its end.")
    mine, _ = Attendance.objects.get_or_create(booking=booking, party=party_of(booking, by))
    if mine.late_minutes == minutes:
        return mine
    mine.late_minutes, mine.late_said_at = minutes, timezone.now()
    mine.save(update_fields=["late_minutes", "late_said_at"])
    mail.queue_all(emails.running_late(booking, party=Party(mine.party), minutes=minutes))
    return mine


@transaction.atomic
def say_who_came(*, booking: Booking, by: User, mark: Mark, words: str = "") -> Booking:
    """One side says whether the other was there; it can be said once. May end the session.

    Who is said to have missed it may contradict, and then a person looks into it.
    """
    booking = with_diaries(booking)
    party = party_of(booking, by)
    mine, _ = Attendance.objects.get_or_create(booking=booking, party=party)
    if mine.mark == mark:
        return booking
    if mine.mark:
        raise RuleBroken(SAID, instead="Was it otherwise? Call us.")
    _refuse_early(booking, mark)
    mine.mark, mine.words, mine.marked_at = mark, words.strip()[:300], timezone.now()
    mine.save(update_fields=["mark", "words", "marked_at"])
    return _settle(booking)


@transaction.atomic
def settle(*, booking: Booking) -> Booking:
    """End what is over as far as what was said allows; settling again changes nothing."""
    return _settle(with_diaries(booking))


def settle_quiet() -> int:
    """End every session both sides have had their time to speak of; how many ended."""
    quiet = Booking.objects.quiet_since(timezone.now() - TO_SAY)
    done = [settle(booking=one) for one in quiet.with_people()]
    return sum(one.status != BookingStatus.CONFIRMED for one in done)


@transaction.atomic
def decide(*, booking: Booking, outcome: Ending, by: User, why: str) -> Booking:
    """Staff end what the two sides see differently, and say why. Deciding alike twice is once."""
    booking = with_diaries(booking)
    if by.pk in (booking.student_id, booking.mentor.user_id):
        raise RuleBroken("This was your own session.", instead="Ask another manager to decide.")
    if outcome == Ending.DISPUTE or not why.strip():
        raise RuleBroken("Say how it ended, and why you think so.")
    if booking.status == Booking.MOVES[outcome].target and _was_looked_into(booking):
        return booking
    if booking.status != BookingStatus.DISPUTED:
        raise RuleBroken(f"This session is {booking.status_words}; there is nothing to decide.")
    _end(booking, outcome, by=by, why=why.strip())
    return booking


def may_contradict(booking: Booking, mine: Attendance | None) -> bool:
    """Whether this side, said to have missed the session, may still say otherwise."""
    in_time = timezone.now() < booking.ends_at + TO_SAY
    silent = mine is None or not mine.mark
    return silent and booking.status in MISSED and in_time and not _was_looked_into(booking)


def _settle(booking: Booking) -> Booking:
    if booking.status not in (BookingStatus.CONFIRMED, *MISSED):
        return booking
    sides = {each.party: each for each in booking.attendances.all()}
    outcome = ending(
        _side(booking, sides.get(Party.STUDENT)),
        _side(booking, sides.get(Party.MENTOR)),
        waited=timezone.now() >= booking.ends_at + TO_SAY,
    )
    # What has ended as missed is only ever opened again, by the other side's word.
    if outcome and (booking.status == BookingStatus.CONFIRMED or outcome == Ending.DISPUTE):
        _end(booking, outcome, by=None)
    return booking


def _side(booking: Booking, said: Attendance | None) -> Side:
    if said is None:
        return Side()
    came = said.came_at is not None and said.came_at < booking.ends_at
    return Side(Mark(said.mark) if said.mark else None, came, said.late_minutes is not None)


def _end(booking: Booking, outcome: Ending, *, by: User | None, why: str = "") -> None:
    """Move the booking, and the session set aside for it: used, or back when the mentor missed."""
    booking.move(outcome)
    booking.settled_at = None if outcome == Ending.DISPUTE else timezone.now()
    booking.save(update_fields=["status", "settled_at"])
    note(booking, outcome, by=by, why=why)
    if outcome == Ending.MISS_MENTOR:
        crediting.release(use=use_of(booking), why="The mentor did not come.", by=by)
    elif outcome != Ending.DISPUTE:
        crediting.consume(use=use_of(booking))
        crediting.use_after_all(use=use_of(booking), why="It was given back, and then decided.")
    decided = by is not None
    mail.queue_all(
        emails.decided(booking, outcome=outcome, why=why)
        if decided
        else emails.ended(booking, outcome=outcome)
    )


def _was_looked_into(booking: Booking) -> bool:
    return booking.revisions.filter(act=Ending.DISPUTE).exists()


def is_a_room(address: str) -> bool:
    """We send people only to an encrypted page with a name of its own."""
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def _refuse_early(booking: Booking, mark: Mark) -> None:
    """Presence can be said once it began; absence after ten minutes."""
    earliest = booking.starts_at + (NO_SHOW if mark == Mark.ABSENT else dt.timedelta())
    if timezone.now() < earliest:
        wait = "Give them ten minutes." if mark == Mark.ABSENT else "It has not begun."
        raise RuleBroken(wait)
    open_for_words = (BookingStatus.CONFIRMED, BookingStatus.DISPUTED)
    if booking.status not in open_for_words and not may_contradict(booking, None):
        raise RuleBroken(f"This session is {booking.status_words}.")
