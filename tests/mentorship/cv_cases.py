"""CVs at each stage, made the way people make them."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from institute.accounts.models import User
from mentorship.cv_files import Cv, Kind
from mentorship.cv_rubric import criteria
from mentorship.models import (
    CvComment,
    CvDocument,
    CvReview,
    CvVersion,
    Mentor,
    Offer,
    OfferKind,
    Severity,
    private_files,
)
from mentorship.operations import cv_reading, cv_reviewing, cvs
from mentorship.operations.cv_reading import Mark, Remark, Verdict
from tests import make
from tests.mentorship.cv_making import BETTER, LINES


def read(lines: Sequence[str] = LINES, name: str = "cv.pdf") -> Cv:
    """A file that was read already: the reader has tests of its own."""
    return Cv(name, Kind.PDF, "\n".join(lines).encode(), tuple(lines))


def document(owner: User, lines: Sequence[str] = LINES) -> CvDocument:
    return cvs.start_cv(owner=owner, title="Senior TPM, payments", cv=read(lines), key=uuid.uuid4())


def send(cv: CvDocument, lines: Sequence[str] = BETTER) -> CvVersion:
    return cvs.send_version(document=cv, cv=read(lines), key=uuid.uuid4()).version


def reviewer(*more: Offer, **fields: object) -> Mentor:
    """A mentor who reviews CVs."""
    terms = Offer.objects.filter(kind=OfferKind.CV_REVIEW).first()
    return make.mentor(terms or make.offer(OfferKind.CV_REVIEW), *more, **fields)  # type: ignore[arg-type]


def submitted(cv: CvDocument, wish: str = "Is the level clear?") -> CvReview:
    """A review that was asked for, by somebody who has a session to use."""
    if not cv_reviewing.review_offer():
        make.offer(OfferKind.CV_REVIEW)
    make.sessions(cv.owner, 1)
    return cv_reviewing.submit(document=cv, wish=wish, key=uuid.uuid4())


def say(
    review: CvReview, start: int = 7, end: int = 7, severity: Severity = Severity.MUST
) -> CvComment:
    remark = Remark(start, end, severity, "Say what moved, from where to where, by when.")
    return cv_reading.comment(review=review, remark=remark, key=uuid.uuid4())


def verdict(level: int = 2) -> Verdict:
    marks = {one.key: Mark(level, "Because.") for one in criteria()}
    return Verdict("Keep the failover line. Rewrite the first two bullets.", marks)


def returned(cv: CvDocument, by: Mentor | None = None) -> CvReview:
    """A review that came back with a comment on line 7 and one on line 8."""
    review = submitted(cv)
    review.refresh_from_db()
    if by and review.reviewer != by:
        review.reviewer = by
        review.save()
    say(review)
    say(review, 8, 8, Severity.SHOULD)
    return cv_reading.return_review(review=review, verdict=verdict())


def files() -> list[Path]:
    """Every file that is kept now."""
    root = Path(private_files().location)
    return [path for path in root.glob("**/*") if path.is_file()]
