"""Holds and requests that run out."""

from django.db import transaction
from django.utils import timezone

from institute import mail
from mentorship import emails
from mentorship.models import Booking, BookingStatus
from mentorship.operations.booking import end, with_diaries
from mentorship.operations.offering import lapse
from mentorship.operations.waiting import offer_freed


@transaction.atomic
def expire(*, booking: Booking) -> bool:
    """End a hold or a request nobody answered; False when it was answered meanwhile."""
    booking = with_diaries(booking)
    over = booking.expires_at is not None and booking.expires_at <= timezone.now()
    if not booking.can("expire") or not over:
        return False
    was = booking.status
    booking.move("expire")
    if was == BookingStatus.HELD:
        booking.save(update_fields=["status"])
        lapse(booking)
    else:
        end(booking, "expire", by=None, why="Nobody answered in time.")
        mail.queue_all(emails.unanswered(booking))
    offer_freed(mentor=booking.mentor)
    return True
