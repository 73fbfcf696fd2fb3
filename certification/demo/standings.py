"""Certifications in every standing, with the documents about them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from certification import standing
from certification.demo.clock import A_DAY, ago
from certification.demo.ledger import Ledger
from certification.demo.people import Staff, student
from certification.demo.rules import pilot_of, version_of
from certification.models import Certification, CertificationEvent, Standing
from certification.operations import certifying, cpd, cycles, issuing, log
from institute.accounts.models import User

MONTHS = 36
SUSPENDED = "A complaint about a copied portfolio is being looked into. It is decided by spring."
WITHDRAWN = "Questions of the exam were published under the holder's name, as they confirmed."
NEW_NAME = "Nakoa-Castellanos"


@dataclass(frozen=True)
class Old:
    """One of the first holders: `ends` days from today, and what has happened since."""

    holder: User
    ends: int
    level: str = "professional"
    acts: tuple[tuple[int, str, str], ...] = ()  # days ago, act, why


# What our own people did since the pilot: category, title, hours, days ago.
HOURS = (
    ("learning", "Conference on platform engineering, three talks noted", "6", 510),
    ("learning", "Course: service level objectives in practice", "12", 330),
    ("practice", "Peer review of a data-centre exit, with written findings", "8", 240),
    ("giving", "Mentored two new program managers at work", "9", 150),
    ("profession", "Article on vendor milestones that can be tested", "4.5", 70),
)


def plant_pilots(holders: Sequence[User], ledger: Ledger) -> None:
    """Whoever was certified before there were forms, and how that went on."""
    for one in _olds(holders):
        granted = ago(-one.ends) - dt.timedelta(days=3 * 365 + 1)
        ledger.do(granted, partial(_grant, one))
        for days, act, reason in one.acts:
            ledger.do(ago(days), partial(_change, one, act, reason))


def _olds(holders: Sequence[User]) -> list[Old]:
    """By the calendar where the calendar moves them, by hand where people do."""
    people = (student(3), *holders)
    due, grace, expired, suspended, withdrawn, renewed, renamed, leads, *asking = people
    calendar = "By the calendar."
    return [
        Old(due, 100, acts=((80, "fall_due", calendar),)),
        Old(grace, -35, acts=((215, "fall_due", calendar), (35, "enter_grace", calendar))),
        Old(
            expired,
            -190,
            acts=(
                (370, "fall_due", calendar),
                (190, "enter_grace", calendar),
                (100, "lapse", calendar),
            ),
        ),
        Old(suspended, 590, acts=((25, "suspend", SUSPENDED),)),
        Old(withdrawn, 680),
        Old(renewed, 60, acts=((120, "fall_due", calendar),)),
        Old(renamed, 700),
        Old(leads, 800, "leader"),
        *(Old(one, 90, acts=((90, "fall_due", calendar),)) for one in asking),
    ]


def _grant(one: Old) -> None:
    """As `certifying.certify` does, for a decision that was made on paper."""
    today = standing.today()
    pilot = pilot_of(one.level)
    version = pilot if today < pilot.effective.upper else version_of(one.level)
    made = Certification.objects.create(
        holder=one.holder,
        scheme=version.scheme,
        scheme_version=version,
        number=certifying.new_number(today),
        awarded_on=today,
        period=DateRange(today, certifying.months_after(today, MONTHS)),
        is_demo=True,
    )
    CertificationEvent.objects.create(certification=made, act="grant", after=made.status)
    log.record(
        act="certification.grant", subject=made, actor=None, before="", after=made.status, reason=""
    )


def _change(one: Old, act: str, reason: str) -> None:
    held = Certification.objects.get(holder=one.holder)
    certifying.change(certification=held, act=act, by=None, reason=reason)


def plant_documents(holders: Sequence[User], people: Staff) -> int:
    """Sign a document about every certification, then what replaces or ends some; how many.

    They are dated back and signed now: a key signs from the day it is published.
    """
    waiting = Certification.objects.filter(is_demo=True, credentials=None).order_by("pk")
    made = [issuing.issue(certification=one, at=one.created_at) for one in waiting]
    if made:
        withdrawn, renewed, renamed = holders[3:6]
        _withdraw(withdrawn, people)
        _renew(renewed)
        _rename(renamed, people)
        _record_hours(student(3))
    return len(made)


def _withdraw(holder: User, people: Staff) -> None:
    held = Certification.objects.get(holder=holder)
    certifying.change(certification=held, act="withdraw", by=people.manager, reason=WITHDRAWN)


def _renew(holder: User) -> None:
    """Certified anew under today's rules; the first one is superseded."""
    held = Certification.objects.get(holder=holder)
    certifying.change(
        certification=held, act="supersede", by=None, reason="Certified anew under new rules."
    )
    _grant(Old(holder, 0))
    made = Certification.objects.get(holder=holder, status=Standing.ACTIVE)
    issuing.issue(certification=made, at=timezone.now())


def _rename(holder: User, people: Staff) -> None:
    """A new legal name makes a new revision; the first document is superseded."""
    first = holder.name_on_documents.split()[0]
    holder.legal_name = f"{first} {NEW_NAME}"
    holder.display_name = holder.legal_name
    holder.save(update_fields=["legal_name", "display_name"])
    held = Certification.objects.get(holder=holder)
    issuing.issue(certification=held, by=people.desk, at=timezone.now())


def _record_hours(holder: User) -> None:
    """Hours towards a renewal that is due: enough of some kinds, too few of others."""
    cycle = cycles.open_cycle(certification=Certification.objects.get(holder=holder))
    for number, (category, title, hours, days) in enumerate(HOURS):
        said = cpd.Claim(category, title, (timezone.now() - days * A_DAY).date(), Decimal(hours))
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo hours {number}")
        cpd.claim(cycle=cycle, by=holder, said=said, key=key)
