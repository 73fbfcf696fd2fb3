"""Leaderboards: only who agreed, only on one deal, only among five or more."""

import pytest
from django.test import Client

from courses.models import BoardConsent, Cohort, Enrolment, SimulationRun
from courses.operations import ranking
from courses.panels.simulated import everything
from courses.teams.leaders import Board, boards_of
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.simulating import a_run, finished
from tests.courses.tables import a_class, finished_together, shown

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(cohort: Cohort, act: str = "") -> str:
    return f"/simulations/classes/{cohort.pk}/{act}"


def board(cohort: Cohort, reader: User) -> Board:
    return boards_of(cohort, reader)[0]


def six_finished() -> tuple[Cohort, list[Enrolment]]:
    """Six of a class have finished, with 90, 80, 80, 70, 60 and 95 points; five agreed."""
    cohort, places = a_class(6)
    runs = finished_together(places)
    for run, total in zip(runs, (90, 80, 80, 70, 60, 95), strict=True):
        SimulationRun.objects.filter(pk=run.pk).update(total=total)
    for number, place in enumerate(places[:5]):
        shown(place, f"Player {number}")
    return cohort, places


def test_who_has_not_agreed_neither_appears_nor_counts() -> None:
    cohort, places = six_finished()

    lines = board(cohort, places[0].student).lines

    assert [(line.rank, line.shown_as) for line in lines] == [
        (1, "Player 0"), (2, "Player 1"), (2, "Player 2"), (4, "Player 3"), (5, "Player 4"),
    ]  # fmt: skip
    assert [line.is_me for line in lines] == [True, False, False, False, False]
    page = as_(places[5].student).get(address(cohort)).content.decode()
    assert "Player 0" in page
    assert not [one for one in places[:5] if one.student.email in page]


def test_taking_consent_back_holds_at_once_and_four_are_too_few() -> None:
    cohort, places = six_finished()
    shown(places[5], "Quiet one")
    reader = places[5].student
    assert len(board(cohort, reader).lines) == 6

    as_(places[0].student).post(address(cohort, "hide-me/"))
    assert "Player 0" not in as_(reader).get(address(cohort)).content.decode()
    as_(places[1].student).post(address(cohort, "hide-me/"))

    page = as_(reader).get(address(cohort)).content.decode()
    assert "Not shown yet" in page
    assert "Player 2" not in page


def test_only_the_first_game_on_the_deal_of_the_class_counts() -> None:
    cohort, places = six_finished()
    own = finished(a_run(places[4].student, seed=1_004))
    SimulationRun.objects.filter(pk=own.pk).update(total=100)
    again = finished_together([places[4]])[0]
    SimulationRun.objects.filter(pk=again.pk).update(total=100)

    lines = board(cohort, places[0].student).lines

    assert [line.total for line in lines if line.shown_as == "Player 4"] == [60]


def test_who_gave_up_the_place_is_shown_no_more() -> None:
    cohort, places = six_finished()
    Enrolment.objects.filter(pk=places[0].pk).update(status="cancelled")

    assert board(cohort, places[1].student).lines == []
    assert as_(places[0].student).get(address(cohort)).status_code == 404


def test_a_class_is_seen_by_its_people_and_teachers_alone() -> None:
    teacher = make.instructor()
    cohort = make.cohort(taught_by=teacher)
    seen = {
        who: as_(user).get(address(cohort)).status_code
        for who, user in {
            "teacher": teacher,
            "other": make.instructor(),
            "stranger": make.student(),
            "desk": make.staff(Role.DESK),
            "manager": make.staff(Role.MANAGER),
        }.items()
    }

    assert seen == {"teacher": 200, "other": 404, "stranger": 404, "desk": 404, "manager": 200}


def test_the_name_to_be_shown_by_is_nobody_elses() -> None:
    cohort, places = a_class(2)
    one, other = (as_(place.student) for place in places)
    assert one.post(address(cohort, "show-me/"), {"shown_as": "Ada"}).status_code == 302

    for name, said in {" ada ": "goes by that name", "": "Write the name", "x" * 31: "30"}.items():
        answer = other.post(address(cohort, "show-me/"), {"shown_as": name})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    mate = places[0].student.name
    assert other.post(address(cohort, "show-me/"), {"shown_as": mate}).status_code == 422
    assert BoardConsent.objects.count() == 1


def test_every_consent_stays_on_record_for_its_person() -> None:
    _, (place,) = a_class(1)
    shown(place, "Ada")
    shown(place, "Grace")
    ranking.take_back(user=place.student, cohort=place.cohort)

    boards = everything(place.student)["leaderboards"]
    assert [one["shown_as"] for one in boards] == ["Ada", "Grace"]
    assert all(one["taken_back"] for one in boards)


def test_a_place_that_is_not_confirmed_is_not_shown() -> None:
    _, (place,) = a_class(1)
    Enrolment.objects.update(status="deferred")

    with pytest.raises(RuleBroken, match="confirmed place"):
        shown(place, "Ada")


@pytest.mark.django_db(transaction=True)
def test_the_switch_pressed_in_many_windows_is_one_consent() -> None:
    _, (place,) = a_class(1)

    at_the_same_time(lambda _: shown(place, "Ada"), range(6))

    assert BoardConsent.objects.standing().count() == 1
