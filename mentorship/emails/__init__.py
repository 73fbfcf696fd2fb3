"""What we write about mentoring."""

from mentorship.emails.requests import request_received

__all__ = ["request_received"]
