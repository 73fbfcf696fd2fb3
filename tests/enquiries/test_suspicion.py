"""The score: each reason has its words, one weak reason is never enough, more is never less."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.proof import Proof
from enquiries.suspicion import (
    HIDDEN_FIELD,
    MOST_FROM_ONE_PERSON,
    MOST_FROM_ONE_PLACE,
    SELLS,
    THRESHOLD,
    TOO_MANY,
    Signals,
    score,
)

PLAIN = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="<["), max_size=300
).filter(lambda text: not score(Signals(name=text, question=text)).points)
SIGNALS = st.builds(
    Signals,
    name=st.text(max_size=60),
    question=st.text(max_size=200),
    hidden_field=st.booleans(),
    proof=st.sampled_from(Proof),
    seconds=st.none() | st.integers(0, 10_000),
    from_place=st.integers(0, 100),
    from_person=st.integers(0, 100),
)


@given(PLAIN, st.sampled_from([Proof.MISSING, Proof.STALE, Proof.SOLVED]))
def test_a_plain_question_without_scripts_is_never_set_aside(words: str, proof: Proof) -> None:
    found = score(
        Signals(
            name=words,
            question=words,
            proof=proof,
            from_place=MOST_FROM_ONE_PLACE,
            from_person=MOST_FROM_ONE_PERSON,
        )
    )

    assert not found.is_suspect


@given(SIGNALS)
def test_every_point_has_a_reason_in_words_that_fit(signals: Signals) -> None:
    found = score(signals)

    assert bool(found.points) == bool(found.words)
    assert len(set(found.words)) == len(found.words)
    assert all(1 <= len(words) <= 120 for words in found.words)
    assert 0 <= found.points < 32_767


@given(SIGNALS)
def test_another_bad_sign_never_lowers_the_score(signals: Signals) -> None:
    before = score(signals).points
    worse = [
        dataclasses.replace(signals, hidden_field=True),
        dataclasses.replace(signals, from_place=signals.from_place + 40),
        dataclasses.replace(signals, from_person=signals.from_person + 10),
        dataclasses.replace(signals, question=signals.question + " https://a.example"),
        dataclasses.replace(signals, name=signals.name + " https://a.example"),
        dataclasses.replace(signals, seconds=0),
    ]

    assert all(score(one).points >= before for one in worse)


@pytest.mark.parametrize(
    "signals",
    [
        Signals(hidden_field=True),
        Signals(from_place=MOST_FROM_ONE_PLACE + 1),
        Signals(from_person=MOST_FROM_ONE_PERSON + 1),
        Signals(name="Win now www.spam.example"),
        Signals(question="<a href='x'>y</a>"),
        Signals(question="https://a.example https://b.example www.c.example", proof="missing"),
        Signals(question="SEO services and backlinks", proof="missing"),
        Signals(proof="wrong", seconds=1),
        Signals(proof="wrong", question="https://a.example https://b.example"),
    ],
)
def test_what_is_set_aside(signals: Signals) -> None:
    assert score(signals).is_suspect


@pytest.mark.parametrize(
    "question",
    [
        "My profile: https://www.linkedin.com/in/ana. Which course fits?",
        "We ship crypto wallets; does the core program cover security reviews?",
        "I lead SEO tooling at a large company. Is Practitioner right for me?",
        "Can you invoice my employer?",
        "",
    ],
)
@pytest.mark.parametrize("proof", ["solved", "missing"])
def test_what_people_ask_is_not(question: str, proof: str) -> None:
    assert not score(Signals(name="Ana Lima", question=question, proof=proof)).is_suspect


def test_the_reasons_are_said_one_by_one() -> None:
    found = score(Signals(hidden_field=True, from_place=99, question="Buy backlinks"))

    assert found.words == (HIDDEN_FIELD, TOO_MANY, SELLS)
    assert found.points == 180
    assert found.points >= THRESHOLD
