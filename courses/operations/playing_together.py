"""A class on one deal: everybody plays the same luck, and the first finished run counts."""

import secrets

from django.db import transaction

from courses.models import Enrolment, Scenario, SimulationRun
from courses.models.cohort import Cohort
from courses.models.run import RunMode
from courses.operations import simulating
from institute.errors import RuleBroken

NOT_IN_CLASS = "Your place in this class is not confirmed, so you cannot play its deal yet."


@transaction.atomic
def play_with_class(*, enrolment: Enrolment, scenario: Scenario) -> SimulationRun:
    """Deal what the learner's class was dealt; a run of theirs still in play is given back.

    Raises RuleBroken without a confirmed place, or when the deal was debriefed with them already.
    """
    if not Enrolment.objects.learning().contains(enrolment):
        raise RuleBroken(NOT_IN_CLASS)
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=enrolment.cohort_id)
    dealt = SimulationRun.objects.of_class(cohort.pk, scenario.pk)
    mine = dealt.of(enrolment.student).playing().first()
    if mine:
        return mine
    first = dealt.order_by("started_at").first()
    return simulating.start(
        user=enrolment.student,
        scenario=scenario,
        enrolment=enrolment,
        mode=RunMode.CLASS,
        seed=first.seed if first else _new_deal(scenario),
    )


def _new_deal(scenario: Scenario) -> int:
    """A certified deal for a class; any deal while none of this scenario is certified."""
    if scenario.current is None:
        raise RuleBroken(simulating.NOT_PLAYED)
    certified = list(scenario.current.seeds.certified().values_list("seed", flat=True))
    return secrets.choice(certified) if certified else secrets.randbelow(2**31)
