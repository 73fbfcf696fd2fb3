"""The waiting list: a freed seat becomes one timed offer to one person, then to the next."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import emails
from courses.models import Cohort, CohortState, Enrolment, WaitlistEntry
from courses.operations.seats import give_back_seat, take_seat
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

OFFER = dt.timedelta(hours=24)


def join_waitlist(*, student: User, cohort: Cohort) -> WaitlistEntry:
    """Stand in line. Joining again returns the place in line already held."""
    try:
        return _join(student, cohort)
    except IntegrityError:
        return WaitlistEntry.objects.live().get(student=student, cohort=cohort)


@transaction.atomic
def _join(student: User, cohort: Cohort) -> WaitlistEntry:
    known = cohort.waitlist.live().filter(student=student).first()
    if known:
        return known
    _refuse_needless(student, cohort)
    entry = WaitlistEntry.objects.create(student=student, cohort=cohort)
    mail.queue(emails.waitlisted(entry))
    offer_next(cohort)  # a seat may have freed while the form was open
    entry.refresh_from_db()
    return entry


def _refuse_needless(student: User, cohort: Cohort) -> None:
    """Raise RuleBroken where standing in line could lead nowhere."""
    if cohort.status != CohortState.OPEN:
        raise RuleBroken("This cohort takes no more people.")
    if Enrolment.objects.holding_a_place().filter(student=student, cohort=cohort).exists():
        raise RuleBroken("You already have a place in this cohort.")
    if cohort.waitlist.waiting().count() >= cohort.waitlist_limit:
        raise RuleBroken(
            "The waiting list for this cohort is full too.",
            instead="See the other dates of this course, or call us.",
        )


@transaction.atomic
def offer_next(cohort: Cohort) -> WaitlistEntry | None:
    """Offer a free seat to whoever waits longest; the seat is held while the offer stands."""
    if cohort.starts_at <= timezone.now() or cohort.status != CohortState.OPEN:
        return None
    entry = cohort.waitlist.waiting().select_for_update(skip_locked=True, of=("self",)).first()
    if entry is None or not take_seat(cohort, past_the_line=True):
        return None
    entry.move("offer")
    entry.offer_expires_at = min(timezone.now() + OFFER, cohort.starts_at)
    entry.save(update_fields=["status", "offer_expires_at"])
    mail.queue(emails.place_offered(entry))
    return entry


@transaction.atomic
def decline_offer(*, entry: WaitlistEntry) -> None:
    """Say no: the seat goes to the next in line. Declining twice is once."""
    entry = locked(entry)
    if entry.can("decline"):
        _let_go(entry, "decline")


@transaction.atomic
def expire_offer(*, entry: WaitlistEntry) -> bool:
    """End an offer nobody answered; False when it was answered meanwhile."""
    entry = locked(entry)
    over = entry.offer_expires_at is not None and entry.offer_expires_at <= timezone.now()
    if not entry.can("expire") or not over:
        return False
    _let_go(entry, "expire")
    mail.queue(emails.offer_expired(entry))
    return True


def _let_go(entry: WaitlistEntry, act: str) -> None:
    entry.move(act)
    entry.save(update_fields=["status"])
    give_back_seat(entry.cohort)
    offer_next(entry.cohort)


@transaction.atomic
def leave_waitlist(*, entry: WaitlistEntry) -> None:
    """Step out of the line. An open offer is declined instead."""
    entry = locked(entry)
    if entry.can("leave"):
        entry.move("leave")
        entry.save(update_fields=["status"])
    elif entry.can("decline"):
        _let_go(entry, "decline")
