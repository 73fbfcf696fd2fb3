"""An enquiry becomes a place in a cohort or a request for a mentor, once."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from courses.models import Cohort, WaitlistEntry
from courses.operations.enrolling import Terms, reserve_place
from courses.operations.waiting import join_waitlist
from enquiries import hours
from enquiries.models import (
    Conversion,
    ConvertedTo,
    Enquiry,
    Kind,
    NextAction,
    Status,
    StatusChange,
)
from enquiries.operations.callbacks import cancel_for
from enquiries.operations.inviting import Applicant, account_for, hold_ways_to_reach, invite
from enquiries.operations.working import Happened, Next, move_enquiry, plan_next, record
from institute import panels
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

LOOK_AGAIN = 3 * hours.A_BUSINESS_DAY


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a mentor: one of the offers, and why, in words."""

    offer: str
    words: str = ""


def conversion_of(enquiry: Enquiry) -> Conversion | None:
    """What the enquiry became, or the one it was joined to."""
    mine = Conversion.objects.select_related("enquiry", "student", "enrolment__cohort__version")
    key = enquiry.duplicate_of_id or enquiry.pk
    return mine.filter(enquiry=key).first()


@transaction.atomic
def convert_to_enrolment(
    *, enquiry: Enquiry, cohort: Cohort, by: User, who: Applicant, terms: Terms | None = None
) -> Conversion:
    """Reserve a place for the person who asked, and close the enquiry. Twice is once.

    Another enquiry of the same person for the same cohort joins the first. Raises RuleBroken when
    the cohort is full or closed, without an address, and for an enquiry that is closed.
    """
    hold_ways_to_reach(enquiry, who)
    enquiry = locked(enquiry)  # two members of staff, one enquiry
    known = conversion_of(enquiry)
    if known:
        return known
    student = _student_of(enquiry, who)
    token = uuid.uuid5(enquiry.public_id, "enrolment")
    place = reserve_place(student=student, cohort=cohort, form_token=token, terms=terms)
    first = Conversion.objects.filter(enrolment=place).select_related("enquiry").first()
    if first:
        _join(enquiry, first.enquiry, by)
        return first
    made = Conversion(kind=ConvertedTo.ENROLMENT, enrolment=place)
    return _converted(enquiry, made, student, by, why=str(cohort))


@transaction.atomic
def convert_to_mentorship(*, enquiry: Enquiry, wish: Wish, by: User, who: Applicant) -> Conversion:
    """Open a request for a mentor, and close the enquiry. Twice is once."""
    hold_ways_to_reach(enquiry, who)
    enquiry = locked(enquiry)
    known = conversion_of(enquiry)
    if known:
        return known
    student = _student_of(enquiry, who)
    opening = panels.opening("mentorship")
    key = str(uuid.uuid5(enquiry.public_id, opening.name))
    opened = opening.open(student=student, choice=wish.offer, wish=wish.words, key=key)
    made = Conversion(kind=ConvertedTo.MENTORSHIP, opened=opened.key, opened_url=opened.url)
    return _converted(enquiry, made, student, by, why=opening.label)


@transaction.atomic
def put_in_line(*, enquiry: Enquiry, cohort: Cohort, by: User, who: Applicant) -> WaitlistEntry:
    """Stand the person in line for a full cohort. The enquiry stays open until they have a seat."""
    hold_ways_to_reach(enquiry, who)
    enquiry = locked(enquiry)
    student = _student_of(enquiry, who)
    known = cohort.waitlist.live().filter(student=student).first()
    if known:
        return known
    entry = join_waitlist(student=student, cohort=cohort)
    invite(student)
    next_ = Next(at=hours.after(timezone.now(), LOOK_AGAIN), action=NextAction.CHECK)
    why = f"In line for {cohort}"
    if enquiry.can("start_enrolment"):
        move_enquiry(enquiry=enquiry, act="start_enrolment", by=by, why=why, next_=next_)
    else:
        plan_next(enquiry=enquiry, next_=next_)
    record(enquiry=enquiry, happened=Happened(Kind.NOTE, text=f"{why}."), by=by)
    return entry


def _student_of(enquiry: Enquiry, who: Applicant) -> User:
    if not enquiry.can("convert"):
        words = f"This enquiry is {enquiry.status_words}."
        checked = enquiry.status == Status.QUARANTINED
        raise RuleBroken(words, instead="Release it first." if checked else "Reopen it first.")
    return account_for(enquiry, who)


def _converted(
    enquiry: Enquiry, made: Conversion, student: User, by: User, *, why: str
) -> Conversion:
    """Keep what it became, close the enquiry, and let the person in."""
    made.enquiry, made.student, made.by = enquiry, student, by
    made.is_demo = enquiry.is_demo
    made.save(force_insert=True)
    move_enquiry(enquiry=enquiry, act="convert", by=by, why=why[:300])
    invite(student)
    return made


def _join(enquiry: Enquiry, first: Enquiry, by: User) -> None:
    """The place is held already through another enquiry: this one belongs to it."""
    was = enquiry.status
    enquiry.move("join")
    enquiry.duplicate_of = first
    enquiry.next_action_at, enquiry.next_action = None, ""
    enquiry.save(update_fields=["status", "duplicate_of", "next_action_at", "next_action"])
    StatusChange.objects.create(
        enquiry=enquiry, act="join", was=was, became=enquiry.status, by=by,
        why=f"{first.ref} became this place",
    )  # fmt: skip
    cancel_for(enquiry=enquiry, reason="They are enrolled.")
