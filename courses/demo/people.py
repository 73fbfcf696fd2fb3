"""Invented people: staff, mentors and students."""

from courses.demo.reading import Record, records
from courses.models import Teacher
from institute.accounts.models import User
from institute.accounts.operations import create_demo_person
from institute.accounts.roles import Role

STUDENT_OF_THE_TOUR = "student@example.com"
TEACHER_OF_THE_TOUR = "instructor@example.com"


def plant_people() -> int:
    """Create whoever is missing; how many people the demo has."""
    people = records("people", "person")
    for person in people:
        user = create_demo_person(
            email=person["email"],
            display_name=person["display_name"],
            legal_name=person["legal_name"],
            time_zone=person["time_zone"],
            roles=[Role(role) for role in person["roles"]],
        )
        if Role.INSTRUCTOR in person["roles"]:
            _introduce(user, person)
    return len(people)


def _introduce(user: User, person: Record) -> None:
    """Say who teaches; what staff wrote since is left alone."""
    says = {"headline": person["headline"], "bio": person["bio"], "is_demo": True}
    Teacher.objects.get_or_create(user=user, defaults=says)


def by_slug() -> dict[str, Record]:
    """What the content says about each person."""
    return {person["slug"]: person for person in records("people", "person")}


def accounts() -> dict[str, User]:
    """The account of each person, by the slug the content calls them."""
    users = {user.email: user for user in User.objects.filter(is_demo=True)}
    return {slug: users[person["email"]] for slug, person in by_slug().items()}


def students() -> list[User]:
    """Students to fill cohorts with; the one of the tour has a plan of their own."""
    everyone = accounts()
    return [
        everyone[person["slug"]]
        for person in records("people", "person")
        if person["roles"] == ["student"] and person["email"] != STUDENT_OF_THE_TOUR
    ]
