"""Candidates apply, read results and appeal; staff answer, decide and release."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import Appeal, Application, Attempt, AttemptStatus, ReleaseBatch
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying as given
from tests import make
from tests.certification.test_governing import released, scored

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def as_person(client: Client) -> SignedIn:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def test_a_candidate_applies_and_reads_where_it_stands(as_person: SignedIn) -> None:
    version = given.scheme_version(prerequisites=[{"kind": "experience", "text": "Two years."}])
    page = as_person(make.student())
    told = {"months": "30", "experience": "Two launches.", "conduct": "on"}

    answer = page.post(
        reverse("certification:apply", args=[version.scheme.slug]), told, follow=True
    )

    assert Application.objects.get().status == "submitted"
    assert b"Two years." in answer.content


def test_a_form_that_lacks_something_comes_back_with_what_was_typed(as_person: SignedIn) -> None:
    version = given.scheme_version()
    page = as_person(make.student())

    answer = page.post(
        reverse("certification:apply", args=[version.scheme.slug]), {"experience": "Two launches."}
    )

    assert answer.status_code == 422
    assert b"Two launches." in answer.content
    assert b"accept it" in answer.content


def test_a_result_is_not_there_before_its_release(as_person: SignedIn) -> None:
    attempt = scored()
    page = as_person(attempt.candidate)

    answer = page.get(reverse("certification:result", args=[attempt.public_id]))

    assert not re.search(rb"\b560\b", answer.content)
    assert b"Results go out together" in answer.content


def test_a_released_result_shows_each_domain_and_the_way_to_appeal(as_person: SignedIn) -> None:
    attempt = released()
    page = as_person(attempt.candidate)

    answer = page.get(reverse("certification:result", args=[attempt.public_id])).content.decode()

    assert "You are certified." in answer
    assert "80 %" in answer
    assert reverse("certification:appeal_new", args=[attempt.public_id]) in answer


def test_a_stranger_finds_no_result(as_person: SignedIn) -> None:
    attempt = released()

    answer = as_person(make.student()).get(
        reverse("certification:result", args=[attempt.public_id])
    )

    assert answer.status_code == 404


def test_a_candidate_appeals_once_however_often_it_is_sent(as_person: SignedIn) -> None:
    attempt = released(passed=False)
    page, where = (
        as_person(attempt.candidate),
        reverse("certification:appeal_new", args=[attempt.public_id]),
    )

    for _ in range(2):
        assert page.post(where, {"grounds": "Question 4 has two keys."}).status_code == 302

    assert Appeal.objects.count() == 1


def test_a_manager_decides_many_at_once_and_sends_them_out(as_person: SignedIn) -> None:
    attempts = [scored(), scored(passed=False)]
    page = as_person(make.staff(Role.MANAGER))

    page.post(reverse("certification:decisions"), {"attempt": [one.pk for one in attempts]})
    page.post(
        reverse("certification:releases"), {"title": "December", "on": "2027-01-11", "at": "09:00"}
    )
    page.post(
        reverse("certification:into_batch"),
        {
            "batch": ReleaseBatch.objects.get().pk,
            "decision": [one.decisions.get().pk for one in attempts],
        },
    )

    assert set(Attempt.objects.values_list("status", flat=True)) == {AttemptStatus.DECIDED}
    assert ReleaseBatch.objects.get().decisions.count() == 2


@pytest.mark.parametrize("name", ["applications", "appeals", "decisions", "releases"])
def test_lists_ask_as_often_for_two_as_for_six(as_person: SignedIn, name: str) -> None:
    page = as_person(make.staff(Role.MANAGER))
    where = reverse(f"certification:{name}")

    page.get(where)  # what is asked for once
    counts = []
    for more in (2, 4):
        for _ in range(more):
            scored()
            released(passed=False)
        counts.append(_queries(page, where))

    assert counts[0] == counts[1]


def _queries(page: Client, where: str) -> int:

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert page.get(where).status_code == 200
    return len(asked)
