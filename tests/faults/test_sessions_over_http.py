"""One hour of a mentor, over HTTP: the real server, eight workers, and everybody wants it."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection

from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from mentorship.models import Booking, Mentor
from tests import make
from tests.servers import Answer, ask, signed_in, web_server

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def students(number: int) -> list[User]:
    """Many people quickly, each with sessions to use: the password is never asked for."""
    people = User.objects.bulk_create(
        User(email=f"racer{n}@example.com", display_name=f"Racer {n}") for n in range(number)
    )
    for one in people:
        make.sessions(one)
    return people


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database "
            "WHERE datname = current_database()"
        )
        return int(cursor.fetchone()[1])


@dataclass(frozen=True)
class Sent:
    """One form of one student: everything is known before anybody sends."""

    cookie: str
    path: str
    form: dict[str, str]


def sent(cookie: str, mentor: Mentor, start: str) -> Sent:
    form = {"offer": mentor.offers.get().slug, "start": start, "goals": ""}
    return Sent(cookie, f"/mentorship/{mentor.slug}/book/", form | {"key": str(uuid.uuid4())})


def race(over: Sequence[Sent]) -> list[Answer]:
    """Everybody sends at once, on a connection of their own; the workers have woken up."""
    with web_server(workers=8) as port, ThreadPoolExecutor(len(over)) as pool:

        def send(one: Sent) -> Answer:
            return ask(port, "POST", one.path, cookie=one.cookie, form=one.form)

        def read(one: Sent) -> Answer:
            return ask(port, "GET", one.path.replace("book/", ""), cookie=one.cookie)

        assert {answer.status for answer in pool.map(read, over[:40])} == {200}
        return list(pool.map(send, over))


@pytest.mark.parametrize("number", [50, 200])
def test_an_hour_that_many_students_want_is_given_once(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    mentor, start, before = make.mentor(), make.free_at().isoformat(), deadlocks()

    answers = race([sent(signed_in(one), mentor, start) for one in students(number)])

    record_property("count: students racing for an hour", len(answers))
    print(f"all answered in {max(answer.seconds for answer in answers):.2f} s")
    assert Counter(answer.status for answer in answers) == {302: 1, 409: number - 1}
    assert all(near(answer) == 3 for answer in answers if answer.status == 409)
    booking = Booking.objects.live().get()
    letters = OutboundMessage.objects.filter(kind="mentorship.session_confirmed")
    assert letters.filter(about_id=booking.pk).count() == letters.count()
    assert deadlocks() == before


def test_a_student_who_wants_one_hour_with_two_mentors_gets_one(
    record_property: Callable[[str, object], None],
) -> None:
    mentors, before = [make.mentor(), make.mentor()], deadlocks()
    cookie, start = signed_in(students(1)[0]), make.free_at().isoformat()

    answers = race([sent(cookie, mentors[number % 2], start) for number in range(50)])

    record_property("count: hours asked of two mentors at once", len(answers))
    assert Counter(answer.status for answer in answers) == {302: 1, 409: 49}
    assert Booking.objects.live().count() == 1
    assert deadlocks() == before


def test_one_form_sent_fifty_times_is_one_booking_and_one_answer() -> None:
    form = sent(signed_in(students(1)[0]), make.mentor(), make.free_at().isoformat())

    answers = race([form] * 50)

    booking = Booking.objects.get()
    assert Counter((one.status, one.location) for one in answers) == {
        (302, booking.get_absolute_url()): 50
    }


def near(answer: Answer) -> int:
    """How many free times nearby the page offers."""
    part = re.search(r'class="near.*?</fieldset>', answer.body, re.DOTALL)
    return part[0].count('type="radio"') if part else 0
