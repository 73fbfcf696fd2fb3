"""Scorecards: written once for each mock interview, corrected only by a revision."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.emails import interviews as letters
from mentorship.models import (
    Booking,
    BookingStatus,
    OfferKind,
    QuestionUse,
    Rubric,
    Score,
    Scorecard,
)

TAKES_SCORES = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED)


@dataclass(frozen=True)
class Judged:
    """A level from 1 to 4 and the words of the student that earned it."""

    level: int
    evidence: str


@dataclass(frozen=True)
class Assessment:
    """What a mentor writes: a judgement for each criterion by its key, and words for two readers.

    `asked` are the questions of the sheet that were really asked, by their use; None keeps all.
    """

    scores: Mapping[str, Judged]
    summary: str
    note: str = ""
    asked: Collection[int] | None = field(default=None)


@transaction.atomic
def submit_scorecard(
    *,
    booking: Booking,
    by: User,
    says: Assessment,
    form_token: uuid.UUID,
    at: dt.datetime | None = None,
) -> Scorecard:
    """The first scorecard of a session; the same form again returns it. `at` is now by default.

    Raises RuleBroken when the session has one already, or cannot have one.
    """
    booking = locked(booking)  # two forms, one scorecard
    _refuse_other_sessions(booking)
    known = booking.scorecards.filter(form_token=form_token).first()
    if known:
        return known
    if booking.scorecards.exists():
        raise RuleBroken(
            "This session has a scorecard already. It stays as it is.",
            instead="Write a revision if something in it is wrong.",
        )
    card = Scorecard(
        booking=booking, by=by, form_token=form_token, submitted_at=at or timezone.now()
    )
    _write(card, Rubric.objects.newest(), says)
    _put_back_unasked(booking, says.asked)
    mail.queue(letters.scorecard_ready(card))
    return card


@transaction.atomic
def revise_scorecard(
    *, card: Scorecard, by: User, says: Assessment, reason: str, form_token: uuid.UUID
) -> Scorecard:
    """A new revision beside the old one, which is kept; the same form again returns it.

    Raises RuleBroken when somebody revised it meanwhile.
    """
    booking = locked(card.booking)
    known = booking.scorecards.filter(form_token=form_token).first()
    if known:
        return known
    latest = Scorecard.objects.of_session(booking)[0]
    if latest.pk != card.pk:
        raise RuleBroken("This scorecard was revised meanwhile. Read the new one first.")
    fresh = Scorecard(
        booking=booking,
        by=by,
        revision=latest.revision + 1,
        reason=reason.strip(),
        form_token=form_token,
        submitted_at=timezone.now(),
    )
    _write(fresh, latest.rubric, says)
    mail.queue(letters.scorecard_ready(fresh))
    return fresh


def _refuse_other_sessions(booking: Booking) -> None:
    if booking.offer.kind != OfferKind.MOCK:
        raise RuleBroken("Only a mock interview has a scorecard.")
    if booking.status not in TAKES_SCORES:
        raise RuleBroken(f"There is nothing to score: the session is {booking.status_words}.")
    if booking.starts_at > timezone.now():
        raise RuleBroken("There is nothing to score yet: the session has not begun.")


def _write(card: Scorecard, rubric: Rubric, says: Assessment) -> None:
    """The card with a score for each criterion; raises RuleBroken when one is missing."""
    criteria = list(rubric.criteria.all())
    missing = [criterion.name for criterion in criteria if criterion.key not in says.scores]
    if missing:
        raise RuleBroken(f"Give a level for {', '.join(missing)}.")
    card.rubric = rubric
    card.summary, card.note = says.summary.strip(), says.note.strip()
    card.save(force_insert=True)
    judged = [(criterion, says.scores[criterion.key]) for criterion in criteria]
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=criterion, level=one.level, evidence=one.evidence.strip())
        for criterion, one in judged
    )


def _put_back_unasked(booking: Booking, asked: Collection[int] | None) -> None:
    """What was on the sheet and not asked may be asked some other day."""
    if asked is not None:
        QuestionUse.objects.filter(booking=booking).exclude(pk__in=asked).delete()
