"""The waiting list: a freed seat becomes one timed offer to one person, then to the next."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from courses import emails
from courses.models import Cohort, Enrolment, WaitlistEntry
from courses.operations.seats import give_back_seat, locked_with_cohort, take_seat, why_closed
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

OFFER = dt.timedelta(hours=24)


@transaction.atomic
def join_waitlist(*, student: User, cohort: Cohort) -> WaitlistEntry:
    """Stand in line. Joining again returns the place in line already held."""
    cohort = locked(cohort)  # the line has one order and one length
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
    if not cohort.takes_enrolments:
        raise RuleBroken(why_closed(cohort), instead="See the other dates of this course.")
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
    cohort = locked(cohort)
    if cohort.starts_at <= timezone.now():
        return None
    entry = cohort.waitlist.waiting().select_for_update(of=("self",)).first()
    if entry is None or not take_seat(cohort):
        return None
    entry.move("offer")
    entry.offer_expires_at = min(timezone.now() + OFFER, cohort.starts_at)
    entry.save(update_fields=["status", "offer_expires_at"])
    mail.queue(emails.place_offered(entry))
    return entry


@transaction.atomic
def decline_offer(*, entry: WaitlistEntry) -> None:
    """Say no: the seat goes to the next in line. Declining twice is once."""
    entry = locked_with_cohort(entry)
    if entry.can("decline"):
        let_go(entry, "decline")


@transaction.atomic
def expire_offer(*, entry: WaitlistEntry) -> bool:
    """End an offer nobody answered; False when it was answered meanwhile."""
    entry = locked_with_cohort(entry)
    over = entry.offer_expires_at is not None and entry.offer_expires_at <= timezone.now()
    if not entry.can("expire") or not over:
        return False
    let_go(entry, "expire")
    mail.queue(emails.offer_expired(entry))
    return True


def let_go(entry: WaitlistEntry, act: str) -> None:
    """End an offer; its seat goes to the next in line."""
    entry.move(act)
    entry.save(update_fields=["status"])
    free_seat(entry.cohort)


def free_seat(cohort: Cohort) -> None:
    """Return a seat and offer it to the next in line. The caller holds the cohort's lock."""
    give_back_seat(cohort)
    offer_next(cohort)


@transaction.atomic
def leave_waitlist(*, entry: WaitlistEntry) -> None:
    """Step out of the line. An open offer is declined instead."""
    entry = locked_with_cohort(entry)
    if entry.can("leave"):
        entry.move("leave")
        entry.save(update_fields=["status"])
    elif entry.can("decline"):
        let_go(entry, "decline")
