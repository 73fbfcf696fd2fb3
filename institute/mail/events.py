"""What others may listen for."""

from django.dispatch import Signal

letters_queued = Signal()  # queue: "security", "transactional" or "commercial"
