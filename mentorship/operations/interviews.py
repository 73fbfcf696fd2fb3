"""An interview to prepare for: planned backwards, planned again when it moves, and debriefed."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.emails import interviews as letters
from mentorship.models import InterviewTarget, OfferKind, TargetStatus, WaitlistEntry

FARTHEST = dt.timedelta(days=366)
MOST_AHEAD = 20
FOR_INTERVIEWS = (OfferKind.MOCK, OfferKind.COACHING)


@dataclass(frozen=True)
class Aim:
    """What a student prepares for; `at` is an instant, `zone` the clock the invitation names."""

    company: str
    role: str
    at: dt.datetime
    zone: str
    level: str = ""
    interview_round: str = ""


@dataclass(frozen=True)
class Debrief:
    """How it went, in the student's words."""

    outcome: str
    asked: str = ""
    learned: str = ""


@transaction.atomic
def aim_for(*, student: User, aim: Aim, form_token: uuid.UUID) -> InterviewTarget:
    """Plan an interview backwards from its moment. The same form again returns the first plan."""
    known = InterviewTarget.objects.filter(form_token=form_token, student=student).first()
    if known:
        return known
    _refuse_impossible(aim)
    if InterviewTarget.objects.visible_to(student).to_come().count() >= MOST_AHEAD:
        raise RuleBroken(f"You prepare for {MOST_AHEAD} interviews already. Call one off first.")
    target, is_new = InterviewTarget.objects.get_or_create(
        form_token=form_token,
        student=student,
        defaults={**vars(aim), "planned_at": timezone.now(), "is_demo": student.is_demo},
    )
    if is_new:
        _announce(target)
    return target


@transaction.atomic
def change_interview(*, target: InterviewTarget, aim: Aim) -> InterviewTarget:
    """Correct what is known of it; another date makes another plan, and stops the old letters."""
    target = locked(target)
    if target.status != TargetStatus.AHEAD:
        raise RuleBroken(f"This interview cannot change: it is {target.status_words}.")
    moved = target.at != aim.at
    for name, value in vars(aim).items():
        setattr(target, name, value)
    if moved:
        _refuse_impossible(aim)
        target.planned_at = timezone.now()
        target.sequence += 1
        mail.cancel_about(
            target, before_sequence=target.sequence, reason="The interview has another date."
        )
    target.save()
    if moved:
        _announce(target)
    return target


@transaction.atomic
def call_off(*, target: InterviewTarget) -> InterviewTarget:
    """It does not take place. Nothing more is written about it; calling off twice is once."""
    target = locked(target)
    if target.status == TargetStatus.DROPPED:
        return target
    target.move("drop")
    target.save(update_fields=["status"])
    mail.cancel_about(target, reason="The student called the interview off.")
    _tell_waiting_list(target)
    return target


@transaction.atomic
def debrief(*, target: InterviewTarget, says: Debrief) -> InterviewTarget:
    """Keep what came of it; may be said again when the answer comes later."""
    target = locked(target)
    if not target.is_over:
        raise RuleBroken("Come back after the interview: it lies ahead.")
    target.move("debrief")
    target.outcome = says.outcome
    target.asked, target.learned = says.asked.strip(), says.learned.strip()
    target.debriefed_at = target.debriefed_at or timezone.now()
    target.save(update_fields=["status", "outcome", "asked", "learned", "debriefed_at"])
    mail.cancel_about(target, reason="The student told us how it went.")
    _tell_waiting_list(target)
    return target


def next_interview_on(student: User) -> dt.date | None:
    """The day of the student's nearest interview, on the clock of its invitation."""
    nearest = InterviewTarget.objects.visible_to(student).to_come().first()
    return nearest.day if nearest else None


def _refuse_impossible(aim: Aim) -> None:
    now = timezone.now()
    if aim.at <= now:
        raise RuleBroken("Choose a moment that lies ahead.")
    if aim.at - now > FARTHEST:
        raise RuleBroken("Choose a moment within the next year.")


def _announce(target: InterviewTarget) -> None:
    mail.queue(letters.plan_made(target))
    mail.queue(letters.debrief_asked(target))
    _tell_waiting_list(target)


def _tell_waiting_list(target: InterviewTarget) -> None:
    """Whoever has the nearest interview is offered a freed hour first.

    A date that the student typed into the waiting list stays when there is no interview to take
    its place.
    """
    waits = WaitlistEntry.objects.live().visible_to(target.student)
    waits = waits.filter(offer__kind__in=FOR_INTERVIEWS)
    nearest = next_interview_on(target.student)
    if nearest is None:
        waits = waits.filter(interview_on=target.day)
    waits.update(interview_on=nearest)
