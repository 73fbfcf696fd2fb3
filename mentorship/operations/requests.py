"""Requests for a mentor, before a time is found."""

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.moves import locked
from mentorship import emails
from mentorship.models import MentorshipRequest, Offer, RequestStatus


@transaction.atomic
def request_mentorship(
    *, student: User, offer: Offer, wish: str, request_key: str
) -> MentorshipRequest:
    """Ask for an hour with a mentor. The same key again returns the request it made first."""
    asked, is_new = MentorshipRequest.objects.get_or_create(
        request_key=request_key,
        defaults={
            "student": student,
            "offer": offer,
            "wish": wish.strip(),
            "is_demo": student.is_demo,
        },
    )
    if is_new:
        mail.queue(emails.request_received(asked))
    return asked


@transaction.atomic
def close_request(*, request: MentorshipRequest, by: User) -> MentorshipRequest:
    """A mentor has answered. Closing twice is once."""
    request = locked(request)
    if request.status == RequestStatus.CLOSED:
        return request
    request.move("close")
    request.closed_at, request.closed_by = timezone.now(), by
    request.save(update_fields=["status", "closed_at", "closed_by"])
    return request
