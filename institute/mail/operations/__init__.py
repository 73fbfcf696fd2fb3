"""Every write of the outbox."""

from institute.mail.operations.consenting import (
    mailbox_of,
    record_consent,
    stop_writing,
    switch_topic,
    unsubscribe,
)
from institute.mail.operations.deciding import cancel, cancel_about, retry
from institute.mail.operations.delivering import Delivered, deliver
from institute.mail.operations.queueing import QUEUES, queue, queue_all
from institute.mail.operations.sweeping import tidy

__all__ = [
    "QUEUES",
    "Delivered",
    "cancel",
    "cancel_about",
    "deliver",
    "mailbox_of",
    "queue",
    "queue_all",
    "record_consent",
    "retry",
    "stop_writing",
    "switch_topic",
    "tidy",
    "unsubscribe",
]
