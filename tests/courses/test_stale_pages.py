"""A page acts on what it read while somebody else is changing it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from courses.models import Cohort
from courses.operations import changing, enrolling
from institute.accounts.roles import Role
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@contextmanager
def while_it_waits(act: Callable[[], object]) -> Iterator[None]:
    """Do the block in a transaction that the act, in a thread of its own, runs into."""

    def apart() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=apart)
    with transaction.atomic():
        yield
        thread.start()
        time.sleep(0.7)  # long enough to read, and to stand before the lock
    thread.join()


def test_a_saved_cohort_keeps_the_seats_taken_meanwhile() -> None:
    admin, client = make.staff(Role.ADMIN, is_staff=True, is_superuser=True), Client()
    client.force_login(admin)
    cohort, student = make.cohort(places=5), make.student()
    path = reverse("admin:courses_cohort_change", args=[cohort.pk])
    fields = client.get(path).context["adminform"].form.initial | {"capacity": 9}
    typed = {
        "capacity": "9",
        "time_zone": fields["time_zone"],
        "waitlist_limit": "50",
        "price_cents": "69000",
        "sessions-TOTAL_FORMS": "0",
        "sessions-INITIAL_FORMS": "0",
    }
    for name in ("enrol_opens_at", "enrol_closes_at"):
        typed |= {f"{name}_0": f"{fields[name]:%Y-%m-%d}", f"{name}_1": f"{fields[name]:%H:%M:%S}"}
    statuses: list[int] = []

    with while_it_waits(lambda: statuses.append(client.post(path, typed).status_code)):
        enrolling.reserve_place(student=student, cohort=cohort)

    saved = Cohort.objects.get()
    assert statuses == [302]
    assert (saved.taken, saved.capacity) == (1, 9)


def test_cancelling_a_place_the_desk_has_just_deferred_says_so() -> None:
    cohort, student, client = make.cohort(price_cents=0), make.student(), Client()
    client.force_login(student)
    place = enrolling.reserve_place(student=student, cohort=cohort)
    path = reverse("courses:cancel", args=[place.pk])
    answers: list[int] = []

    with while_it_waits(lambda: answers.append(client.post(path, {}).status_code)):
        changing.defer_place(enrolment=place, by=student)

    place.refresh_from_db()
    assert answers == [302]
    assert place.status == "deferred"
