"""Impatient clicking, over HTTP, with real threads."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from courses.models import Cohort, Enrolment, Payment, Status
from institute.accounts.models import User
from tests import make
from tests.conftest import at_the_same_time
from tests.servers import Answer, ask, signed_in

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CLICKS = 50


def port_of(server: LiveServer) -> int:
    return int(server.url.rpartition(":")[2])


def test_fifty_clicks_on_one_form_are_one_place_and_one_answer(
    live_server: LiveServer, student: User
) -> None:
    cohort = make.cohort(places=2)
    path = reverse("courses:enrol", args=[cohort.version.course.slug, cohort.pk])
    form = {"form_token": str(uuid.uuid4()), "legal_name": "Amara Okafor", "payer": "me"}
    port, cookie = port_of(live_server), signed_in(student)

    def click(_: int) -> Answer:
        return ask(port, "POST", path, cookie=cookie, form=form)

    answers = at_the_same_time(click, range(CLICKS))

    place = Enrolment.objects.get()
    where = reverse("courses:enrolment", args=[place.pk])
    assert {(answer.status, answer.location) for answer in answers} == {(302, where)}
    assert Cohort.objects.get(pk=cohort.pk).taken == 1


def test_fifty_clicks_on_one_payment_are_one_payment(
    live_server: LiveServer, student: User, desk: User
) -> None:
    cohort = make.cohort()
    slug = cohort.version.course.slug
    form = {"form_token": str(uuid.uuid4()), "legal_name": "Amara Okafor", "payer": "me"}
    port = port_of(live_server)
    path = reverse("courses:enrol", args=[slug, cohort.pk])
    ask(port, "POST", path, cookie=signed_in(student), form=form)
    place = Enrolment.objects.get()
    money = {
        "form_token": str(uuid.uuid4()),
        "direction": "received",
        "method": "cheque",
        "amount": "779.70",
        "received_on": "2026-11-20",
    }
    cookie = signed_in(desk)

    def click(_: int) -> Answer:
        address = reverse("courses:payment", args=[place.pk])
        return ask(port, "POST", address, cookie=cookie, form=money)

    answers = at_the_same_time(click, range(CLICKS))

    where = reverse("courses:cohort_roster", args=[cohort.pk])
    assert {(answer.status, answer.location) for answer in answers} == {(302, where)}
    assert Payment.objects.get().cents == 779_70
    place.refresh_from_db()
    assert place.status == Status.CONFIRMED
