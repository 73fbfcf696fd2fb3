"""Somebody makes up requests during their exam: a test for each, and nothing is gained."""

import pytest
from django.test import Client

from certification.models import Attempt, AttemptItem, Response
from certification.operations import submitting
from certification.operations.saving import Packet, save
from institute.items import responses
from tests import certifying, make
from tests.certification.sitting import as_candidate, first, question, runs_out, saved

pytestmark = pytest.mark.django_db


def send(client: Client, address: str, **fields: object) -> int:
    return client.post(f"{address}answer/", {"seq": "1"} | fields).status_code


def test_the_attempt_of_another_candidate_is_not_there() -> None:
    theirs, mine = certifying.attempt(), certifying.attempt()
    client = as_candidate(mine)

    assert send(client, question(theirs), choice="b") == 404
    for path in ("", "review/", "clock/", "q/1/"):
        assert client.get(f"{theirs.get_absolute_url()}{path}").status_code == 404
    for path in ("submit/", "sections/1/leave/", "break/", "back/", "tab/", "q/1/", "q/1/flag/"):
        assert client.post(f"{theirs.get_absolute_url()}{path}", {"choice": "b"}).status_code == 404
    assert not Response.objects.exists()


def test_staff_write_into_no_attempt_either() -> None:
    theirs, client = certifying.attempt(), Client()
    client.force_login(make.staff())

    assert send(client, question(theirs), choice="b") == 404


def test_a_question_of_another_form_takes_no_answer() -> None:
    """The packet names a question of somebody else's paper with one's own attempt."""
    mine, theirs = certifying.attempt(), certifying.attempt()
    packet = Packet(str(mine.public_id), first(theirs).pk, 1, {"choice": "b"})

    assert save(packet).outcome == "unknown"
    assert send(as_candidate(mine), question(mine, 3), choice="b") == 404
    assert send(as_candidate(mine), question(mine, 0), choice="b") == 404
    assert not Response.objects.exists()


def test_one_question_sent_many_times_is_one_answer() -> None:
    attempt = certifying.attempt()
    client = as_candidate(attempt)

    for seq in range(1, 21):
        assert send(client, question(attempt), choice="b", seq=str(seq)) == 200

    assert Response.objects.count() == 1


def test_what_is_sent_after_the_deadline_changes_nothing() -> None:
    attempt = certifying.attempt()
    runs_out(attempt, seconds_ago=31)
    client = as_candidate(attempt)

    assert send(client, question(attempt), choice="b") == 410
    assert client.post(question(attempt), {"choice": "b"}).status_code == 302
    assert not Response.objects.exists()


def test_what_is_sent_after_handing_in_changes_nothing() -> None:
    attempt = certifying.attempt()
    submitting.submit(attempt=attempt)
    client = as_candidate(attempt)

    assert send(client, question(attempt), choice="b") == 410
    client.post(f"{question(attempt)}flag/", {"flagged": "1"})
    assert not AttemptItem.objects.filter(flagged=True).exists()


def test_hidden_fields_cannot_be_turned_into_time_or_points() -> None:
    attempt = certifying.attempt()
    before = Attempt.objects.values().get()
    fields = {
        "choice": "b",
        "seconds": "-5",
        "known": "999999999999999999999",
        "deadline_at": "2099-01-01",
        "points": "100",
        "section": "9",
        "attempt": "1",
        "saved_at": "2020-01-01",
    }

    assert send(as_candidate(attempt), question(attempt), **fields) == 200

    stored = Response.objects.get()
    assert (stored.body, stored.seconds, stored.seq) == ({"choice": "b"}, 0, 1)
    assert Attempt.objects.values().get() == before


@pytest.mark.parametrize("seq", ["9" * 40, "-1", "x", "1e9", "٣", "\0"])
def test_a_count_that_is_none_is_the_next_one(seq: str) -> None:
    attempt = certifying.attempt()

    assert send(as_candidate(attempt), question(attempt), choice="b", seq=seq) == 200
    assert Response.objects.get().seq == 1


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", {"choice": "z"}),
        ("single", {"choice": "b' OR 1=1"}),
        ("multiple", {"choices": ["a", "z"]}),
        ("multiple", {"choices": ["a", "a"]}),
        ("numeric", {"value": "1e400"}),
        ("numeric", {"value": "NaN"}),
        ("ordering", {"place-a": "1", "place-b": "1", "place-c": "2"}),
        ("ordering", {"place-a": "9", "place-b": "1", "place-c": "2"}),
        ("matching", {"pair-1": "z"}),
        ("short", {"text": "x" * 501}),
        ("short", {"text": "a\0b"}),
        ("essay", {"text": "x" * 40_001}),
    ],
)
def test_a_body_that_is_no_answer_to_the_question_is_refused(
    kind: str, fields: dict[str, object]
) -> None:
    attempt = certifying.attempt(certifying.form(kind))

    assert send(as_candidate(attempt), question(attempt), **fields) == 422
    assert not Response.objects.exists()


def test_fields_of_another_kind_are_no_answer() -> None:
    attempt = certifying.attempt(certifying.form("matching"))

    send(as_candidate(attempt), question(attempt), **{"choice": "x", "pair-9": "x", "text": "y"})

    assert Response.objects.get().body == {}


@pytest.mark.parametrize("body", [[], "b", None, 7, {"choice": ["b"]}, {"choice": "b", "more": 1}])
def test_bodies_without_the_shape_are_refused(body: object) -> None:
    asked = responses.shape("single", {"choices": certifying.CHOICES})

    with pytest.raises(responses.Refused):
        responses.cleaned(asked, body)


def test_an_answer_needs_the_token_of_its_page() -> None:
    attempt = certifying.attempt()
    client = Client(enforce_csrf_checks=True)
    client.force_login(attempt.candidate)

    assert send(client, question(attempt), choice="b") == 403


def test_choices_have_an_order_of_the_question_so_that_equal_answers_are_equal() -> None:
    attempt = certifying.attempt(certifying.form("multiple"))

    saved(first(attempt), 1, {"choices": ["a", "c"]})
    send(as_candidate(attempt), question(attempt), choices=["c", "a"], seq="2")

    assert Response.objects.get().changes == 0
