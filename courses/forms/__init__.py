"""The shape of what people type about places, money and cohorts."""

from courses.forms.cohorts import CancelCohortForm, MessageForm, MoveClassForm
from courses.forms.places import (
    EnrolForm,
    LeavingForm,
    PaymentForm,
    ReasonForm,
    SponsorForm,
    TransferForm,
)
from courses.forms.planning import PlanForm

__all__ = [
    "CancelCohortForm",
    "EnrolForm",
    "LeavingForm",
    "MessageForm",
    "MoveClassForm",
    "PaymentForm",
    "PlanForm",
    "ReasonForm",
    "SponsorForm",
    "TransferForm",
]
