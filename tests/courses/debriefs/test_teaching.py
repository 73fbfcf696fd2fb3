"""Instructors read the finished runs of their classes and comment on them."""

import pytest
from django.urls import reverse

from courses.models import Debrief
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from tests import make
from tests.courses.debriefs.telling import read_by
from tests.courses.debriefs.test_reading import at, window

pytestmark = pytest.mark.django_db
WORDS = {"comment": "Ask earlier.\n\nKeep the cuts.", "align": "3", "comm": "1"}


@pytest.fixture
def teacher() -> User:
    return make.instructor()


@pytest.fixture
def debrief(teacher: User) -> Debrief:
    learner = make.student()
    place = reserve_place(student=learner, cohort=make.cohort(taught_by=teacher))
    type(place).objects.filter(pk=place.pk).update(status="confirmed")
    return read_by(learner)


def taught(debrief: Debrief) -> str:
    return reverse("courses:debrief_taught", args=[debrief.run_id])


def test_only_the_people_of_the_class_and_managers_find_a_run(
    teacher: User, debrief: Debrief
) -> None:
    page = window(teacher).get(reverse("courses:debriefs_taught")).content.decode()
    statuses = [
        window(reader).get(taught(debrief)).status_code
        for reader in (teacher, make.staff(Role.MANAGER), make.instructor(), make.student())
    ]

    assert debrief.run.user.name in page
    assert statuses == [200, 200, 404, 403]


def test_a_comment_reaches_the_learner_once_and_stands_on_the_page(
    teacher: User, debrief: Debrief
) -> None:
    client = window(teacher)

    empty = client.post(taught(debrief), {"comment": "", "align": "9"})
    for _ in range(2):
        client.post(taught(debrief), WORDS)
    page = window(debrief.run.user).get(at(debrief.run)).content.decode()

    letter = OutboundMessage.objects.get(kind="courses.debrief_commented")
    assert empty.status_code == 422
    assert letter.to_address == debrief.run.user.email
    assert f"What {teacher.name} wrote" in page
    assert "On their own" in page


def test_a_changed_comment_is_a_new_letter(teacher: User, debrief: Debrief) -> None:
    client = window(teacher)

    client.post(taught(debrief), WORDS)
    client.post(taught(debrief), WORDS | {"comment": "Better put."})

    assert OutboundMessage.objects.filter(kind="courses.debrief_commented").count() == 2
