"""Free times near one that did not come about."""

from django.utils import timezone

from institute.accounts.models import User
from mentorship import diaries, slots
from mentorship.clocks import WEEK, Span
from mentorship.models import Booking
from mentorship.wording import times

THREE = 3


def three_nearest(booking: Booking, reader: User) -> list[dict[str, str]]:
    """Up to three free times with the same mentor, nearest to the session, on both clocks."""
    now = timezone.now()
    window = Span(max(now, booking.starts_at - WEEK), max(now, booking.starts_at) + WEEK)
    found = diaries.free_for(
        [booking.mentor], booking.offer, window=window, now=now, student=booking.student
    )
    free = slots.nearest(found[booking.mentor_id].free, booking.starts_at, THREE)
    return [times(span.start, reader, booking.mentor.user) for span in free]
