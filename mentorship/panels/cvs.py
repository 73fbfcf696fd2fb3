"""What CVs contribute: where they stand, the timeline, the privacy file, the reviewers' queue."""

from collections.abc import Iterable

from django.http import HttpRequest

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role, may_enter
from mentorship.models import CvDocument, CvReview
from mentorship.worklists import cv_steps


def where_they_stand(request: HttpRequest) -> dict[str, object] | None:
    """The reader's own CVs that somebody reads, or that wait for their next version."""
    assert isinstance(request.user, User)
    mine = CvReview.objects.of_owner(request.user).open().with_people()
    found = [(review, cv_steps.look(review.status)) for review in mine]
    return {"reviews": found} if found else None


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """Each CV, each review that was asked for and returned, and when a CV went."""
    for cv in CvDocument.objects.visible_to(user):
        url = cv.get_absolute_url()
        yield panels.TimelineRow(cv.created_at, f"Sent a CV: {cv.title}", url, "mentorship")
        if cv.emptied_at:
            words = f"{cv.get_emptied_by_display()}: the CV {cv.title}"
            yield panels.TimelineRow(cv.emptied_at, words, kind="mentorship")
    for review in CvReview.objects.of_owner(user).with_people():
        url = review.document.get_absolute_url()
        if review.returned_at:
            words = f"A CV came back: {review.document.title}"
            yield panels.TimelineRow(review.returned_at, words, url, "mentorship")
        elif review.is_open:
            words = f"A CV is due back: {review.document.title}"
            yield panels.TimelineRow(review.due_at, words, url, "mentorship")


def history(whose: panels.Whose) -> Iterable[panels.HistoryRow]:
    """The reviews somebody asked for, for the staff who talk with them; not what CVs say."""
    if whose.user is None:
        return
    for review in CvReview.objects.of_owner(whose.user).with_people():
        yield panels.HistoryRow(
            review.created_at,
            "mentoring",
            f"Asked for a review of a CV: {review.document.title}",
            by=review.reviewer.user.name if review.reviewer else "",
            look=cv_steps.look(review.status),
            state=review.get_status_display(),
        )


def everything(user: User) -> list[dict[str, object]]:
    """Every CV with its versions, what was said of it, and the levels it was given."""
    return [_stored(cv) for cv in CvDocument.objects.visible_to(user).with_everything()]


def _stored(cv: CvDocument) -> dict[str, object]:
    return {
        "for": cv.title,
        "sent": cv.created_at,
        "deleted": cv.emptied_at,
        "versions": [
            {"number": one.number, "file": one.name, "sent": one.uploaded_at, "lines": one.lines}
            for one in cv.versions.all()
        ],
        "reviews": [_review(review) for review in cv.reviews.all()],
    }


def _review(review: CvReview) -> dict[str, object]:
    """What its owner may read: nothing that was not returned."""
    told = [one for one in review.comments.all() if one.told_at]
    return {
        "asked": review.created_at,
        "wish": review.wish,
        "status": review.status,
        "returned": review.returned_at,
        "summary": review.summary if review.was_returned else "",
        "levels": {one.criterion: one.level for one in review.scores.all()}
        if review.was_returned
        else {},
        "comments": [
            {"lines": one.quoted, "severity": one.severity, "text": one.text} for one in told
        ],
    }


def sees_the_queue(user: User) -> bool:
    return may_enter("mentoring", user.roles)


def to_read(user: User) -> int:
    """What somebody waits for: with this reviewer, or with nobody."""
    mine = CvReview.objects.for_reviewers().given().visible_to(user)
    return mine.count() + CvReview.objects.waiting().not_of(user).count()


panels.add_panel(
    panels.Panel("mentorship-cvs", "mentorship/panels/_cvs.html", 36, where_they_stand)
)
panels.add_timeline(timeline)
panels.add_history(history)
panels.add_export("cvs", everything)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "CVs",
        url_name="mentorship:cv_queue",
        icon="edit",
        order=41,
        shown_to=sees_the_queue,
        count=to_read,
    )
)
panels.add_nav(
    panels.NavEntry(
        "app",
        "CVs",
        url_name="mentorship:cvs",
        icon="edit",
        order=31,
        shown_to=lambda user: user.has_role(Role.STUDENT),
    )
)
