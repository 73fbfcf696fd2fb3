"""What stands around examinations: applications, more time, an appeal, and things to look at."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from certification.demo.clock import ago
from certification.demo.ledger import Ledger
from certification.demo.people import Staff, student
from certification.demo.rules import version_of
from certification.demo.sittings import Sitting
from certification.models import Attempt, Signal, SignalKind
from certification.operations import (
    accommodating,
    appealing,
    applying,
    integrity,
    measuring,
)
from institute.accounts.models import User

GROUNDS = (
    "The second case gives the freeze in two places, and the two do not agree: the table says "
    "Friday and the text says the week after. I answered by the table. I ask that my answer be "
    "read again with that in mind."
)
WORK = (
    "I coordinate four teams that move our booking platform to two regions: a network, a data and "
    "two product teams. I carry the plan and the cutover, and nobody reports to me."
)
NEEDS = "Reads with a screen reader. A letter of 2025 is with the desk."
LACKS = "The plan you sent is of one team. Send one that crossed at least two, and apply again."
LOOKED = "The building's network went over to its second line at that minute. Nothing to follow."


@dataclass(frozen=True)
class Applied:
    """Who applied, and what was answered, in days before today."""

    student: int
    days: int
    level: str
    admitted: int = 0
    rejected: int = 0


APPLICATIONS = (
    Applied(0, 8, "professional", admitted=6),
    Applied(5, 9, "associate", admitted=7),
    Applied(6, 1, "associate"),
    Applied(8, 21, "professional", rejected=17),
)


def plant_around(sittings: Sequence[Sitting], people: Staff, ledger: Ledger) -> None:
    """Say in the ledger what happened beside the sittings."""
    for applied in APPLICATIONS:
        _apply(applied, people, ledger)
    ledger.do(ago(5), partial(_give_time, people))
    failed = next(one for one in sittings if one.story.person == student(4))
    ledger.do(ago(5, hour=19), partial(_appeal, failed))
    for one in sittings:
        if one.story.oddity:
            assert one.attempt.submitted_at
            at = one.attempt.submitted_at + dt.timedelta(minutes=20)
            ledger.do(at, partial(integrity.look_at, one.attempt))
    ledger.do(ago(3), partial(_settle_one, people))


def _apply(one: Applied, people: Staff, ledger: Ledger) -> None:
    """Somebody applies, and may have been answered."""
    person, scheme = student(one.student), version_of(one.level).scheme
    said = applying.Declared(WORK, 40, "Plan of the move, two versions, by email.", True)
    apply = partial(applying.apply, candidate=person, scheme=scheme, declared=said)
    ledger.do(ago(one.days), apply)
    if one.admitted:
        ledger.do(ago(one.admitted), partial(_admit, person, people))
    if one.rejected:
        ledger.do(ago(one.rejected), partial(_reject, person, people))


def _admit(person: User, people: Staff) -> None:
    application = person.applications.get()
    applying.admit(application=application, by=people.desk, reason="The plan shows the work.")


def _reject(person: User, people: Staff) -> None:
    applying.reject(application=person.applications.get(), by=people.desk, reason=LACKS)


def _give_time(people: Staff) -> None:
    """One person has a time and a quarter in every sitting, and breaks of their own."""
    what = accommodating.Grant(Decimal("1.25"), 10, since=ago(5).date(), reason=NEEDS)
    accommodating.grant(person=student(5), what=what, by=people.manager)


def _appeal(one: Sitting) -> None:
    attempt = Attempt.objects.get(pk=one.attempt.pk)
    appealing.appeal(attempt=attempt, by=one.story.person, grounds=GROUNDS)


def _settle_one(people: Staff) -> None:
    """A person has looked at one of them; the others wait."""
    signal = Signal.objects.waiting().filter(kind=SignalKind.ADDRESS).first()
    if signal:
        integrity.settle(signal=signal, outcome=LOOKED, by=people.examiner)


def measure(sittings: Sequence[Sitting], people: Staff) -> None:
    """A snapshot of what the answers say about the questions."""
    for form in {one.attempt.form for one in sittings}:
        analysis = measuring.ask_analysis(form=form, by=people.examiner)
        while not measuring.analyse_on(analysis.pk):
            pass  # a turn is short; a busy machine needs several
