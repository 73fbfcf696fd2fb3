"""What stays of a session: goals before, notes and actions after, feedback at the end."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.models import (
    MEETINGS,
    ActionItem,
    Booking,
    BookingStatus,
    Party,
    SessionFeedback,
    SessionNote,
)
from mentorship.operations.attending import party_of

LONGEST = 10_000


@dataclass(frozen=True)
class Thoughts:
    """What the student says of a session; `useful` is 1 (not at all) to 4 (very much)."""

    useful: int
    helped: str = ""
    change: str = ""
    to_institute: str = ""


@transaction.atomic
def set_goals(*, booking: Booking, goals: str, by: User) -> Booking:
    """What the student wants to cover; the mentor reads it before they meet."""
    booking = locked(booking)
    if by.pk != booking.student_id:
        raise RuleBroken("The student says what the session is for.")
    if not booking.is_live or booking.is_over:
        raise RuleBroken("This session is over.", instead="Write a note instead.")
    booking.goals = _words(goals, empty=True)
    booking.save(update_fields=["goals"])
    return booking


@transaction.atomic
def write_note(*, booking: Booking, by: User, text: str, is_private: bool, key: str) -> SessionNote:
    """Write a note, shared with the other side or private. The same key is the same note."""
    party_of(booking, by)
    _refuse_without_a_session(booking)
    known = {
        "booking": booking,
        "author": by,
        "text": _words(text),
        "is_private": is_private,
        "is_demo": booking.is_demo,
    }
    return SessionNote.objects.get_or_create(request_key=key, defaults=known)[0]


@transaction.atomic
def change_note(*, note: SessionNote, by: User, text: str, is_private: bool) -> SessionNote:
    """Its author writes it anew. What was shared once stays shared."""
    note = locked(note)
    if note.author_id != by.pk:
        raise RuleBroken("Only who wrote a note can change it.")
    if is_private and not note.is_private:
        raise RuleBroken("The other side has read this note; it cannot be made private.")
    note.text, note.is_private, note.changed_at = _words(text), is_private, timezone.now()
    note.save(update_fields=["text", "is_private", "changed_at"])
    return note


@transaction.atomic
def add_action(
    *, booking: Booking, by: User, party: Party, text: str, due_on: dt.date | None, key: str
) -> ActionItem:
    """Write down what one of the two will do. The same key is the same action."""
    party_of(booking, by)
    _refuse_without_a_session(booking)
    words = " ".join(text.split())
    if not words or len(words) > 300:
        raise RuleBroken("Say what will be done, in up to 300 characters.")
    known = {
        "booking": booking,
        "party": party,
        "text": words,
        "due_on": due_on,
        "added_by": by,
        "is_demo": booking.is_demo,
    }
    return ActionItem.objects.get_or_create(request_key=key, defaults=known)[0]


@transaction.atomic
def finish_action(*, action: ActionItem, by: User, is_done: bool = True) -> ActionItem:
    """Tick it off, or take the tick back. Either side may."""
    action = locked(action)
    party_of(action.booking, by)
    if is_done == (action.done_at is not None):
        return action
    action.done_at, action.done_by = (timezone.now(), by) if is_done else (None, None)
    action.save(update_fields=["done_at", "done_by"])
    return action


def may_give_feedback(booking: Booking) -> bool:
    """Whether there is something to say about it: it is over, and the student was there."""
    met = booking.status in MEETINGS and booking.status != BookingStatus.NO_SHOW_STUDENT
    return met and booking.is_over


@transaction.atomic
def give_feedback(*, booking: Booking, by: User, thoughts: Thoughts) -> SessionFeedback:
    """The student says whether it helped; the first time counts."""
    booking = locked(booking)
    if by.pk != booking.student_id:
        raise RuleBroken("The student says whether it helped.")
    if not may_give_feedback(booking):
        raise RuleBroken("Say so after the session.")
    if not 1 <= thoughts.useful <= 4:
        raise RuleBroken("Choose one of the four answers.")
    known = {
        "useful": thoughts.useful,
        "helped": _words(thoughts.helped, empty=True),
        "change": _words(thoughts.change, empty=True),
        "to_institute": _words(thoughts.to_institute, empty=True),
        "is_demo": booking.is_demo,
    }
    return SessionFeedback.objects.get_or_create(booking=booking, defaults=known)[0]


def _refuse_without_a_session(booking: Booking) -> None:
    """What was called off, or was never sure, leaves nothing to note."""
    if booking.status not in MEETINGS:
        raise RuleBroken(f"This session is {booking.status_words}; there is nothing to note.")


def _words(text: str, *, empty: bool = False) -> str:
    text = text.replace("\x00", "").strip()
    if not text and not empty:
        raise RuleBroken("Write something first.")
    if len(text) > LONGEST:
        raise RuleBroken(f"Keep it under {LONGEST:,} characters.")
    return text
