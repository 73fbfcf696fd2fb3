"""The pages of CV support, each in the states a reader may find it in."""

from django.urls import reverse

from institute.accounts.models import User
from mentorship.models import CvDocument, CvReview, EmptiedBy
from mentorship.operations.cvs import empty_cv
from tests.mentorship.cv_cases import document


def of_student(student: User) -> list[str]:
    """The CV of the demo that came back, one nobody read yet, and one that was deleted."""
    back = CvDocument.objects.kept().get(owner=student)
    fresh, gone = document(student), document(student)
    empty_cv(document=gone, why=EmptiedBy.OWNER)
    of_one = ("cv_changes", "cv_delete")
    return [
        reverse("mentorship:cvs"),
        *(one.get_absolute_url() for one in (back, fresh, gone)),
        f"{back.get_absolute_url()}?version=1",
        *(reverse(f"mentorship:{name}", args=[back.public_id]) for name in of_one),
    ]


def of_mentor(mentor: User) -> list[str]:
    """The queue, a CV that is read, and one that was returned."""
    reading = CvReview.objects.for_reviewers().filter(reviewer__user=mentor)[0]
    back = CvReview.objects.back().filter(reviewer__user=mentor)[0]
    return [
        reverse("mentorship:cv_queue"),
        f"{reading.get_absolute_url()}?start=6",
        back.get_absolute_url(),
        reverse("mentorship:cv_changes", args=[back.document.public_id]),
    ]
