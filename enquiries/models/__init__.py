"""Records of enquiries."""

from enquiries.models.bulk import BulkAct
from enquiries.models.call import Call, CallDirection, CallStatus, Outcome, Reason
from enquiries.models.callback import Callback, CallbackStatus, DeskAbsence, DeskShift, DoNotCall
from enquiries.models.enquiry import Enquiry
from enquiries.models.following import MOST_PER_ENQUIRY, FollowUp, FollowUpRule, Purpose, Wording
from enquiries.models.importing import CallImport, ImportStatus, SavedFilter, UnreadLine
from enquiries.models.interaction import Direction, Interaction, Kind, Promise, StatusChange
from enquiries.models.joining import (
    Conversion,
    ConvertedTo,
    Decision,
    DuplicateCandidate,
    MergeRecord,
)
from enquiries.models.person import ContactPoint, Person, PointKind
from enquiries.models.vocabulary import (
    ASKED_ABOUT,
    LIVE,
    OPEN,
    CallWindow,
    LostReason,
    NextAction,
    Queue,
    Source,
    Status,
    Topic,
)

__all__ = [
    "ASKED_ABOUT",
    "LIVE",
    "MOST_PER_ENQUIRY",
    "OPEN",
    "BulkAct",
    "Call",
    "CallDirection",
    "CallImport",
    "CallStatus",
    "CallWindow",
    "Callback",
    "CallbackStatus",
    "ContactPoint",
    "Conversion",
    "ConvertedTo",
    "Decision",
    "DeskAbsence",
    "DeskShift",
    "Direction",
    "DoNotCall",
    "DuplicateCandidate",
    "Enquiry",
    "FollowUp",
    "FollowUpRule",
    "ImportStatus",
    "Interaction",
    "Kind",
    "LostReason",
    "MergeRecord",
    "NextAction",
    "Outcome",
    "Person",
    "PointKind",
    "Promise",
    "Purpose",
    "Queue",
    "Reason",
    "SavedFilter",
    "Source",
    "Status",
    "StatusChange",
    "Topic",
    "UnreadLine",
    "Wording",
]
