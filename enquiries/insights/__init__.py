"""What the figures say: from enquiry to enrolment, first answers, promises, calls. Reads only."""

from enquiries.insights.answering import Answering, answering
from enquiries.insights.calling import Calling, Missed, calling, missed_calls
from enquiries.insights.funnels import Funnel, Funnels, Line, funnel_of, funnels_of
from enquiries.insights.periods import Period
from enquiries.insights.promising import Promising, promising

__all__ = [
    "Answering",
    "Calling",
    "Funnel",
    "Funnels",
    "Line",
    "Missed",
    "Period",
    "Promising",
    "answering",
    "calling",
    "funnel_of",
    "funnels_of",
    "missed_calls",
    "promising",
]
