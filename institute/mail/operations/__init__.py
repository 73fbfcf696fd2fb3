"""Every write of the outbox."""

from institute.mail.operations.consenting import (
    choose_topics,
    mailbox_of,
    permissions_of,
    permissions_of_all,
    readers_of,
    record_consent,
    stop_writing,
    switch_topic,
    unsubscribe,
)
from institute.mail.operations.deciding import cancel, cancel_about, retry
from institute.mail.operations.delivering import Delivered, deliver
from institute.mail.operations.previewing import Preview, preview
from institute.mail.operations.queueing import QUEUES, draft, queue, queue_all
from institute.mail.operations.sweeping import tidy

__all__ = [
    "QUEUES",
    "Delivered",
    "Preview",
    "cancel",
    "cancel_about",
    "choose_topics",
    "deliver",
    "draft",
    "mailbox_of",
    "permissions_of",
    "permissions_of_all",
    "preview",
    "queue",
    "queue_all",
    "readers_of",
    "record_consent",
    "retry",
    "stop_writing",
    "switch_topic",
    "tidy",
    "unsubscribe",
]
