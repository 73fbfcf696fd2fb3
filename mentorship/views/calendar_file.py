"""A session as a file for the reader's own calendar."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute.accounts.requests import SignedInRequest
from mentorship import calendars
from mentorship.models import CANCELLED, Booking, BookingStatus

TAKES_PLACE = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.DISPUTED)


@never_cache
@require_safe
def booking_file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Puts the session on a calendar, or takes it off; what was never sure is on none."""
    mine = Booking.objects.visible_to(request.user).with_people()
    booking = get_object_or_404(mine, public_id=public_id)
    if booking.status not in (*TAKES_PLACE, *CANCELLED):
        raise Http404
    method = "CANCEL" if booking.is_cancelled else "REQUEST"
    return HttpResponse(
        calendars.invitation(booking, method),
        content_type=f"text/calendar; charset=utf-8; method={method}",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )
