"""The role table, and what giving a role does."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from institute.accounts import operations
from institute.accounts.backends import EmailBackend
from institute.accounts.models import User
from institute.accounts.roles import MAY_ENTER, Role, may_enter
from tests import make

# Who may enter what, written out: a change of the table is a change of this test.
TABLE = {
    "teaching": {"instructor", "manager", "admin"},
    "cohort rosters": {"instructor", "desk", "manager", "admin"},
    "payments": {"desk", "manager", "admin"},
    "class times": {"desk", "manager", "admin"},
    "cohort plans": {"manager", "admin"},
    "enquiries": {"desk", "manager", "admin"},
    "mail": {"desk", "manager", "admin"},
    "mentoring": {"mentor", "manager", "admin"},
    "session grants": {"desk", "manager", "admin"},
    "course grants": {"manager", "admin"},
    "bookings for students": {"mentor", "desk", "manager", "admin"},
    "disputes": {"manager", "admin"},
    "marking": {"examiner", "manager", "admin"},
    "lessons": {"instructor", "manager", "admin"},
    "scenarios": {"instructor", "manager", "admin"},
    "items": {"instructor", "examiner", "manager", "admin"},
    "exam console": {"examiner", "manager", "admin"},
    "moderation": {"manager", "admin"},
    "applications": {"desk", "manager", "admin"},
    "certification desk": {"examiner", "manager", "admin"},
    "decisions": {"manager", "admin"},
    "insights": {"desk", "manager", "admin"},
    "admin": {"admin"},
}


@pytest.mark.parametrize("area", sorted(MAY_ENTER))
def test_each_area_opens_to_its_roles_and_to_nobody_else(area: str) -> None:
    assert {role.value for role in Role if may_enter(area, frozenset({role}))} == TABLE[area]


def test_every_area_is_in_the_table() -> None:
    assert set(MAY_ENTER) == set(TABLE)


@pytest.mark.parametrize("area", sorted(MAY_ENTER))
def test_no_role_opens_nothing(area: str) -> None:
    assert not may_enter(area, frozenset())


@pytest.mark.django_db
def test_every_role_is_a_group() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role)


@pytest.mark.django_db
def test_creating_the_roles_again_changes_nothing() -> None:
    before = list(Group.objects.order_by("pk").values_list("pk", "name"))

    operations.ensure_roles()

    assert list(Group.objects.order_by("pk").values_list("pk", "name")) == before


@pytest.mark.django_db
def test_a_role_given_twice_is_held_once() -> None:
    person = make.person()

    operations.give_role(user=person, role=Role.DESK)
    operations.give_role(user=person, role=Role.DESK)

    assert person.roles == {Role.DESK}


@pytest.mark.django_db
def test_administrators_open_the_staff_records_while_they_are_administrators() -> None:
    person = make.person()

    operations.give_role(user=person, role=Role.ADMIN)
    assert (person.is_staff, person.is_superuser) == (True, True)
    operations.take_role(user=person, role=Role.ADMIN)

    assert (person.is_staff, person.is_superuser) == (False, False)
    assert not person.has_role(Role.ADMIN)


@pytest.mark.django_db
def test_an_administrator_plays_every_role() -> None:
    person = make.person()

    operations.give_role(user=person, role=Role.ADMIN)

    assert all(person.has_role(role) for role in Role)


@pytest.mark.django_db
def test_an_administrator_gives_roles_on_the_page_of_the_person(client: Client) -> None:
    admin, person = make.person(), make.person()
    operations.give_role(user=admin, role=Role.ADMIN)
    client.force_login(admin)
    desk = Group.objects.get(name=Role.DESK.value)
    form = {
        "email": person.email,
        "display_name": person.display_name,
        "time_zone": "America/Toronto",
        "is_active": "on",
        "groups": [desk.pk],
    }

    client.post(reverse("admin:accounts_user_change", args=[person.pk]), form)

    assert User.objects.get(pk=person.pk).roles == {Role.DESK}


@pytest.mark.django_db
def test_the_list_of_people_asks_as_often_for_twenty_as_for_two(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    admin = make.person()
    operations.give_role(user=admin, role=Role.ADMIN)
    client.force_login(admin)
    for _ in range(20):
        make.staff(Role.DESK)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get(reverse("admin:accounts_user_changelist")).status_code == 200


@pytest.mark.django_db
def test_the_person_of_a_session_comes_with_their_roles(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk, nobody = make.staff(Role.DESK), make.person()

    with django_assert_num_queries(2):
        known = [EmailBackend().get_user(user.pk) for user in (desk, nobody)]
        assert [user and user.roles for user in known] == [{Role.DESK}, frozenset()]
    operations.give_role(user=known[1] or nobody, role=Role.MENTOR)
    assert known[1]
    assert known[1].roles == {Role.MENTOR}
