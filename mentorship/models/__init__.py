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
from mentorship.models.booking import Booking
from mentorship.models.booking_status import (
    AGREED,
    CANCELLED,
    LIVE,
    MEETINGS,
    MISSED,
    BookingStatus,
    Via,
)
from mentorship.models.cv_reviews import CvComment, CvReview, CvScore, ReviewStatus, Severity
from mentorship.models.cvs import CvClaim, CvDocument, CvVersion, EmptiedBy, private_files
from mentorship.models.entitlement import (
    Entitlement,
    EntitlementEntry,
    EntryKind,
    SessionGrant,
)
from mentorship.models.interviews import InterviewTarget, Outcome, TargetLevel, TargetStatus
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Confirmation, Offer, OfferKind
from mentorship.models.questions import PracticeAnswer, Question, QuestionUse
from mentorship.models.request import MentorshipRequest, RequestStatus
from mentorship.models.revision import BookingRevision
from mentorship.models.scorecards import Criterion, Rubric, Score, Scorecard
from mentorship.models.series import PinnedTo, Series
from mentorship.models.session import ActionItem, Attendance, Party, SessionFeedback, SessionNote
from mentorship.models.waiting import OfferStatus, SlotOffer, WaitlistEntry, WaitStatus

__all__ = [
    "AGREED",
    "CANCELLED",
    "LIVE",
    "MEETINGS",
    "MISSED",
    "ActionItem",
    "Attendance",
    "AvailabilityOverride",
    "AvailabilityRule",
    "Booking",
    "BookingRevision",
    "BookingStatus",
    "CalendarSource",
    "Confirmation",
    "Criterion",
    "CvClaim",
    "CvComment",
    "CvDocument",
    "CvReview",
    "CvScore",
    "CvVersion",
    "EmptiedBy",
    "Entitlement",
    "EntitlementEntry",
    "EntryKind",
    "ExternalBusy",
    "InterviewTarget",
    "Mentor",
    "MentorshipRequest",
    "Offer",
    "OfferKind",
    "OfferStatus",
    "Outcome",
    "Party",
    "PinnedTo",
    "PracticeAnswer",
    "Question",
    "QuestionUse",
    "RequestStatus",
    "ReviewStatus",
    "Rubric",
    "Score",
    "Scorecard",
    "Series",
    "SessionFeedback",
    "SessionGrant",
    "SessionNote",
    "Severity",
    "SlotOffer",
    "TargetLevel",
    "TargetStatus",
    "TimeOff",
    "TravelPeriod",
    "Via",
    "WaitStatus",
    "WaitlistEntry",
    "private_files",
    "stretch",
]
