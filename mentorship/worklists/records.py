"""The running record that follows a student from session to session, for whoever goes on.

Four queries, however many sessions: the sessions, their notes, their actions, their scorecards.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch

from institute.accounts.models import User
from mentorship.attendance import Ending
from mentorship.models import (
    ActionItem,
    Booking,
    BookingRevision,
    Scorecard,
    SessionFeedback,
    SessionNote,
)


class Reads(StrEnum):
    """As whom somebody reads a record: it decides how much of the feedback is theirs to see."""

    OWN = "own"
    MENTOR = "mentor"
    MANAGER = "manager"


@dataclass(frozen=True)
class Chapter:
    """One session: what was said and agreed, and whether it helped."""

    booking: Booking
    notes: list[SessionNote]
    actions: list[ActionItem]
    feedback: SessionFeedback | None
    card: Scorecard | None


@dataclass(frozen=True)
class Record:
    """A student's sessions, the latest first, and what is still to do from all of them."""

    student: User
    chapters: list[Chapter]
    to_do: list[ActionItem]


def record_of(student: User, *, reader: User, reads: Reads) -> Record:
    """Everything of the student's sessions that this reader may see."""
    chapters = [_chapter(one, reads) for one in _sessions(student, reader)]
    actions = [action for one in chapters for action in one.actions if not action.is_done]
    # What has a day comes first, the soonest on top.
    to_do = sorted(actions, key=lambda one: (one.due_on or dt.date.max, one.pk))
    return Record(student, chapters, to_do)


def open_before(booking: Booking) -> list[ActionItem]:
    """What is still to do from the student's earlier sessions, the last one first."""
    earlier = ActionItem.objects.of_student(booking.student).open().with_people()
    before = earlier.exclude(booking=booking).filter(booking__during__lt=booking.during)
    return list(before.order_by("-booking__during", "pk"))


def decision_on(booking: Booking) -> BookingRevision | None:
    """What staff decided about who came, if they had to."""
    decided = booking.revisions.filter(act__in=list(Ending), by__isnull=False)
    return decided.select_related("by").last()


def _sessions(student: User, reader: User) -> list[Booking]:
    notes = SessionNote.objects.visible_to(reader).select_related("author")
    cards = Scorecard.objects.latest_only().select_related("by")
    sessions = Booking.objects.meetings().of_student(student).with_people()
    return list(
        sessions.select_related("feedback")
        .prefetch_related(
            Prefetch("notes", notes),
            Prefetch("actions", ActionItem.objects.select_related("done_by")),
            Prefetch("scorecards", cards),
        )
        .order_by("-during")
    )


def _chapter(booking: Booking, reads: Reads) -> Chapter:
    actions = list(booking.actions.all())
    for action in actions:
        action.booking = booking  # read already, with its people
    card = next(iter(booking.scorecards.all()), None)
    return Chapter(booking, list(booking.notes.all()), actions, _feedback(booking, reads), card)


def _feedback(booking: Booking, reads: Reads) -> SessionFeedback | None:
    """All of it for the student and managers; for mentors only what helped."""
    said: SessionFeedback | None = getattr(booking, "feedback", None)
    if said is None or reads != Reads.MENTOR:
        return said
    return SessionFeedback(helped=said.helped) if said.helped else None
