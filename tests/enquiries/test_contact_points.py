"""One field for a phone number or an email address, read the way people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.contact_points import ContactPoints, read, read_phone, shown


@pytest.mark.parametrize(
    "typed",
    [
        "905 282 9318",
        "(905) 282-9318",
        "1-905-282-9318",
        "+1 905.282.9318",
        "9052829318",
        "٩٠٥٢٨٢٩٣١٨",
    ],
)
def test_a_canadian_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read(typed) == ContactPoints(phone="+19052829318")


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert read("+44 20 7946 0958").phone == "+442079460958"


@pytest.mark.parametrize("typed", ["Ana@Example.COM", "  ana@example.com ", "<ana@example.com>"])
def test_an_address_is_kept_in_lower_case(typed: str) -> None:
    assert read(typed) == ContactPoints(email="ana@example.com")


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.com, 905 282 9318",
        "905 282 9318 / ana@example.com",
        "ana@example.com or (905) 282-9318",
        "(905) 282-9318; ana@example.com",
    ],
)
def test_both_in_one_field_are_both_kept(typed: str) -> None:
    assert read(typed) == ContactPoints("ana@example.com", "+19052829318")


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "@example.com", "911", "12", "ana@example.com and my dog", "a@b"]
)
def test_what_reaches_nobody_is_nothing(typed: str) -> None:
    assert not read(typed)


def test_an_address_no_mail_server_takes_is_nothing() -> None:
    assert not read("a" * 250 + "@example.com")


def test_numbers_are_shown_the_way_they_are_dialled_here() -> None:
    assert shown("+19052829318") == "(905) 282-9318"
    assert shown("+442079460958") == "+44 20 7946 0958"
    assert shown("not a number") == "not a number"


@given(st.text(max_size=500))
def test_anything_may_be_typed(typed: str) -> None:
    reach = read(typed)

    assert len(reach.email) <= 254
    assert reach.phone == "" or read_phone(reach.phone) == reach.phone
