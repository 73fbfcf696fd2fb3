"""Who may do what with which record of courses."""

from courses.models import Cohort, Enrolment
from institute.accounts.models import User
from institute.accounts.roles import Role, may_enter


def can_see_roster(user: User, cohort: Cohort) -> bool:
    """The desk and managers see every roster; an instructor sees those they teach."""
    if user.has_role(Role.DESK, Role.MANAGER):
        return True
    return user.has_role(Role.INSTRUCTOR) and cohort.sessions.filter(instructor=user).exists()


def can_mark_attendance(user: User, cohort: Cohort) -> bool:
    """Whoever teaches the cohort, and managers."""
    return user.has_role(Role.MANAGER) or (
        user.has_role(Role.INSTRUCTOR) and cohort.sessions.filter(instructor=user).exists()
    )


def can_record_payment(user: User) -> bool:
    return may_enter("payments", user.roles)


def can_cancel(user: User, enrolment: Enrolment) -> bool:
    """A student may cancel their own place before the course starts; staff at any time."""
    if may_enter("payments", user.roles):
        return enrolment.can("cancel")
    return user == enrolment.student and enrolment.can("cancel") and not enrolment.has_started
