"""Sessions come with a sure place, go back with it, and are given by the staff."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from courses.models import Course, Enrolment, Programme
from courses.operations import changing, confirming, enrolling
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship import histories, listeners, tasks
from mentorship.models import Entitlement, SessionGrant
from mentorship.operations import changing as sessions
from mentorship.operations import granting
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(request: pytest.FixtureRequest) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def course_with(number: int = 4, **fields: Any) -> Course:
    made = make.course()
    known: dict[str, Any] = {"kinds": [], "days": 365} | fields
    granting.bring(with_=made, sessions=number, **known)
    return made


def sure_place(course: Course, student: User | None = None) -> Enrolment:
    cohort = make.cohort(course)
    place = enrolling.reserve_place(student=student or make.student(), cohort=cohort)
    return confirming.confirm_place(enrolment=place)


def left(student: User) -> int:
    return histories.sessions_left(student).left


# --- With a place -----------------------------------------------------------------------------


def test_a_sure_place_brings_the_sessions_of_its_course_once() -> None:
    place = sure_place(course_with(4, kinds=["mock"], days=90))

    assert [tasks.follow_place(place.pk) for _ in range(3)] == [True, False, False]

    given = Entitlement.objects.get()
    assert (given.student, given.left, given.kinds) == (place.student, 4, ["mock"])
    assert given.expires_on == dt.date(2027, 2, 21)


def test_a_place_that_is_only_reserved_brings_nothing() -> None:
    cohort = make.cohort(course_with())
    place = enrolling.reserve_place(student=make.student(), cohort=cohort)

    assert not tasks.follow_place(place.pk)
    assert tasks.follow_missed_places() == 0


def test_a_course_that_brings_nothing_gives_nothing() -> None:
    assert not tasks.follow_place(sure_place(make.course()).pk)
    assert not tasks.follow_place(999)


def test_confirming_and_cancelling_tell_the_workers(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(listeners, "_queue", lambda task, key: told.append((task, key)))

    with django_capture_on_commit_callbacks(execute=True):
        place = sure_place(course_with())
        enrolling.cancel_place(enrolment=place, by=place.student)

    assert told == [("mentorship.tasks.follow_place", place.pk)] * 2


def test_an_announcement_that_was_lost_is_made_good_by_the_sweep() -> None:
    place = sure_place(course_with())

    assert tasks.follow_missed_places() == 1
    assert tasks.follow_missed_places() == 0
    assert left(place.student) == 4


def test_a_place_given_back_takes_its_unused_sessions_along() -> None:
    place = sure_place(course_with(4))
    tasks.follow_place(place.pk)
    booking = make.booking(make.mentor(), place.student)
    sessions.cancel(booking=booking, by=booking.mentor.user)
    kept = make.booking(make.mentor(), place.student, make.free_at(days=5))

    enrolling.cancel_place(enrolment=place, by=place.student)
    tasks.follow_place(place.pk)

    given = Entitlement.objects.get(enrolment=place)
    assert given.left == 0
    assert "Run out. The place was given back." in words_of(place.student)
    # A session that comes back later goes the same way.
    sessions.cancel(booking=kept, by=kept.mentor.user)
    tasks.follow_missed_places()
    given.refresh_from_db()
    assert given.left == 0


def words_of(student: User) -> list[str]:
    return [line.words for given in histories.ledger(student) for line in given.lines]


def test_a_place_that_moves_to_another_date_takes_its_sessions_along() -> None:
    course = course_with(4)
    place = sure_place(course)
    tasks.follow_place(place.pk)
    other = make.cohort(course)

    moved = changing.transfer_place(enrolment=place, cohort=other, by=make.staff(Role.DESK))
    assert tasks.follow_place(moved.pk)
    tasks.follow_place(place.pk)
    tasks.follow_missed_places()

    assert left(place.student) == 4
    assert Entitlement.objects.get().enrolment == moved


@pytest.mark.django_db(transaction=True)
def test_many_workers_grant_once() -> None:
    place = sure_place(course_with())

    outcomes = at_the_same_time(lambda _: tasks.follow_place(place.pk), range(8))

    assert outcomes.count(True) == 1
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert left(place.student) == 4


def test_sessions_run_out_after_their_last_day() -> None:
    student = make.student()
    make.sessions(student, 3, expires_on=NOW.date())

    assert tasks.write_off_run_out() == 0
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        assert left(student) == 0
        assert tasks.write_off_run_out() == 1
        assert tasks.write_off_run_out() == 0

    assert words_of(student) == ["Granted", "Run out"]


# --- In words ---------------------------------------------------------------------------------


def test_ledger_says_what_each_session_was_used_for() -> None:
    student, desk = make.student(), make.staff(Role.DESK)
    make.sessions(student, 2)
    booking = make.booking(make.mentor(), student)
    mentor = booking.mentor.user.name

    sessions.cancel(booking=booking, by=desk, why="The mentor is ill.")

    title = f"{booking.offer.title} with {mentor}, Thu 26 November"
    said = words_of(student)
    assert f"Reserved for a session: {title}" in said
    assert f"Given back: {title}. The mentor is ill." in said


def test_sessions_left_says_how_many_run_out_first() -> None:
    student = make.student()
    make.sessions(student, 2, expires_on=dt.date(2026, 12, 24))
    make.sessions(student, 4)
    make.booking(make.mentor(), student)

    found = histories.sessions_left(student)

    assert (found.left, found.granted, found.used) == (6, 7, 1)
    assert (found.soonest, found.runs_out) == (1, dt.date(2026, 12, 24))


# --- Staff pages ------------------------------------------------------------------------------


def test_desk_finds_a_student_and_gives_sessions_once(as_desk: Client, desk: User) -> None:
    student = make.student(display_name="Amara Okafor")
    page = as_desk.get("/mentoring/grants/", {"q": "okafor"}).content.decode()
    assert "Amara Okafor" in page

    form = {
        "sessions": "2",
        "why": "The first call dropped",
        "kinds": ["mentoring", "mock"],
        "expires_on": "2027-05-01",
        "form_token": str(uuid.uuid4()),
    }
    for _ in range(2):
        answer = as_desk.post(f"/mentoring/grants/{student.pk}/", form, follow=True)

    words = answer.content.decode()
    assert "The first call dropped" in words
    assert "Mentoring, Mock interview, until Sat 1 May 2027" in words
    given = Entitlement.objects.get()
    assert (given.left, given.granted_by) == (2, desk)
    assert "The first call dropped" in as_desk.get("/mentoring/grants/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sessions", "0", "from 1 to 50"),
        ("sessions", "9999", "from 1 to 50"),
        ("why", " ", "Say why"),
        ("expires_on", "2020-01-01", "has not passed"),
        ("kinds", "dance", "from the list"),
    ],
)
def test_bad_grants_are_said_next_to_their_field(
    as_desk: Client, field: str, value: str, words: str
) -> None:
    form = {"sessions": "2", "why": "A gift", field: value}

    answer = as_desk.post(f"/mentoring/grants/{make.student().pk}/", form)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Entitlement.objects.exists()


@pytest.mark.parametrize("typed", ["", "a", "zzzz", "%", "okafor amara"])
def test_any_search_is_answered(as_desk: Client, typed: str) -> None:
    make.student(display_name="Amara Okafor")

    answer = as_desk.get("/mentoring/grants/", {"q": typed})

    assert answer.status_code == 200
    assert ("Amara" in answer.content.decode()) == (typed == "okafor amara")


def test_manager_says_what_courses_bring(client: Client, manager: User) -> None:
    client.force_login(manager)
    course = make.course("Risk and escalation")
    programme = Programme.objects.create(slug="path", title="Path", summary="A.", lead="So.")
    for what in (f"course {course.pk}", f"programme {programme.pk}"):
        form = {"what": what, "sessions": "3", "days": "180", "kinds": ["mock"]}
        assert client.post("/mentoring/grants/courses/", form).status_code == 302

    page = client.get("/mentoring/grants/courses/").content.decode()
    assert "Risk and escalation" in page
    assert "Not given by itself" in page

    grant = SessionGrant.objects.get(course=course)
    client.post("/mentoring/grants/courses/", {"act": "remove", "grant": str(grant.pk)})
    assert not SessionGrant.objects.filter(course=course).exists()


def test_dashboard_says_how_many_are_left(as_student: Client, student: User) -> None:
    make.sessions(student, 6)

    assert "6 left" in as_student.get("/dashboard/").content.decode()


def test_queries_do_not_grow_with_the_ledger(
    as_desk: Client, django_assert_max_num_queries: Any
) -> None:
    student = make.student()
    for number in range(6):
        make.booking(make.mentor(), student, make.free_at(days=3 + number))

    with django_assert_max_num_queries(10):
        as_desk.get(f"/mentoring/grants/{student.pk}/")


def test_a_used_session_is_one_line() -> None:
    student = make.student()
    make.sessions(student, 2)
    booking = make.booking(make.mentor(), student)
    with time_machine.travel(booking.starts_at - dt.timedelta(hours=1), tick=False):
        sessions.cancel(booking=booking, by=student)

    (said,) = [
        line for given in histories.ledger(student) for line in given.lines if line.amount < 0
    ]
    assert said.words.startswith("Used: ")
    assert said.words.endswith("Cancelled after the free time.")
    assert said.signed == "−1"
