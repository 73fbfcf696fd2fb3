"""The proof of work: only what we asked for, answered in time, counts."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from enquiries import proof
from enquiries.models import Enquiry
from enquiries.proof import GOOD_FOR, HARDEST, Challenge, Proof, challenge, judge, solve
from enquiries.suspicion import PROOF_POINTS
from tests.enquiries.asking import FORM, send

KEY, NOW = b"a key for this test", 1_763_829_000.0


def test_a_solved_challenge_tells_how_long_it_took() -> None:
    verdict = judge(solve(challenge(KEY, NOW)), KEY, NOW + 42.5)

    assert (verdict.proof, verdict.seconds) == (Proof.SOLVED, 42)


def test_an_old_answer_is_stale_and_a_clock_that_ran_back_is_no_fault() -> None:
    answer = solve(challenge(KEY, NOW))

    assert judge(answer, KEY, NOW + GOOD_FOR).proof == Proof.SOLVED
    assert judge(answer, KEY, NOW + GOOD_FOR + 1).proof == Proof.STALE
    assert judge(answer, KEY, NOW - 5).seconds == 0


def test_nobody_can_sign_a_challenge_of_their_own() -> None:
    assert judge(solve(challenge(b"another key", NOW)), KEY, NOW).proof == Proof.WRONG


def test_another_number_or_another_time_does_not_fit() -> None:
    salt, number, signature = solve(challenge(KEY, NOW)).split(".")
    later = f"{salt.split('-')[0]}-{int(NOW) + 3600}"

    for changed in (
        f"{salt}.{int(number) ^ 1}.{signature}",
        f"{later}.{number}.{signature}",
        f"{salt}.{number}.{signature[:-1]}",
        f"{salt}.{number}.{signature}\n",
    ):
        assert judge(changed, KEY, NOW).proof == Proof.WRONG


def test_every_challenge_is_new_and_has_an_answer() -> None:
    first, second = challenge(KEY, NOW), challenge(KEY, NOW)

    assert first.salt != second.salt
    assert 0 <= int(solve(first).split(".")[1]) <= HARDEST


def test_a_challenge_without_an_answer_says_so() -> None:
    with pytest.raises(ValueError, match="No number"):
        solve(Challenge("salt", "target", "signature", hardest=3))


def test_nothing_is_missing_and_not_wrong() -> None:
    assert judge("", KEY, NOW).proof == Proof.MISSING


@given(st.text(max_size=200))
def test_any_answer_may_come_back(answer: str) -> None:
    assert judge(answer, KEY, NOW).proof in {Proof.WRONG, Proof.MISSING}


def test_every_verdict_has_its_points() -> None:
    assert set(PROOF_POINTS) == set(Proof)


def answered(client: Client) -> str:
    return solve(Challenge(**client.get("/enquire/proof/").json()))


@pytest.mark.django_db
def test_the_form_gets_a_challenge_that_nobody_keeps(client: Client) -> None:
    first, second = client.get("/enquire/proof/"), client.get("/enquire/proof/")

    assert "no-store" in first["Cache-Control"]
    assert first.json()["salt"] != second.json()["salt"]


@pytest.mark.django_db
def test_a_question_with_its_proof_after_a_minute_is_beyond_suspicion(client: Client) -> None:
    made = proof.challenge(_key(), _now() - 60)

    send(client, {"proof": solve(made)})

    kept = Enquiry.objects.get()
    assert (kept.spam_score, kept.suspicions, kept.status) == (0, [], "new")


@pytest.mark.django_db
def test_one_proof_serves_one_question_however_often_it_is_sent(client: Client) -> None:
    answer = solve(proof.challenge(_key(), _now() - 60))

    for _ in range(3):
        send(client, {"proof": answer})
    send(client, {"proof": answer, "question": "Another?"})

    first, second = Enquiry.objects.order_by("pk")
    assert first.suspicions == []
    assert second.suspicions == [PROOF_POINTS["reused"][1]]


@pytest.mark.django_db
def test_a_form_sent_at_once_is_noted_and_still_answered(client: Client) -> None:
    send(client, {"proof": answered(client)})

    kept = Enquiry.objects.get()
    assert kept.suspicions == ["Sent within 3 seconds of opening the form."]
    assert kept.status == "new"


@pytest.mark.django_db
def test_a_mistake_does_not_use_up_the_proof(client: Client) -> None:
    answer = solve(proof.challenge(_key(), _now() - 60))

    assert send(client, {"proof": answer, "name": ""}).status_code == 422
    send(client, {"proof": answer} | FORM)

    assert Enquiry.objects.get().suspicions == []


def _key() -> bytes:
    from enquiries.views.asking import _key

    return _key()


def _now() -> float:
    import time

    return time.time()
