"""The record of what happened to a place."""

from courses.models import Enrolment, EnrolmentEvent
from institute.accounts.models import User


def move(enrolment: Enrolment, act: str, *, by: User | None = None, reason: str = "") -> None:
    """Do the act on a locked place and write it into the place's history.

    Raises RuleBroken when the act does not start from the present status.
    """
    enrolment.move(act)
    if enrolment.status != "reserved":
        enrolment.hold_expires_at = None
    enrolment.save(update_fields=["status", "hold_expires_at", "sequence", "moved_to"])
    EnrolmentEvent.objects.create(
        enrolment=enrolment, act=act, status=enrolment.status, by=by, reason=reason
    )
