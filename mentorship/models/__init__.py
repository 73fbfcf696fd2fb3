"""Records of mentorship, one per file."""

from mentorship.models.availability import (
    AvailabilityOverride,
    AvailabilityRule,
    CalendarSource,
    ExternalBusy,
    TimeOff,
    TravelPeriod,
    stretch,
)
from mentorship.models.booking import AGREED, LIVE, Booking, BookingStatus, Via
from mentorship.models.entitlement import (
    Entitlement,
    EntitlementEntry,
    EntryKind,
    SessionGrant,
)
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Confirmation, Offer, OfferKind
from mentorship.models.request import MentorshipRequest, RequestStatus
from mentorship.models.revision import BookingRevision
from mentorship.models.series import PinnedTo, Series
from mentorship.models.waiting import OfferStatus, SlotOffer, WaitlistEntry, WaitStatus

__all__ = [
    "AGREED",
    "LIVE",
    "AvailabilityOverride",
    "AvailabilityRule",
    "Booking",
    "BookingRevision",
    "BookingStatus",
    "CalendarSource",
    "Confirmation",
    "Entitlement",
    "EntitlementEntry",
    "EntryKind",
    "ExternalBusy",
    "Mentor",
    "MentorshipRequest",
    "Offer",
    "OfferKind",
    "OfferStatus",
    "PinnedTo",
    "RequestStatus",
    "Series",
    "SessionGrant",
    "SlotOffer",
    "TimeOff",
    "TravelPeriod",
    "Via",
    "WaitStatus",
    "WaitlistEntry",
    "stretch",
]
