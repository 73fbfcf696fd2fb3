"""What a person should look at: named rules, one signal each, and nothing follows by itself."""

import random
from fractions import Fraction

import pytest
from django.test import Client

from certification import likeness
from certification.models import Attempt, LogEntry, Signal
from certification.operations import integrity, submitting
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.sitting import passes, saved

pytestmark = pytest.mark.django_db


def sat(kinds: int = 6) -> Attempt:
    attempt = certifying.attempt(certifying.form(*["single"] * kinds))
    passes(attempt, minutes=20)
    return attempt


def test_quick_answers_turned_answers_and_a_new_address_are_told_apart() -> None:
    attempt = sat(6)
    for item in attempt.items.select_related("attempt"):
        saved(item, 1, {"choice": "a"}, seconds=2, address="here")
        saved(item, 2, {"choice": "b"}, seconds=3, address="there")
    submitting.submit(attempt=attempt)

    assert integrity.look_at_new() == 1
    assert integrity.look_at_new() == 0

    found = {one.kind: one.facts for one in Signal.objects.all()}
    assert found == {
        "time": {"questions": [1, 2, 3, 4, 5, 6], "under": 5},
        "changes": {"wrong to right": 6, "right to wrong": 0, "wrong to wrong": 0},
        "address": {"addresses": 2, "after": 1},
    }
    assert Attempt.objects.get().status == "submitted"


def test_an_ordinary_sitting_raises_nothing() -> None:
    attempt = sat(6)
    for item in attempt.items.select_related("attempt"):
        saved(item, 1, {"choice": "b"}, seconds=60, address="here")
    submitting.submit(attempt=attempt)
    integrity.look_at_new()

    assert not Signal.objects.exists()


def room_of(many: int, questions: int = 12) -> dict[int, dict[str, str]]:
    """So many candidates who got everything wrong, each in a way of their own."""
    dice = random.Random(7)
    return {one: {f"q{at}": dice.choice("abcd") for at in range(questions)} for one in range(many)}


def test_errors_alike_beyond_chance_stand_out_and_others_do_not() -> None:
    room = room_of(20)
    assert likeness.alike(room) == []
    room[99] = dict(room[7])

    found = likeness.alike(room)

    assert [(each.one, each.other) for each in found] == [(7, 99)]
    assert (found[0].joint, found[0].same) == (12, 12)
    assert likeness.alike({each: room[each] for each in list(room)[:9]}) == []  # too few to tell


def test_the_probability_is_the_binomial_tail() -> None:
    assert likeness.at_least(2, 2, Fraction(1, 2)) == 0.25
    assert likeness.at_least(1, 2, Fraction(1, 2)) == 0.75
    assert likeness.at_least(0, 5, Fraction(1, 3)) == 1


def test_a_person_says_what_they_found_and_the_first_word_stands() -> None:
    signal = Signal.objects.create(attempt=certifying.submitted(), kind="address", facts={"a": 1})
    examiner, client = make.staff(Role.EXAMINER), Client()
    client.force_login(examiner)
    address = f"/certification/signals/{signal.pk}/"

    assert client.post(address, {"outcome": ""}).status_code == 422
    client.post(address, {"outcome": "A train journey."})

    signal.refresh_from_db()
    assert (signal.looked_at_by, signal.outcome) == (examiner, "A train journey.")
    assert LogEntry.objects.get().act == "signal.looked_at"
    assert "A train journey." in client.get("/certification/signals/").content.decode()
    with pytest.raises(RuleBroken):
        integrity.settle(signal=signal, outcome="Again.", by=examiner)
