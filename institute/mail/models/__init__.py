"""Records of the outbox."""

from institute.mail.models.message import DeliveryAttempt, OutboundMessage, Status, name_of
from institute.mail.models.permission import ConsentRecord, Mailbox, Suppression, address_hash

__all__ = [
    "ConsentRecord",
    "DeliveryAttempt",
    "Mailbox",
    "OutboundMessage",
    "Status",
    "Suppression",
    "address_hash",
    "name_of",
]
