"""Who may do what: the one readable table of roles.

A role is a Django group of the same name. Pages ask for a role through
`institute.accounts.access.role_required`; records ask `can_<act>` functions of their app.
"""

from enum import StrEnum


class Role(StrEnum):
    """The parts people play at the Institute; one person may play several."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"
    EXAMINER = "examiner"
    MENTOR = "mentor"
    DESK = "desk"
    MANAGER = "manager"
    ADMIN = "admin"


STAFF_ROLES = frozenset(
    {Role.INSTRUCTOR, Role.EXAMINER, Role.MENTOR, Role.DESK, Role.MANAGER, Role.ADMIN}
)

# Outside the demo these people meet other people's records and need a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {Role.INSTRUCTOR, Role.EXAMINER, Role.DESK, Role.MANAGER, Role.ADMIN}
)

# Area of the site -> the roles that may enter it. Admins enter everything.
MAY_ENTER: dict[str, frozenset[Role]] = {
    "teaching": frozenset({Role.INSTRUCTOR, Role.MANAGER}),
    "lessons": frozenset({Role.INSTRUCTOR, Role.MANAGER}),
    "scenarios": frozenset({Role.INSTRUCTOR, Role.MANAGER}),
    "cohort rosters": frozenset({Role.INSTRUCTOR, Role.DESK, Role.MANAGER}),
    "payments": frozenset({Role.DESK, Role.MANAGER}),
    "class times": frozenset({Role.DESK, Role.MANAGER}),
    "cohort plans": frozenset({Role.MANAGER}),
    "enquiries": frozenset({Role.DESK, Role.MANAGER}),
    "mail": frozenset({Role.DESK, Role.MANAGER}),
    "mentoring": frozenset({Role.MENTOR, Role.MANAGER}),
    "session grants": frozenset({Role.DESK, Role.MANAGER}),
    "course grants": frozenset({Role.MANAGER}),
    "bookings for students": frozenset({Role.MENTOR, Role.DESK, Role.MANAGER}),
    "disputes": frozenset({Role.MANAGER}),
    "marking": frozenset({Role.EXAMINER, Role.MANAGER}),
    "moderation": frozenset({Role.MANAGER}),
    "items": frozenset({Role.INSTRUCTOR, Role.EXAMINER, Role.MANAGER}),
    "exam console": frozenset({Role.EXAMINER, Role.MANAGER}),
    "applications": frozenset({Role.DESK, Role.MANAGER}),
    "certification desk": frozenset({Role.EXAMINER, Role.MANAGER}),
    "decisions": frozenset({Role.MANAGER}),
    "insights": frozenset({Role.DESK, Role.MANAGER}),
    "admin": frozenset(),
}


def may_enter(area: str, roles: frozenset[str]) -> bool:
    """Whether a person with these roles may enter the area. Raises KeyError for an unknown area."""
    allowed = MAY_ENTER[area] | {Role.ADMIN}
    return not allowed.isdisjoint(roles)
