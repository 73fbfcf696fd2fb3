"""Letters about the review of a CV: to its owner and to the reviewer."""

import datetime as dt

from django.conf import settings

from courses.wording import short_day, when
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.models import CvReview, ReviewStatus, Severity

ASKED = "You get this because you asked TPM Institute to review your CV."
REVIEWS = "You get this because you review CVs for TPM Institute."
STILL_NEWS = dt.timedelta(days=14)


class _StillHas:
    """True while the review has one of the statuses, of the version the letter speaks of."""

    def __init__(self, *statuses: ReviewStatus, of_version: bool = False) -> None:
        self.statuses, self.of_version = statuses, of_version

    def __call__(self, review: CvReview, sequence: int) -> str | None:
        if review.status not in self.statuses:
            return f"The review is {review.status_words} now."
        is_older = self.of_version and review.version.number != sequence
        return "A newer version was sent." if is_older else None


def _to_owner(review: CvReview, context: dict[str, object], *, not_after: dt.datetime) -> Letter:
    owner = review.document.owner
    url = settings.SITE_URL + review.document.get_absolute_url()
    known = _facts(review, owner) | {"name": owner.short_name, "url": url}
    return Letter(
        to=owner.email,
        person=owner,
        about=review,
        context=known | context,
        sequence=review.version.number,
        not_after=not_after,
    )


def _to_reviewer(review: CvReview) -> Letter:
    assert review.reviewer is not None
    reader = review.reviewer.user
    url = settings.SITE_URL + review.get_absolute_url()
    context = _facts(review, reader) | {"name": reader.short_name, "url": url}
    return Letter(
        to=reader.email,
        person=reader,
        about=review,
        context=context,
        sequence=review.version.number,
    )


def _facts(review: CvReview, reader: User) -> dict[str, object]:
    by = review.reviewer.user.name if review.reviewer else ""
    return {
        "title": review.document.title,
        "version": review.version.number,
        "owner": review.document.owner.name,
        "reviewer": by,
        "wish": review.wish,
        "due": when(review.due_at, reader.zone),
        "due_day": short_day(review.due_at, reader.zone),
    }


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=_StillHas(ReviewStatus.SUBMITTED, ReviewStatus.ASSIGNED, ReviewStatus.IN_REVIEW),
)
def cv_received(review: CvReview) -> Letter:
    """We have the CV, and by when it comes back."""
    return _to_owner(review, {}, not_after=review.due_at)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ASKED,
    still_true=_StillHas(ReviewStatus.RETURNED, of_version=True),
)
def cv_returned(review: CvReview) -> Letter:
    """The comments can be read, with what to do first."""
    told = list(review.comments.told().filter(version=review.version))
    musts = sum(one.severity == Severity.MUST for one in told)
    context = {"comments": len(told), "musts": musts, "summary": review.summary}
    assert review.returned_at is not None
    return _to_owner(review, context, not_after=review.returned_at + STILL_NEWS)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=REVIEWS,
    still_true=_StillHas(ReviewStatus.ASSIGNED, ReviewStatus.IN_REVIEW),
)
def cv_assigned(review: CvReview) -> Letter:
    """A CV to read, and by when."""
    return _to_reviewer(review)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=REVIEWS,
    still_true=_StillHas(ReviewStatus.REVISED, of_version=True),
)
def cv_revised(review: CvReview) -> Letter:
    """The owner answered with a new version."""
    return _to_reviewer(review)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=REVIEWS,
    still_true=_StillHas(ReviewStatus.ASSIGNED, ReviewStatus.IN_REVIEW, ReviewStatus.REVISED),
)
def cv_overdue(review: CvReview) -> Letter:
    """The day the review was due has passed; said once."""
    return _to_reviewer(review)
