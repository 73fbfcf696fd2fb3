"""A holder renews: the same certification, for another period."""

from django.conf import settings
from django.db import transaction

from certification import cpd
from certification.models import Certification, CycleStatus, RenewalCycle
from certification.models.certification import HOLDS
from certification.operations import auditing, cycles
from certification.standing import ends_for_good, opens_on, today
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import again_after_deadlock, locked


@again_after_deadlock
@transaction.atomic
def ask_to_renew(*, cycle: RenewalCycle, by: User) -> RenewalCycle:
    """The holder renews: at once, or after an audit when the draw says so.

    Asking again changes nothing. Raises RuleBroken while hours are missing, before renewal opens
    and after it has expired.
    """
    certification = locked(cycle.certification)
    if certification.holder_id != by.pk:
        raise RuleBroken("Only the holder renews.")
    cycle = locked(cycle)
    if cycle.status in (CycleStatus.RENEWED, CycleStatus.AUDIT):
        return cycle
    refuse_too_early_or_late(certification)
    refuse_missing_hours(cycle)
    if auditing.pick(cycle=cycle):
        return locked(cycle)
    return cycles.close(cycle=cycle, act="renew", by=by)


def refuse_too_early_or_late(certification: Certification) -> None:
    """Raises RuleBroken unless it can be renewed today."""
    day = today()
    if certification.status not in HOLDS or day >= ends_for_good(certification):
        raise RuleBroken(
            "It can no longer be renewed here.",
            instead=f"Call {settings.PHONE}: a person can help.",
        )
    if day < opens_on(certification):
        raise RuleBroken(f"Renewal opens on {opens_on(certification):%-d %B %Y}.")


def refuse_missing_hours(cycle: RenewalCycle) -> None:
    """Raises RuleBroken while hours are missing; the sentence says which."""
    held = cycle.account()
    if not held.is_complete:
        raise RuleBroken(cpd.sentence(held))
