"""What mentors gave: their sessions count toward their own development."""

from collections.abc import Iterator
from decimal import Decimal

from institute.accounts.models import User
from institute.learning import Learned
from mentorship.models import Booking, BookingStatus

QUARTER = Decimal("0.25")


def sessions(user: User) -> Iterator[Learned]:
    """Each session that was held, in quarters of an hour."""
    held = Booking.objects.filter(mentor__user=user, status=BookingStatus.COMPLETED)
    for one in held.select_related("offer"):
        minutes = int((one.ends_at - one.starts_at).total_seconds()) // 60
        hours = QUARTER * max(round(minutes / 15), 1)
        day = one.starts_at.astimezone(user.zone).date()
        key = f"mentorship:session {one.pk}"
        yield Learned(key, f"Session as a mentor: {one.offer.title}", day, hours, "mentoring")
