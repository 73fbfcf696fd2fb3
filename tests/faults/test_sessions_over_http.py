"""One hour of a mentor, over HTTP: the real server, eight workers, and everybody wants it."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

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


def sender(port: int, start: str) -> Callable[[tuple[str, Mentor]], Answer]:
    """Books this hour with the mentor, as the person of the cookie."""

    def send(who: tuple[str, Mentor]) -> Answer:
        cookie, mentor = who
        form = {
            "offer": mentor.offers.get().slug,
            "start": start,
            "key": str(uuid.uuid4()),
            "goals": "",
        }
        return ask(port, "POST", f"/mentorship/{mentor.slug}/book/", cookie=cookie, form=form)

    return send


def race(over: Sequence[tuple[str, Mentor]], start: str) -> list[Answer]:
    """Everybody sends at once, on a connection of their own."""
    with web_server(workers=8) as port, ThreadPoolExecutor(len(over)) as pool:
        page = f"/mentorship/{over[0][1].slug}/"
        opened = list(pool.map(lambda one: ask(port, "GET", page, cookie=one[0]), over[:40]))
        assert {answer.status for answer in opened} == {200}
        return list(pool.map(sender(port, start), over))


@pytest.mark.parametrize("number", [50, 200])
def test_an_hour_that_many_students_want_is_given_once(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    mentor, start, before = make.mentor(), make.free_at(), deadlocks()
    over = [(signed_in(one), mentor) for one in students(number)]

    answers = race(over, start.isoformat())

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
    cookie = signed_in(students(1)[0])
    over = [(cookie, mentors[number % 2]) for number in range(50)]

    answers = race(over, make.free_at().isoformat())

    record_property("count: hours asked of two mentors at once", len(answers))
    assert Counter(answer.status for answer in answers) == {302: 1, 409: 49}
    assert Booking.objects.live().count() == 1
    assert deadlocks() == before


def test_one_form_sent_fifty_times_is_one_booking_and_one_answer() -> None:
    mentor, cookie = make.mentor(), signed_in(students(1)[0])
    form = {
        "offer": mentor.offers.get().slug,
        "start": make.free_at().isoformat(),
        "key": str(uuid.uuid4()),
    }
    path = f"/mentorship/{mentor.slug}/book/"

    with web_server(workers=8) as port, ThreadPoolExecutor(50) as pool:
        answers = list(
            pool.map(lambda _: ask(port, "POST", path, cookie=cookie, form=form), range(50))
        )

    booking = Booking.objects.get()
    assert Counter((one.status, one.location) for one in answers) == {
        (302, booking.get_absolute_url()): 50
    }


def near(answer: Answer) -> int:
    """How many free times nearby the page offers."""
    part = re.search(r'class="near.*?</fieldset>', answer.body, re.DOTALL)
    return part[0].count('type="radio"') if part else 0
