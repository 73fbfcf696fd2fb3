"""The shape of what people type about places, money and cohorts."""

from courses.forms.cohorts import MessageForm
from courses.forms.places import (
    EnrolForm,
    LeavingForm,
    PaymentForm,
    ReasonForm,
    SponsorForm,
    TransferForm,
)

__all__ = [
    "EnrolForm",
    "LeavingForm",
    "MessageForm",
    "PaymentForm",
    "ReasonForm",
    "SponsorForm",
    "TransferForm",
]
