"""Records of mentorship, one per file."""

from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer, OfferKind
from mentorship.models.request import MentorshipRequest, RequestStatus

__all__ = ["Mentor", "MentorshipRequest", "Offer", "OfferKind", "RequestStatus"]
