"""Debriefs, in the states a reader may find them in."""

from django.urls import reverse

from courses.models import Debrief
from courses.operations import debriefing, reflecting
from institute.accounts.models import User
from tests import make
from tests.courses.debriefs.telling import ended, read_by


def _at(debrief: Debrief) -> str:
    return reverse("courses:debrief", args=[debrief.run_id])


def of_visitor() -> list[str]:
    """A debrief by its link."""
    token = reflecting.share(debrief=read_by(make.student())).share_token
    return [reverse("courses:debrief_shared", args=[token])]


def of_student(student: User) -> list[str]:
    """The two questions, the wait, one that stopped, and the report with a comment and a link."""
    asked, waiting, stopped = (
        debriefing.open_for(run=ended(student, seed)) for seed in (1_002, 1_003, 1_004)
    )
    for one in (waiting, stopped):
        debriefing.predict(debrief=one, week=2, cause="flaws")
    debriefing.stop(debrief_id=stopped.pk)
    full = read_by(student)
    reflecting.share(debrief=full)
    reflecting.comment(
        debrief=full, by=make.instructor(), text="Ask earlier.", rubric={"align": 2, "comm": 1}
    )
    return [_at(one) for one in (asked, waiting, stopped, full)]


def of_manager(student: User) -> list[str]:
    """The runs of every class, and the desk on which one is commented."""
    one = reverse("courses:debrief_taught", args=[read_by(student, 1_001).run_id])
    return [reverse("courses:debriefs_taught"), one]
