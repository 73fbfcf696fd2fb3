"""What a learner hears about a debrief: that an instructor commented on it."""

from courses.emails.writing import url
from courses.models import Debrief
from institute.mail.letters import Letter, MailClass, Topic, letter

PLAYED = "You get this because you finished a simulation and your instructor read its debrief."


def _still_said(debrief: Debrief, sequence: int) -> str | None:
    if debrief.commented_at is None or _version(debrief) != sequence:
        return "The comment was changed since; a newer letter says so."
    return None


def _version(debrief: Debrief) -> int:
    """A comment is told by the moment it was written, in milliseconds."""
    return int(debrief.commented_at.timestamp() * 1000) if debrief.commented_at else 0


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=PLAYED, still_true=_still_said)
def debrief_commented(debrief: Debrief) -> Letter:
    """An instructor's words on a run, to whoever led it; one letter for each version of them."""
    learner, teacher = debrief.run.user, debrief.commented_by
    return Letter(
        to=learner.email,
        person=learner,
        about=debrief,
        sequence=_version(debrief),
        context={
            "name": learner.short_name,
            "teacher": teacher.name if teacher else "Your instructor",
            "title": debrief.run.version.title,
            "comment": debrief.comment,
            "url": url("courses:debrief", debrief.run_id),
        },
    )
