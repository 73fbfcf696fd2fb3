"""A word to everybody, the register, an instructor's own page."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Attendance, Enrolment, Session
from courses.operations.enrolling import Terms, reserve_place
from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from tests import make
from tests.courses.desk import paid, roster_url, under_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Enrolment:
    return reserve_place(student=make.student(), cohort=make.cohort())


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def test_a_message_says_first_how_many_it_reaches(as_desk: Client, place: Enrolment) -> None:
    page = as_desk.get(reverse("courses:message", args=[place.cohort_id])).content.decode()

    assert "Goes to 1 person:" in page
    assert "Send 1 letter" in page


def test_the_same_message_sent_twice_is_one_letter_each(as_desk: Client, place: Enrolment) -> None:
    sponsored = Terms(sponsor="Northern Fund")
    reserve_place(student=make.student(), cohort=place.cohort, terms=sponsored)
    address = reverse("courses:message", args=[place.cohort_id])
    form = {"form_token": str(uuid.uuid4()), "subject": "Room", "text": "Bring a laptop."}

    first, again = (as_desk.post(address, form, follow=True) for _ in range(2))

    assert "2 letters are on their way." in first.content.decode()
    assert "Nobody gets it twice" in again.content.decode()
    assert OutboundMessage.objects.filter(kind="courses.cohort_message").count() == 2


def test_a_second_message_is_a_second_letter(as_desk: Client, place: Enrolment) -> None:
    address = reverse("courses:message", args=[place.cohort_id])

    for subject in ("Room", "Laptop"):
        form = {"form_token": str(uuid.uuid4()), "subject": subject, "text": "Read this."}
        as_desk.post(address, form)

    assert OutboundMessage.objects.filter(kind="courses.cohort_message").count() == 2


def test_a_message_without_words_keeps_its_subject(as_desk: Client, place: Enrolment) -> None:
    address = reverse("courses:message", args=[place.cohort_id])

    answer = as_desk.post(address, {"subject": "Room", "text": ""})

    assert answer.status_code == 422
    assert 'value="Room"' in answer.content.decode()
    assert "Write the message." in answer.content.decode()


def test_the_register_is_kept_and_can_be_corrected(client: Client, desk: User) -> None:
    teacher = make.instructor()
    cohort = make.cohort(taught_by=teacher)
    place = paid(reserve_place(student=make.student(), cohort=cohort), desk)
    under_way(cohort)
    client.force_login(teacher)
    address = reverse("courses:attendance", args=[cohort.pk, 1])

    for mark in ("late", "present"):
        answer = client.post(address, {f"mark-{place.pk}": mark}, follow=True)

    line = Attendance.objects.get()
    assert (line.mark, line.marked_by) == ("present", teacher)
    assert "1 marked" in answer.content.decode()
    assert f'name="mark-{place.pk}" value="present" checked' in answer.content.decode()


def test_the_register_takes_no_strangers_and_no_invented_marks(client: Client, desk: User) -> None:
    teacher = make.instructor()
    cohort = make.cohort(taught_by=teacher)
    place = paid(reserve_place(student=make.student(), cohort=cohort), desk)
    stranger = paid(reserve_place(student=make.student(), cohort=make.cohort()), desk)
    under_way(cohort)
    client.force_login(teacher)

    marks = {f"mark-{stranger.pk}": "present", f"mark-{place.pk}": "asleep", "mark-x": "late"}
    client.post(reverse("courses:attendance", args=[cohort.pk, 1]), marks)

    assert not Attendance.objects.exists()


def test_the_register_opens_when_the_class_begins(as_manager: Client, place: Enrolment) -> None:
    address = reverse("courses:attendance", args=[place.cohort_id, 1])

    assert "opens when the class begins" in as_manager.get(address).content.decode()
    assert "opens when the class begins" in as_manager.post(address).content.decode()


def test_the_desk_does_not_keep_the_register(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.get(reverse("courses:attendance", args=[place.cohort_id, 1]))

    assert answer.status_code == 403
    assert "whoever teaches" in answer.content.decode()


def test_teaching_lists_my_next_classes_and_cohorts(client: Client) -> None:
    teacher = make.instructor()
    mine, other = make.cohort(taught_by=teacher), make.cohort()
    first = under_way(mine)
    Session.objects.filter(pk=first.pk).update(join_url="https://meet.example.com/42")
    client.force_login(teacher)

    page = client.get(reverse("courses:teaching")).content.decode()

    assert "https://meet.example.com/42" in page
    assert roster_url(mine) in page
    assert roster_url(other) not in page
