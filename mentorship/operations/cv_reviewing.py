"""Asking for a review of a CV, dealing it to a reviewer, and ending it."""

import uuid

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from institute import mail
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship import emails
from mentorship.models import CvDocument, CvReview, Mentor, Offer, OfferKind, ReviewStatus
from mentorship.models.cv_reviews import FOR_REVIEWERS
from mentorship.operations import crediting
from mentorship.operations.cvs import GONE, due_from_now, touch, use_of
from mentorship.operations.locking import lock_diaries

DEALING = 7_403  # the advisory lock of whoever deals out a review just now
AT_ONCE = 5  # reviews a reviewer is given; more they may take by hand


def review_offer() -> Offer | None:
    """The terms of a review."""
    return Offer.objects.filter(kind=OfferKind.CV_REVIEW).first()


@transaction.atomic
def submit(*, document: CvDocument, wish: str, key: uuid.UUID) -> CvReview:
    """Ask for a review of the newest version. Asking again returns the review under way.

    It takes one session of the owner's; raises NothingLeft without one, RuleBroken for a CV that
    was deleted.
    """
    lock_diaries(mentors=(), students=[document.owner_id])
    document = locked(document)
    if document.is_emptied:
        raise RuleBroken(GONE)
    token = uuid.uuid5(key, f"review of {document.pk}")
    known = document.reviews.filter(form_token=token).first() or document.reviews.open().first()
    if known:
        return known
    review = _new(document, wish, token)
    crediting.reserve(student=document.owner, use=use_of(review))
    touch(document)
    deal(review)
    mail.queue(emails.cv_received(review))
    return review


def _new(document: CvDocument, wish: str, token: uuid.UUID) -> CvReview:
    offer, version = review_offer(), document.newest
    if offer is None or version is None:
        raise RuleBroken("Nobody reviews CVs at the moment.", instead="Call us.")
    review = CvReview(
        document=document, version=version, offer=offer, wish=wish.strip(), form_token=token
    )
    review.due_at = due_from_now(review)
    review.save()
    return review


def deal(review: CvReview) -> bool:
    """Give a review to whoever reads the fewest; False when everybody has enough to read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DEALING])
    able = Mentor.objects.public().offering(OfferKind.CV_REVIEW).values("pk")
    reads = Count("cv_reviews", filter=Q(cv_reviews__status__in=FOR_REVIEWERS))
    next_up = (
        Mentor.objects.filter(pk__in=able, accepting=True)
        .exclude(user=review.document.owner_id)
        .annotate(reads=reads, ever=Count("cv_reviews"))
        .filter(reads__lt=AT_ONCE)
        .order_by("reads", "ever", "position", "pk")
        .first()
    )
    if next_up:
        _assign(review, next_up)
    return next_up is not None


@transaction.atomic
def deal_waiting(*, review: CvReview) -> bool:
    """Try again to give away what nobody had time for; False when nobody has."""
    review = locked(review)
    return review.status == ReviewStatus.SUBMITTED and deal(review)


@transaction.atomic
def claim(*, review: CvReview, mentor: Mentor) -> CvReview:
    """Take a review out of the queue. Taking it twice is once.

    Raises RuleBroken when a colleague was first.
    """
    review = locked(review)
    if review.reviewer_id == mentor.pk and review.is_open:
        return review
    if review.document.owner_id == mentor.user_id:
        raise RuleBroken("Nobody reviews a CV of their own.")
    if review.status != ReviewStatus.SUBMITTED:
        reader = review.reviewer.user.name if review.reviewer else "Its owner"
        word = "reads this one already" if review.is_open else "ended this review"
        raise RuleBroken(f"{reader} {word}.", instead="Take another one.")
    _assign(review, mentor)
    return review


def _assign(review: CvReview, mentor: Mentor) -> None:
    review.move("assign")
    review.reviewer, review.assigned_at, review.reminded_at = mentor, timezone.now(), None
    review.save(update_fields=["status", "reviewer", "assigned_at", "reminded_at"])
    mail.queue(emails.cv_assigned(review))


@transaction.atomic
def hand_back(*, review: CvReview) -> CvReview:
    """Put a review back in the queue; what was written and not returned goes."""
    review = locked(review)
    review.move("hand_back")
    review.reviewer = review.assigned_at = None
    review.summary = ""
    review.save(update_fields=["status", "reviewer", "assigned_at", "summary"])
    review.comments.all().delete()
    review.scores.all().delete()
    return review


@transaction.atomic
def withdraw(*, review: CvReview) -> CvReview:
    """Its owner does not want the review any more, and nobody began it: it costs nothing."""
    lock_diaries(mentors=(), students=[review.document.owner_id])
    review = locked(review)
    if review.status == ReviewStatus.WITHDRAWN:
        return review
    if review.status == ReviewStatus.IN_REVIEW:
        raise RuleBroken("Your reviewer is reading it already.", instead="Wait for the comments.")
    review.move("withdraw")
    review.closed_at = timezone.now()
    review.save(update_fields=["status", "closed_at"])
    crediting.release(use=use_of(review), why="Withdrawn before anybody read it.")
    mail.cancel_about(review, reason="The review was withdrawn.")
    return review


@transaction.atomic
def close(*, review: CvReview) -> CvReview:
    """Nothing more is asked of anybody. Closing twice is once."""
    review = locked(review)
    if review.status == ReviewStatus.CLOSED:
        return review
    review.move("close")
    review.closed_at = timezone.now()
    review.save(update_fields=["status", "closed_at"])
    review.comments.filter(told_at__isnull=True).delete()
    mail.cancel_about(review, reason="The review is closed.")
    return review
