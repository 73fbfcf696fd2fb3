"""What sessions contribute: what is still to do, the timeline, the privacy file, disputes."""

from collections.abc import Iterable
from datetime import datetime, time

from django.http import HttpRequest

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from mentorship.models import ActionItem, Attendance, Booking, SessionFeedback, SessionNote

SHOWN = 6
EVENING = time(17)  # a day without an hour is due at the end of it


def to_do(request: HttpRequest) -> dict[str, object] | None:
    """What the reader said they would do after their sessions, the soonest first."""
    assert isinstance(request.user, User)
    mine = list(ActionItem.objects.to_do_by(request.user).with_people()[: SHOWN + 1])
    if not mine:
        return None
    own = any(one.booking.student_id == request.user.pk for one in mine)
    return {"actions": mine[:SHOWN], "more": len(mine) > SHOWN, "has_record": own}


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """What is to do by when, what was done, one's own notes and feedback."""
    for one in ActionItem.objects.about(user).with_people():
        yield from _of_action(one, user)
    for note in SessionNote.objects.by(user).with_people():
        words = f"Wrote a note on a session with {_other(note.booking, user)}"
        yield panels.TimelineRow(
            note.created_at, words, note.booking.get_absolute_url(), "mentorship"
        )
    for said in SessionFeedback.objects.of_student(user).with_people():
        words = f"Said how the session with {_other(said.booking, user)} was"
        yield panels.TimelineRow(said.at, words, said.booking.get_absolute_url(), "mentorship")


def _of_action(one: ActionItem, user: User) -> Iterable[panels.TimelineRow]:
    url = one.booking.get_absolute_url()
    if one.done_at:
        yield panels.TimelineRow(one.done_at, f"Done: {one.text}", url, "mentorship")
    elif one.due_on and one.owner == user:
        due = datetime.combine(one.due_on, EVENING, user.zone)
        yield panels.TimelineRow(due, f"To do: {one.text}", url, "mentorship")


def _other(booking: Booking, user: User) -> str:
    return booking.mentor.user.name if user.pk == booking.student_id else booking.student.name


def everything(user: User) -> dict[str, object]:
    """Notes that are theirs or were shared with them, actions, feedback, who came when."""
    of_session = ("booking__during__startswith", "booking__offer__title")
    notes = SessionNote.objects.about(user).values(
        *of_session, "author__display_name", "text", "is_private", "created_at"
    )
    actions = ActionItem.objects.about(user).values(
        *of_session, "party", "text", "due_on", "done_at"
    )
    feedback = SessionFeedback.objects.of_student(user).values(
        *of_session, "useful", "helped", "change", "to_institute", "at"
    )
    came = Attendance.objects.of(user).values(
        *of_session, "party", "came_at", "late_minutes", "mark", "words", "marked_at"
    )
    return {
        "notes": list(notes),
        "actions": list(actions),
        "feedback": list(feedback),
        "attendance": list(came),
    }


def _to_decide(_: User) -> int:
    return Booking.objects.disputed().count()


panels.add_panel(panels.Panel("session-actions", "mentorship/panels/_actions.html", 27, to_do))
panels.add_timeline(timeline)
panels.add_export("sessions", everything)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Who was there",
        url_name="mentorship:disputes",
        icon="flag",
        order=44,
        shown_to=lambda user: may_enter("disputes", user.roles),
        count=_to_decide,
    )
)
