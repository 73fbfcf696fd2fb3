"""Who may do what with which record of courses."""

from django.utils import timezone

from courses.models import Cohort, Enrolment, Session
from institute.accounts.models import User
from institute.accounts.roles import Role, may_enter


def can_see_roster(user: User, cohort: Cohort) -> bool:
    """The desk and managers see every roster; an instructor sees those they teach."""
    if user.has_role(Role.DESK, Role.MANAGER):
        return True
    return user.has_role(Role.INSTRUCTOR) and cohort.sessions.filter(instructor=user).exists()


def can_mark_attendance(user: User, cohort: Cohort) -> bool:
    """Whoever teaches the cohort, and managers."""
    return _teaches_or_manages(user, cohort)


def can_complete(user: User, cohort: Cohort) -> bool:
    """Whoever teaches the cohort, and managers, say who finished."""
    return _teaches_or_manages(user, cohort)


def _teaches_or_manages(user: User, cohort: Cohort) -> bool:
    return user.has_role(Role.MANAGER) or (
        user.has_role(Role.INSTRUCTOR) and cohort.sessions.filter(instructor=user).exists()
    )


def can_plan_cohorts(user: User) -> bool:
    return may_enter("cohort plans", user.roles)


def can_cancel_cohort(user: User, cohort: Cohort) -> bool:
    """Managers, while the cohort has not started."""
    return may_enter("cohort plans", user.roles) and cohort.can("cancel")


def can_move_class(user: User, session: Session) -> bool:
    """The desk and managers, until the class begins."""
    ahead = not session.cancelled and session.starts_at > timezone.now()
    return may_enter("class times", user.roles) and ahead


def can_record_payment(user: User) -> bool:
    return may_enter("payments", user.roles)


def can_cancel(user: User, enrolment: Enrolment) -> bool:
    """A student may cancel their own place before the course starts; staff at any time."""
    if may_enter("payments", user.roles):
        return enrolment.can("cancel")
    return user == enrolment.student and enrolment.can("cancel") and not enrolment.has_started


def can_preview_lessons(user: User, cohort: Cohort) -> bool:
    """Whoever teaches the cohort or wrote its course, and managers, read along."""
    if _teaches_or_manages(user, cohort):
        return True
    return user.has_role(Role.INSTRUCTOR) and cohort.version.instructor_id == user.pk


def can_moderate(user: User, cohort: Cohort) -> bool:
    """They also mark good answers and hide what does not belong."""
    return can_preview_lessons(user, cohort)
