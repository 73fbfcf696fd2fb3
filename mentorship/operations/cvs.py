"""CVs as they are sent, version by version, and how they go."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship import emails
from mentorship.cv_files import Cv
from mentorship.models import (
    CvClaim,
    CvComment,
    CvDocument,
    CvReview,
    CvScore,
    CvVersion,
    EmptiedBy,
    ReviewStatus,
    private_files,
)
from mentorship.operations import crediting
from mentorship.operations.locking import lock_diaries

CVS, VERSIONS, A_DAY = 10, 20, 20
GONE = "This CV was deleted. Send it again as a new one."
READING = (
    "Your reviewer is reading version {number} now. Send the next version when the comments are "
    "back."
)


@dataclass(frozen=True)
class Sent:
    """A version, and whether this sending made it: the same file again is the same version."""

    version: CvVersion
    is_new: bool


def start_cv(*, owner: User, title: str, cv: Cv, key: uuid.UUID) -> CvDocument:
    """A new CV with its first version. The same key again returns what it made first."""
    token = _token(key, owner)
    with _files_go_on_failure() as written, transaction.atomic():
        lock_diaries(mentors=(), students=[owner.pk])
        known = CvDocument.objects.visible_to(owner).filter(form_token=token).first()
        if known:
            return known
        if CvDocument.objects.visible_to(owner).kept().count() >= CVS:
            raise RuleBroken(f"You keep {CVS} CVs already.", instead="Delete one of them first.")
        document = CvDocument.objects.create(
            owner=owner, title=title.strip(), form_token=token, is_demo=owner.is_demo
        )
        _write(document, 1, cv, token, written)
        return document


def send_version(*, document: CvDocument, cv: Cv, key: uuid.UUID) -> Sent:
    """The next version of a CV. A returned review becomes a revised one.

    Raises RuleBroken while the reviewer reads, and for a CV that was deleted.
    """
    token = _token(key, document.owner)
    with _files_go_on_failure() as written, transaction.atomic():
        lock_diaries(mentors=(), students=[document.owner_id])
        document = locked(document)
        known = _known(document, cv, token)
        if known:
            return Sent(known, is_new=known.form_token == token)
        review = _review_to_follow(document)
        number = (document.versions.order_by("-number").values_list("number", flat=True)[0]) + 1
        if number > VERSIONS:
            raise RuleBroken(f"A CV keeps {VERSIONS} versions.", instead="Start a new one.")
        version = _write(document, number, cv, token, written)
        touch(document)
        if review:
            _follow(review, version)
        return Sent(version, is_new=True)


def _token(key: uuid.UUID, owner: User) -> uuid.UUID:
    """A form's key is good for one person, wherever else it may be sent."""
    return uuid.uuid5(key, f"cv of {owner.pk}")


@contextmanager
def _files_go_on_failure() -> Iterator[list[str]]:
    """Names of files written inside; without a commit none of them stays."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        remove_files(written)
        raise


def remove_files(names: list[str]) -> None:
    """Delete files for good; one that is gone already is gone."""
    storage = private_files()
    for name in names:
        storage.delete(name)


def _known(document: CvDocument, cv: Cv, token: uuid.UUID) -> CvVersion | None:
    """The version this form or this file made before. Raises RuleBroken for a deleted CV."""
    if document.is_emptied:
        raise RuleBroken(GONE)
    versions = document.versions
    return versions.filter(form_token=token).first() or versions.filter(sha256=cv.sha256).first()


def _review_to_follow(document: CvDocument) -> CvReview | None:
    """The open review a new version belongs to."""
    review = document.reviews.open().select_for_update(of=("self",)).first()
    if review and review.status == ReviewStatus.IN_REVIEW:
        raise RuleBroken(READING.format(number=review.version.number))
    return review


def _write(
    document: CvDocument, number: int, cv: Cv, token: uuid.UUID, written: list[str]
) -> CvVersion:
    """The row and its file. Raises RuleBroken when too many came in one day."""
    today = timezone.now() - dt.timedelta(days=1)
    if CvVersion.objects.sent_since(today, by=document.owner).count() >= A_DAY:
        raise RuleBroken(f"We take {A_DAY} files a day from one person.", instead="Try tomorrow.")
    version = CvVersion(
        document=document,
        number=number,
        sha256=cv.sha256,
        kind=cv.kind,
        name=cv.name,
        size=len(cv.data),
        lines=list(cv.lines),
        form_token=token,
    )
    version.file.save(cv.name, ContentFile(cv.data), save=False)
    written.append(str(version.file.name))
    version.save()
    return version


def _follow(review: CvReview, version: CvVersion) -> None:
    """The review reads the new version; one that was returned comes back to its reviewer."""
    review.version = version
    if review.status == ReviewStatus.RETURNED:
        review.move("revise")
        review.due_at = due_from_now(review)
        review.reminded_at = None
    review.save(update_fields=["version", "status", "due_at", "reminded_at"])
    if review.status == ReviewStatus.REVISED:
        mail.queue(emails.cv_revised(review))


def due_from_now(review: CvReview) -> dt.datetime:
    """By when a reviewer answers: calendar days, so that its owner can count them too."""
    return timezone.now() + dt.timedelta(days=review.offer.due_days)


def touch(document: CvDocument) -> None:
    """Somebody worked with it: the twelve months begin again."""
    CvDocument.objects.filter(pk=document.pk).update(last_used_at=timezone.now())


def use_of(review: CvReview) -> crediting.Use:
    """What the ledger calls this review."""
    return crediting.Use(f"review {review.pk}", review.offer.kind, review.offer.credits)


@transaction.atomic
def empty_cv(*, document: CvDocument, why: EmptiedBy) -> CvDocument:
    """Delete the files and words of a CV; the row stays and says so. Twice is once."""
    lock_diaries(mentors=(), students=[document.owner_id])
    document = locked(document)
    if document.is_emptied:
        return document
    for review in document.reviews.open().select_for_update(of=("self",)):
        end_review(review)
    files = list(document.versions.with_file().values_list("file", flat=True))
    _forget_words(document)
    document.emptied_at, document.emptied_by = timezone.now(), why
    document.save(update_fields=["emptied_at", "emptied_by"])
    transaction.on_commit(partial(remove_files, files))  # what is lost here, the sweep removes
    return document


def end_review(review: CvReview) -> None:
    """Nothing is left to read: what nobody began costs nothing."""
    began = not review.can("withdraw")
    review.move("abandon" if began else "withdraw")
    review.closed_at = timezone.now()
    review.save(update_fields=["status", "closed_at"])
    if not began or not review.was_returned:
        crediting.release(use=use_of(review), why="The CV was deleted before it was reviewed.")
    mail.cancel_about(review, reason="The CV was deleted.")


def _forget_words(document: CvDocument) -> None:
    CvClaim.objects.filter(version__document=document).delete()
    CvComment.objects.filter(review__document=document).delete()
    CvScore.objects.filter(review__document=document).update(words="")
    document.reviews.update(wish="", summary="")
    gone = Concat(Value("gone "), Cast(F("number"), CharField()))
    document.versions.update(file="", lines=[], name="", sha256=gone)
