"""Every write of mentorship: verbs, keyword arguments, one transaction each."""

from mentorship.operations.requests import close_request, request_mentorship

__all__ = ["close_request", "request_mentorship"]
