"""Who may read what stays of a session."""

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking


def can_read_what_was_said(user: User, booking: Booking) -> bool:
    """The two of the session and managers; the desk keeps the hours and reads no notes."""
    return _is_of(user, booking) or user.has_role(Role.MANAGER, Role.ADMIN)


def can_read_feedback(user: User, booking: Booking) -> bool:
    """The student who gave it, and managers; the mentor reads what is meant for them."""
    return user.pk == booking.student_id or user.has_role(Role.MANAGER, Role.ADMIN)


def can_read_record(user: User, student: User) -> bool:
    """The student, every mentor with a session of theirs that is sure or was, and managers."""
    if user.pk == student.pk or user.has_role(Role.MANAGER, Role.ADMIN):
        return True
    return Booking.objects.meetings().of_student(student).of_mentor(user).exists()


def _is_of(user: User, booking: Booking) -> bool:
    return user.pk in (booking.student_id, booking.mentor.user_id)
