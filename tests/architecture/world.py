"""One of everything, so that every address can be asked for."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make

ROLES = [
    "visitor",
    "owner",
    "student",
    "instructor",
    "examiner",
    "mentor",
    "desk",
    "manager",
    "admin",
]


@dataclass
class World:
    """The people and the arguments of every address."""

    people: dict[str, User | None]
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)


def names() -> list[str]:
    """Every named address outside Django's admin, as `app:name`."""
    return sorted(set(_names(get_resolver().url_patterns, "")))


def _names(patterns: list[URLPattern | URLResolver], space: str) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += [] if inner.startswith("admin:") else _names(pattern.url_patterns, inner)
        elif pattern.name:
            found.append(space + pattern.name)
    return found


def built() -> World:
    """The owner has a place; everyone else is a stranger to it."""
    owner = make.student()
    staff = {role.value: make.staff(role) for role in list(Role)[1:-1]}
    admin = make.staff(Role.ADMIN, is_staff=True, is_superuser=True)
    people = {"visitor": None, "owner": owner, "student": make.student(), **staff, "admin": admin}
    return World(people=people, arguments=_arguments(owner))


def _arguments(owner: User) -> dict[str, dict[str, Any]]:
    course = make.course()
    cohort = make.cohort(course)
    place = reserve_place(student=owner, cohort=cohort)
    of_course = {"slug": course.slug}
    of_cohort = of_course | {"pk": cohort.pk}
    return {
        "courses:course": of_course,
        "courses:choose": of_course,
        "courses:cohort": of_cohort,
        "courses:enrol": of_cohort,
        "courses:join_waitlist": of_cohort,
        "courses:enrolment": {"pk": place.pk},
    }
