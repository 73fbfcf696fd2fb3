"""Addresses read back over the telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.readback import PROVIDERS, Group, corrected, spelled


def test_an_address_is_spelled_in_groups() -> None:
    assert spelled("Ana.2@gmail.com") == [
        Group("ana", "Alfa November Alfa"),
        Group(".", "dot"),
        Group("2", "two"),
        Group("@", "at"),
        Group("gmail", "gmail"),
        Group(".", "dot"),
        Group("com", "com"),
    ]


def test_an_unknown_domain_is_spelled_too() -> None:
    assert Group("acme-x", "Alfa Charlie Mike Echo dash X-ray") in spelled("a@acme-x.ca")


def test_an_accent_is_named() -> None:
    assert spelled("é@x.ca")[0] == Group("é", "Echo acute accent")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@g", "ana@gmail.com"),
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmai.com", "ana@gmail.com"),
        ("ana@ggmail.com", "ana@gmail.com"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@acme.con", "ana@acme.com"),
        ("ana @gmail,com", "ana@gmail.com"),
        ("ana@yaho.ca", "ana@yahoo.ca"),
        ("ana@gmail.com.", "ana@gmail.com"),
    ],
)
def test_a_slip_is_offered_for_correction(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", "@", "ana", "ana@", "@g", "a@b@c", "ana@gmail.com", "Ana@Gmail.com", "ana@mail.com"),
        *("ana@ymail.com", "ana@example.ca", "ana@school.edu", "ana@ö.example", "a" * 300 + "@g"),
    ],
)
def test_nothing_is_said_when_nothing_seems_wrong(typed: str) -> None:
    assert corrected(typed) == ""


@given(st.text() | st.from_regex(r"[a-z]{1,8}@[a-z]{1,10}\.[a-z]{2,4}", fullmatch=True))
def test_a_correction_has_nothing_left_to_correct(typed: str) -> None:
    assert corrected(corrected(typed)) == ""


@given(st.text())
def test_every_character_is_said(typed: str) -> None:
    groups = spelled(typed)

    assert all(group.text and group.said for group in groups)
    assert [group.text for group in spelled("ana@" + PROVIDERS[0])][-3:] == ["gmail", ".", "com"]
