"""Certified people on their way to renewal."""

import datetime as dt
import itertools
import uuid
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from certification.models import Certification, CpdEntry, RenewalCycle
from certification.operations import auditing, cycles
from certification.operations import cpd as hours
from certification.standing import today
from institute.accounts.models import User
from tests import certifying as given
from tests.certification import credential_cases

CPD = {
    "total": 20,
    "categories": {
        "learning": {"name": "Courses and talks", "least": 4, "most": 16},
        "practice": {"name": "Practice: simulations", "least": 4, "most": 20},
        "giving": {"name": "Given to others", "least": 0, "most": 10},
        "reading": {"name": "Reading", "least": 0, "most": 6},
    },
}
_seeds = itertools.count()


def certified(*, ends_in: int = 100, who: User | None = None, **fields: object) -> Certification:
    """Certified for 36 months, so many days before the end, with its cycle open."""
    until = today() + dt.timedelta(days=ends_in)
    begins = until - dt.timedelta(days=1095)
    certification = credential_cases.certification(
        who,
        scheme_version=given.scheme_version(cpd=CPD),
        awarded_on=begins,
        period=DateRange(begins, until),
        **fields,
    )
    cycles.open_cycle(certification=certification)
    return certification


def cycle_of(certification: Certification, *, audited: bool = False) -> RenewalCycle:
    """The running cycle, with a seed on which the draw falls, or does not."""
    cycle: RenewalCycle = certification.cycles.running().get()
    while (auditing.draw(cycle) < auditing.SHARE) != audited:
        cycle.seed = f"seed {next(_seeds)}"
    cycle.save(update_fields=["seed"])
    return cycle


def claimed(
    cycle: RenewalCycle, category: str = "learning", some: str = "10", **fields: object
) -> CpdEntry:
    """Hours the holder claims for a week ago."""
    said: dict[str, object] = {
        "category": category,
        "title": "A workshop on vendor contracts",
        "done_on": today() - dt.timedelta(days=7),
        "hours": Decimal(some),
    }
    return hours.claim(
        cycle=cycle,
        by=cycle.certification.holder,
        said=hours.Claim(**said | fields),  # type: ignore[arg-type]
        key=uuid.uuid4(),
    )


def complete(certification: Certification, *, audited: bool = False) -> RenewalCycle:
    """The cycle with all the hours it asks for, claimed."""
    cycle = cycle_of(certification, audited=audited)
    claimed(cycle, "learning", "12")
    claimed(cycle, "practice", "8")
    return cycle
