"""Appeals against decisions and complaints about our work, answered by who had no part."""

import datetime as dt
import uuid

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet, Value
from django.utils import timezone

from certification.emails import decisions as emails
from certification.models import (
    Appeal,
    AppealKind,
    AppealStatus,
    Attempt,
    AttemptStatus,
    Decision,
    Mark,
)
from certification.models.marking import HasTie
from certification.operations import deciding, log
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.moves import locked

TO_APPEAL = dt.timedelta(days=30)  # after the result
TO_ANSWER = dt.timedelta(days=30)
ONE_COMPLAINT = 7_503  # the advisory lock of who complains: the second of two clicks waits


@transaction.atomic
def appeal(*, attempt: Attempt, by: User, grounds: str) -> Appeal:
    """Contest the decision on an attempt. Appealing again returns the appeal there is.

    Raises RuleBroken before the result is out, and when 30 days have passed since.
    """
    attempt = locked(attempt)
    decision = attempt.decisions.order_by("-number").first()
    if attempt.status != AttemptStatus.RELEASED or decision is None:
        raise RuleBroken("There is no result to appeal against yet.")
    made = decision.appeals.filter(kind=AppealKind.APPEAL).first()
    if made:
        return made
    if timezone.now() > appeal_until(attempt):
        raise RuleBroken(
            "The 30 days in which a decision can be appealed are over.",
            instead="You can still send us a complaint about how we worked.",
        )
    return _received(AppealKind.APPEAL, by, grounds, attempt=attempt, decision=decision)


def appeal_until(attempt: Attempt) -> dt.datetime:
    """The last instant for an appeal: 30 days after the result went out."""
    decision = attempt.decisions.latest("number")
    out = decision.batch.released_at if decision.batch else None
    return (out or decision.created_at) + TO_APPEAL


@transaction.atomic
def complain(*, by: User, grounds: str, key: uuid.UUID) -> Appeal:
    """Tell us what we did wrong. The same key is the same complaint, once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_COMPLAINT, by.pk])
    made = Appeal.objects.of(by).filter(request_key=key).first()
    return made or _received(AppealKind.COMPLAINT, by, grounds, request_key=key)


def _received(kind: AppealKind, by: User, grounds: str, **about: object) -> Appeal:
    made = Appeal.objects.create(
        kind=kind, made_by=by, grounds=grounds, due_at=timezone.now() + TO_ANSWER, **about
    )
    log.record(act=f"{kind}.received", subject=made, actor=by)
    mail.queue(emails.appeal_received(made))
    return made


def free_to_review(appeal: Appeal) -> QuerySet[User]:
    """Colleagues who may be asked, by the rule that a trigger keeps; by name."""
    staff = User.objects.filter(is_active=True, groups__name__in=(Role.EXAMINER, Role.MANAGER))
    decided = Decision.objects.filter(attempt=appeal.attempt_id).values("decided_by")
    marked = Mark.objects.filter(task__attempt_item__attempt=appeal.attempt_id).values("marked_by")
    free = staff.exclude(pk=appeal.made_by_id).exclude(pk__in=decided).exclude(pk__in=marked)
    return (
        free.exclude(HasTie(F("pk"), Value(appeal.made_by_id)))
        .distinct()
        .order_by("display_name", "pk")
    )


def assign(*, appeal: Appeal, reviewer: User, by: User) -> Appeal:
    """Give it to somebody who neither marked, decided, taught nor mentored; else RuleBroken."""
    try:
        with transaction.atomic():
            appeal = locked(appeal)
            appeal.move("assign")
            appeal.reviewer = reviewer
            appeal.save()
            log.record(act="appeal.assigned", subject=appeal, actor=by, reviewer=reviewer.pk)
            return appeal
    except IntegrityError as error:
        raise RuleBroken(
            f"{reviewer.name} had a part in this, so somebody else reviews it."
        ) from error


@transaction.atomic
def turn_away(*, appeal: Appeal, by: User, answer: str) -> Appeal:
    """Not admissible, with the reason."""
    return _answer(locked(appeal), "turn_away", by, answer)


@transaction.atomic
def answer(*, appeal: Appeal, act: str, by: User, answer: str) -> Appeal:
    """The reviewer's answer: uphold, uphold_partly or dismiss.

    An upheld appeal reopens the decision, so that somebody free decides anew.
    """
    if appeal.attempt:
        locked(appeal.attempt)  # the paper first, as whoever appeals or scores takes it
    appeal = locked(appeal)
    if appeal.reviewer_id != by.pk:
        raise RuleBroken("Only the reviewer it was given to answers this.")
    appeal = _answer(appeal, act, by, answer)
    overturned = appeal.status in (AppealStatus.UPHELD, AppealStatus.PARTLY)
    if overturned and appeal.kind == AppealKind.APPEAL and appeal.attempt:
        deciding.reopen(attempt=appeal.attempt, by=by, why=f"Appeal: {appeal.status}")
    return appeal


def _answer(appeal: Appeal, act: str, by: User, words: str) -> Appeal:
    if not words:
        raise RuleBroken("Write the answer: the person reads it.")
    appeal.move(act)
    appeal.answer, appeal.answered_at = words, timezone.now()
    appeal.save()
    log.record(act=f"appeal.{act}", subject=appeal, actor=by)
    mail.queue(emails.appeal_answered(appeal))
    return appeal
