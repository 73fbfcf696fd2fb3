"""Who may do what with CVs and their reviews."""

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import CvDocument, CvReview, Mentor, OfferKind


def can_write_review(user: User, review: CvReview) -> bool:
    """Only the reviewer writes; managers read along."""
    return review.reviewer is not None and review.reviewer.user_id == user.pk


def can_hand_back(user: User, review: CvReview) -> bool:
    """The reviewer, and managers for one who is away."""
    return can_write_review(user, review) or user.has_role(Role.MANAGER)


def can_read_cv(user: User, document: CvDocument) -> bool:
    """The owner; the reviewer while the review is open; managers."""
    if document.owner_id == user.pk or user.has_role(Role.MANAGER):
        return True
    return document.reviews.open().visible_to(user).exists()


def reviewer_of(user: User) -> Mentor | None:
    """This person as a mentor who reviews CVs; None for everybody else."""
    return Mentor.objects.public().offering(OfferKind.CV_REVIEW).filter(user=user).first()
