"""Who may judge a session, and who may read the scores."""

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import Booking


def can_judge(user: User, booking: Booking) -> bool:
    """The mentor whose session it was."""
    return booking.mentor.user_id == user.pk


def can_read_scores(user: User, booking: Booking) -> bool:
    """Every mentor who meets the student, and managers; never the student they are about."""
    if booking.student_id == user.pk:
        return False
    if can_judge(user, booking) or user.has_role(Role.MANAGER, Role.ADMIN):
        return True
    met = Booking.objects.filter(student=booking.student_id, mentor__user=user)
    return met.exists()
