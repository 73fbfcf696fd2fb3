"""The way of a CV from the first file to the last word, in steps and in sentences."""

from dataclasses import dataclass

from django.utils import timezone

from institute.templatetags.moments import short_day
from mentorship.models import CvReview, ReviewStatus

LOOKS = {
    ReviewStatus.SUBMITTED: "next",
    ReviewStatus.ASSIGNED: "next",
    ReviewStatus.IN_REVIEW: "now",
    ReviewStatus.RETURNED: "now",
    ReviewStatus.REVISED: "next",
    ReviewStatus.CLOSED: "ms",
    ReviewStatus.WITHDRAWN: "closed",
}
AT = {
    ReviewStatus.SUBMITTED: 1,
    ReviewStatus.ASSIGNED: 1,
    ReviewStatus.IN_REVIEW: 2,
    ReviewStatus.RETURNED: 3,
    ReviewStatus.REVISED: 4,
    ReviewStatus.CLOSED: 5,
}


@dataclass(frozen=True)
class Step:
    """A node of the path: `state` is made of done, now and ms."""

    label: str
    meta: str = ""
    state: str = ""


def look(status: str) -> str:
    """The shape a review's status is drawn with."""
    return LOOKS[ReviewStatus(status)]


def steps(review: CvReview | None) -> list[Step]:
    """Sent, read, returned, answered, done; a CV nobody reads yet stands at the beginning."""
    if review is None or review.status == ReviewStatus.WITHDRAWN:
        return _numbered(["", "", "", "", ""], 1)
    due = f"Due {short_day(review.due_at)}"
    reader = review.reviewer.user.name if review.reviewer else "Soon"
    back = short_day(review.returned_at) if review.returned_at else due
    metas = [short_day(review.created_at), reader, back, "", ""]
    if review.status == ReviewStatus.REVISED:
        metas[3] = due
    return _numbered(metas, AT[ReviewStatus(review.status)])


def _numbered(metas: list[str], at: int) -> list[Step]:
    labels = ["Sent", "Read", "Returned", "Your next version", "Done"]
    return [
        Step(label, meta, _state(number, at))
        for number, (label, meta) in enumerate(zip(labels, metas, strict=True), 1)
    ]


def _state(number: int, at: int) -> str:
    shape = " ms" if number == 5 else ""
    if number < at or at == number == 5:
        return f"done{shape}"
    return f"now{shape}" if number == at else shape.strip()


def days_left(review: CvReview) -> str:
    """ "3 days left", "today", "2 days late"."""
    days = (timezone.localdate(review.due_at) - timezone.localdate()).days
    if days == 0:
        return "late today" if review.is_overdue else "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} left" if days > 0 else f"{count} late"
