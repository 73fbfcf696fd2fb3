"""Who may do what with a session that is booked."""

from django.utils import timezone

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking, BookingStatus

STAFF = (Role.DESK, Role.MANAGER, Role.ADMIN)


def is_staff_to(user: User, booking: Booking) -> bool:
    """The desk and managers, for sessions that are not their own."""
    is_own = user.pk in (booking.student_id, booking.mentor.user_id)
    return user.has_role(*STAFF) and not is_own


def can_change(booking: Booking) -> bool:
    """Whoever sees it may move or cancel it until it begins."""
    return booking.is_agreed and booking.starts_at > timezone.now()


def can_answer(user: User, booking: Booking) -> bool:
    """The mentor who was asked, and managers for them."""
    is_mine = booking.mentor.user_id == user.pk or user.has_role(Role.MANAGER, Role.ADMIN)
    asked = booking.status == BookingStatus.REQUESTED and booking.student_id != user.pk
    return asked and is_mine and booking.starts_at > timezone.now()
