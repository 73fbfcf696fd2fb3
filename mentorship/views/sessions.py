"""What the page of a booking shows of the session itself: before, during and after it."""

from collections.abc import Mapping

from django import forms
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.emails.nearby import three_nearest
from mentorship.forms.sessions import (
    MINUTES,
    ActionForm,
    AttendanceForm,
    FeedbackForm,
    GoalsForm,
    NoteForm,
)
from mentorship.models import (
    MEETINGS,
    MISSED,
    Attendance,
    Booking,
    BookingStatus,
    Party,
    SessionFeedback,
    SessionNote,
)
from mentorship.operations import attending, recording
from mentorship.permissions.records import can_read_feedback, can_read_what_was_said
from mentorship.worklists.records import decision_on, open_before

Sent = Mapping[str, forms.Form]  # forms that were sent and are shown again, by their part
Facts = dict[str, object]
NOBODY = ""


def session_context(
    booking: Booking, user: User, *, sent: Sent | None = None, said: str = ""
) -> Facts:
    """Everything `mentorship/_session.html` needs, for one of the two or for staff.

    `said` is what was just done, in words; `sent` holds forms with something wrong in them.
    """
    phase, side = phase_of(booking), side_of(booking, user)
    shown: Facts = {"phase": phase, "side": side, "other": _other(booking, side), "said": said}
    if phase:
        shown |= _door(booking, side) | _who_came(booking, side, sent or {})
        shown |= _goals(booking, side, sent or {}) | _what_was_said(booking, user, sent or {})
        shown |= _after(booking, user, sent or {})
    return {"booking": booking, "session": shown}


def phase_of(booking: Booking) -> str:
    """asked, before, open (from ten minutes before until the end), after; nothing when off."""
    if booking.status == BookingStatus.REQUESTED:
        return "asked"
    if booking.status not in MEETINGS:
        return ""
    if booking.status != BookingStatus.CONFIRMED or booking.is_over:
        return "after"
    return "open" if attending.door_is_open(booking) else "before"


def side_of(booking: Booking, user: User) -> str:
    """Which side somebody is; staff who look on are neither."""
    if user.pk == booking.student_id:
        return Party.STUDENT
    return Party.MENTOR if user.pk == booking.mentor.user_id else NOBODY


def _other(booking: Booking, side: str) -> User:
    return booking.student if side == Party.MENTOR else booking.mentor.user


def _door(booking: Booking, side: str) -> Facts:
    return {
        "opens_at": booking.starts_at - attending.DOOR,
        "is_open": attending.door_is_open(booking),
        "has_room": attending.is_a_room(booking.mentor.room_url),
        "may_say_late": bool(side) and attending.may_say_late(booking),
        "minutes": MINUTES,
    }


def _who_came(booking: Booking, side: str, sent: Sent) -> Facts:
    """What both said, and the question for this side while it is open."""
    rows = {one.party: one for one in booking.attendances.all()}
    mine = rows.get(side)
    theirs = rows.get(Party.STUDENT if side == Party.MENTOR else Party.MENTOR)
    is_missed = booking.status == BookingStatus.NO_SHOW_MENTOR
    says_missed = mine is not None and mine.mark == "absent" and _waits(booking)
    helps = side == Party.STUDENT and (is_missed or says_missed)
    return {
        "mine": mine,
        "theirs": theirs,
        "sides": [rows.get(party) for party in Party.values],
        "may_say": bool(side) and _may_say(booking, mine),
        "absent_at": booking.starts_at + attending.NO_SHOW,
        "absent_now": timezone.now() >= booking.starts_at + attending.NO_SHOW,
        "attendance_form": sent.get("attendance", AttendanceForm(auto_id="came_%s")),
        "settled_by": booking.ends_at + attending.TO_SAY,
        "nearest": three_nearest(booking, booking.student) if helps else [],
        "decision": decision_on(booking) if booking.settled_at else None,
    }


def _waits(booking: Booking) -> bool:
    return booking.status in (BookingStatus.CONFIRMED, BookingStatus.DISPUTED)


def _may_say(booking: Booking, mine: Attendance | None) -> bool:
    """Whether this side is asked if the other was there."""
    if mine and mine.mark:
        return False
    if booking.status in MISSED:
        return attending.may_contradict(booking, mine)
    return _waits(booking) and booking.starts_at <= timezone.now()


def _goals(booking: Booking, side: str, sent: Sent) -> Facts:
    may = side == Party.STUDENT and booking.is_live and not booking.is_over
    start = {"goals": booking.goals}
    return {
        "goals_form": sent.get("goals", GoalsForm(initial=start, auto_id="goals_%s"))
        if may
        else None,
    }


def _what_was_said(booking: Booking, user: User, sent: Sent) -> Facts:
    """Notes and actions of this session, and what is open from earlier ones."""
    if not can_read_what_was_said(user, booking):
        return {"reads": False}
    phase, side = phase_of(booking), side_of(booking, user)
    notes = SessionNote.objects.visible_to(user).of_session(booking).select_related("author")
    return {
        "reads": True,
        "writes": bool(side) and phase in ("open", "after"),
        "notes": [(one, _form_of(one, user, sent)) for one in notes],
        "note_form": sent.get("note", NoteForm(auto_id="note_%s")),
        "actions": booking.actions.with_people(),
        "action_form": sent.get("action", ActionForm(booking=booking, auto_id="action_%s")),
        "earlier": open_before(booking) if phase != "asked" else [],
        "record_url": _record_url(booking, side) if phase != "asked" else "",
    }


def _form_of(note: SessionNote, user: User, sent: Sent) -> forms.Form | None:
    """The form to change one's own note with."""
    if note.author_id != user.pk:
        return None
    start = {"text": note.text, "is_private": note.is_private}
    return sent.get(f"note {note.pk}", NoteForm(initial=start, auto_id=f"note{note.pk}_%s"))


def _record_url(booking: Booking, side: str) -> str:
    if side == Party.STUDENT:
        return reverse("mentorship:record")
    return reverse("mentorship:student_record", args=[booking.student_id])


def _after(booking: Booking, user: User, sent: Sent) -> Facts:
    """Whether it helped: asked once of the student, read by those it is meant for."""
    given: SessionFeedback | None = getattr(booking, "feedback", None)
    side = side_of(booking, user)
    asks = side == Party.STUDENT and given is None and recording.may_give_feedback(booking)
    return {
        "feedback": given if side or can_read_feedback(user, booking) else None,
        "reads_all": can_read_feedback(user, booking),
        "feedback_form": sent.get("feedback", FeedbackForm(auto_id="feedback_%s"))
        if asks
        else None,
    }
