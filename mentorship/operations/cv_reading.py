"""What a reviewer writes: comments on lines, scores, a summary; and what became of them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship import emails
from mentorship.cv_rubric import criteria
from mentorship.models import CvComment, CvReview, CvScore, ReviewStatus, Severity
from mentorship.operations import crediting
from mentorship.operations.cvs import touch, use_of
from mentorship.operations.locking import lock_diaries

COMMENTS = 60
NOT_NOW = "This review is {status}: nothing is written in it now."
TOLD = "This comment was returned to its owner and stays as it is."


@dataclass(frozen=True)
class Remark:
    """What is said to the lines `start` to `end`, numbered from 1."""

    start: int
    end: int
    severity: Severity
    text: str


@dataclass(frozen=True)
class Mark:
    """A level from 1 to 4, and why."""

    level: int
    words: str = ""


@transaction.atomic
def begin(*, review: CvReview) -> CvReview:
    """The reviewer reads; from now on its owner waits with the next version. Twice is once."""
    return _to_write_in(review)


def _to_write_in(review: CvReview) -> CvReview:
    """The review, locked, that its reviewer may write in; the first word begins it."""
    review = locked(review)
    if review.status == ReviewStatus.ASSIGNED:
        review.move("begin")
        review.save(update_fields=["status"])
    if not review.can_be_written:
        raise RuleBroken(NOT_NOW.format(status=review.status_words))
    return review


@transaction.atomic
def comment(*, review: CvReview, remark: Remark, key: uuid.UUID) -> CvComment:
    """Say something to some lines of the newest version. The same key again is the same comment."""
    review = _to_write_in(review)
    token = uuid.uuid5(key, f"comment in {review.pk}")
    known = review.comments.filter(form_token=token).first()
    if known:
        return known
    if review.comments.filter(told_at__isnull=True).count() >= COMMENTS:
        raise RuleBroken(f"{COMMENTS} comments are more than anybody can act on.")
    made = CvComment(review=review, version=review.version, form_token=token)
    return _say(made, remark)


@transaction.atomic
def change_comment(*, comment: CvComment, remark: Remark) -> CvComment:
    """Say it better, before it is returned."""
    return _say(_untold(comment), remark)


@transaction.atomic
def remove_comment(*, comment: CvComment) -> None:
    """Take a comment back before it is returned."""
    _untold(comment).delete()


def _untold(comment: CvComment) -> CvComment:
    _to_write_in(comment.review)
    comment = locked(comment)
    if comment.told_at:
        raise RuleBroken(TOLD)
    return comment


def _say(comment: CvComment, remark: Remark) -> CvComment:
    lines = comment.version.lines
    start, end = sorted((remark.start, remark.end))
    if start < 1 or end > len(lines):
        raise RuleBroken(f"This version has the lines 1 to {len(lines)}.")
    comment.start, comment.end = start, end
    comment.quoted = "\n".join(lines[start - 1 : end])
    comment.severity, comment.text = remark.severity, remark.text.strip()
    comment.save()
    return comment


@dataclass(frozen=True)
class Verdict:
    """What is said of the whole: a summary, and a mark for each criterion by its key."""

    summary: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)


@transaction.atomic
def keep_verdict(*, review: CvReview, verdict: Verdict) -> CvReview:
    """Keep a first verdict as it is so far; nobody else reads it yet.

    Of a new version it is said at once, when it is returned: its owner reads the one before.
    """
    review = _to_write_in(review)
    if review.was_returned:
        raise RuleBroken("Return it with your new summary; the first one stands until then.")
    return _judge(review, verdict)


def _judge(review: CvReview, verdict: Verdict) -> CvReview:
    review.summary = verdict.summary.strip() or review.summary
    review.save(update_fields=["summary"])
    for criterion in criteria():
        mark = verdict.marks.get(criterion.key)
        if mark:
            says = {"level": mark.level, "words": mark.words.strip()}
            CvScore.objects.update_or_create(review=review, criterion=criterion.key, defaults=says)
    return review


@transaction.atomic
def return_review(*, review: CvReview, verdict: Verdict) -> CvReview:
    """Give the CV back with what was said to it. Raises RuleBroken while something is missing."""
    lock_diaries(mentors=(), students=[review.document.owner_id])
    review = locked(review)
    if review.status == ReviewStatus.RETURNED:
        return review
    review = _judge(_to_write_in(review), verdict)
    _refuse_unfinished(review)
    now = timezone.now()
    review.move("return")
    review.returned_at = now
    review.save(update_fields=["status", "returned_at"])
    review.comments.filter(told_at__isnull=True).update(told_at=now)
    touch(review.document)
    crediting.consume(use=use_of(review))
    mail.queue(emails.cv_returned(review))
    return review


def _refuse_unfinished(review: CvReview) -> None:
    scored = set(review.scores.values_list("criterion", flat=True))
    missing = [one.name for one in criteria() if one.key not in scored]
    if missing:
        raise RuleBroken(f"Still to score: {', '.join(missing)}.")
    if not review.summary:
        raise RuleBroken("Write a summary: what to keep, and what to change first.")
    if not review.comments.exists():
        raise RuleBroken("Say something to at least one line.")


@transaction.atomic
def tick(*, review: CvReview, done: Collection[int], by: User) -> int:
    """Set which comments the newest version resolves; how many it does now.

    Only a version later than the one a comment speaks of can resolve it.
    """
    review = locked(review)
    if not review.was_returned or not review.is_open:
        raise RuleBroken("Comments are ticked while a review that was returned is open.")
    told = review.comments.told().filter(version__number__lt=review.version.number)
    for one in told.exclude(severity=Severity.PRAISE).select_for_update(of=("self",)):
        if (one.pk in done) != one.is_resolved:
            one.resolved_in = review.version if one.pk in done else None
            one.resolved_by = by if one.pk in done else None
            one.save(update_fields=["resolved_in", "resolved_by"])
    touch(review.document)
    return review.comments.filter(resolved_in__isnull=False).count()
