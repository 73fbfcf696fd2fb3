"""What the calendar does to certifications, and what brings an expired one back. Idempotent."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from certification.emails import renewal as emails
from certification.models import Certification, CertificationEvent, RenewalCycle, Standing
from certification.models.certification import LIVE
from certification.operations import certifying, cycles, renewing
from certification.operations.certifying import months_after
from certification.standing import OPENS, ends_for_good, opens_on, today
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked

MAKE_UP = 12  # months after grace in which it may be reinstated
ENDED = (Standing.WITHDRAWN, Standing.SUPERSEDED)
A_RUN = 500


def follow_calendar() -> int:
    """Move every certification that is behind the calendar; how many moved."""
    soon = today() + OPENS
    behind = Certification.objects.live().filter(period__endswith__lte=soon).order_by("pk")
    moved = [follow(certification=one) for one in behind[:A_RUN].iterator()]
    return sum(moved) + _close_ended()


@again_after_deadlock
@transaction.atomic
def follow(*, certification: Certification) -> bool:
    """Move one certification to where the calendar has it; False when it is there already."""
    certification = locked(certification)
    act = _due(certification, today())
    if not act or not certification.can(act):
        return False
    certifying.change(certification=certification, act=act, by=None, reason="By the calendar.")
    if act != "fall_due":  # of that day the first reminder speaks
        tell(certification)
    return True


def _due(certification: Certification, day: dt.date) -> str:
    """The act that leads to where it should stand; empty for none."""
    if day >= ends_for_good(certification):
        # Who asked in time does not lose it to our own pace.
        return "" if certification.cycles.filter(status="audit").exists() else "lapse"
    if day >= certification.until:
        return "enter_grace"
    return "fall_due" if day >= opens_on(certification) else ""


def tell(certification: Certification) -> None:
    """Write to the holder about the last change."""
    event = CertificationEvent.objects.filter(certification=certification).latest("pk")
    mail.queue(emails.standing_changed(event))


@again_after_deadlock
@transaction.atomic
def act(*, certification: Certification, act: str, by: User, reason: str) -> Certification:
    """A manager suspends, withdraws or reinstates, with a reason that the holder reads.

    Raises RuleBroken on one's own certification, and when the act does not fit.
    """
    certification = locked(certification)
    if certification.holder_id == by.pk:
        raise RuleBroken("Nobody acts on their own certification.")
    if act not in ("suspend", "withdraw", "reinstate"):
        raise RuleBroken("Choose what is to be done.")
    if not reason.strip():
        raise RuleBroken("Write down why: the holder reads it.")
    if act == "reinstate" and certification.status == Standing.EXPIRED:
        _bring_back(certification, by, reason.strip())
    else:
        certifying.change(certification=certification, act=act, by=by, reason=reason.strip())
    tell(certification)
    if act == "reinstate":
        follow(certification=certification)
    return locked(certification)


def reinstatable_until(certification: Certification) -> dt.date:
    """The last day on which an expired certification may come back."""
    return months_after(ends_for_good(certification), MAKE_UP)


def _bring_back(certification: Certification, by: User, reason: str) -> None:
    """An expired one comes back with its hours made up; the period runs on from its old end."""
    if today() > reinstatable_until(certification):
        raise RuleBroken("The twelve months for reinstatement are over.")
    cycle = certification.cycles.running().select_for_update(of=("self",)).first()
    if cycle is None:
        raise RuleBroken("There is no cycle whose hours could be made up.")
    renewing.refuse_missing_hours(cycle)
    cycles.close(cycle=cycle, act="reinstate", by=by, reason=reason)


def _close_ended() -> int:
    """End the cycles of certifications that will not be renewed any more."""
    months_ago = today() - dt.timedelta(days=366)
    gone = Q(certification__status=Standing.EXPIRED, during__endswith__lte=months_ago)
    over = RenewalCycle.objects.running().with_people()
    found = over.filter(gone | Q(certification__status__in=ENDED)).order_by("pk")[:A_RUN]
    return sum(_close(one) for one in found)


@transaction.atomic
def _close(cycle: RenewalCycle) -> bool:
    certification = locked(cycle.certification)
    cycle = locked(cycle)
    late = today() > reinstatable_until(certification)
    ended = certification.status in ENDED
    if not cycle.is_running or not (ended or (late and certification.status not in LIVE)):
        return False
    cycle.move("lapse")
    cycle.closed_at = timezone.now()
    cycle.save(update_fields=["status", "closed_at"])
    mail.cancel_about(cycle, reason="The certification has ended.")
    return True
