"""One row for each act on a booking."""

from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import Booking, BookingRevision


def note(
    booking: Booking, act: str, *, by: User | None, why: str = "", is_late: bool = False
) -> BookingRevision:
    """Write down what was done; the caller holds the booking's lock."""
    last = booking.revisions.order_by("-number").values_list("number", flat=True).first()
    return BookingRevision.objects.create(
        booking=booking,
        number=1 if last is None else last + 1,
        act=act,
        sequence=booking.sequence,
        status=booking.status,
        during=booking.during,
        mentor_id=booking.mentor_id,
        by=by,
        why=why[:300],
        is_late=is_late,
        at=timezone.now(),
    )
