"""What happens to CVs by the clock: reminders, deletion after twelve months, lost files."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.moves import locked
from mentorship import emails
from mentorship.models import (
    CvDocument,
    CvReview,
    CvVersion,
    EmptiedBy,
    ReviewStatus,
    private_files,
)
from mentorship.models.cvs import KEPT
from mentorship.operations.cv_reviewing import close, deal_waiting
from mentorship.operations.cvs import empty_cv, remove_files

log = logging.getLogger(__name__)
QUIET = dt.timedelta(days=60)  # a returned review nobody answers is closed
UNCLAIMED = dt.timedelta(hours=1)  # a file's row is committed long before
A_RUN = 200


def look_after_reviews() -> int:
    """Deal what waits, remind whoever is late, close what is quiet; how many were touched."""
    waiting = CvReview.objects.waiting().with_people().order_by("due_at", "pk")[:A_RUN]
    dealt = sum(deal_waiting(review=review) for review in waiting)
    late = CvReview.objects.overdue().filter(reviewer__isnull=False, reminded_at__isnull=True)
    reminded = sum(remind(review=review) for review in late[:A_RUN])
    return dealt + reminded + _close_quiet()


@transaction.atomic
def remind(*, review: CvReview) -> bool:
    """Write to a reviewer whose day has passed, once; False when it was answered meanwhile."""
    review = locked(review)
    if not review.is_overdue or review.reviewer is None or review.reminded_at:
        return False
    review.reminded_at = timezone.now()
    review.save(update_fields=["reminded_at"])
    mail.queue(emails.cv_overdue(review))
    return True


def _close_quiet() -> int:
    before = timezone.now() - QUIET
    quiet = CvReview.objects.filter(status=ReviewStatus.RETURNED, returned_at__lt=before)
    return len([close(review=review) for review in quiet[:A_RUN]])


def keep_cvs_twelve_months() -> int:
    """Delete the files and words of CVs nobody used for twelve months; how many were emptied."""
    unused = CvDocument.objects.unused_since(timezone.now() - KEPT)
    return len([empty_cv(document=one, why=EmptiedBy.TIME) for one in unused[:A_RUN]])


def sweep_files() -> int:
    """Delete files no version names: what a crash left between writing and committing."""
    before = (timezone.now() - UNCLAIMED).timestamp()
    root = Path(private_files().location)
    found = {str(path.relative_to(root)) for path in _older_files(root, before)}
    known = set(CvVersion.objects.filter(file__in=found).values_list("file", flat=True))
    remove_files(sorted(found - known))
    return len(found - known)


def _older_files(root: Path, before: float) -> Iterator[Path]:
    for path in root.glob("*/*") if root.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < before:
            yield path
