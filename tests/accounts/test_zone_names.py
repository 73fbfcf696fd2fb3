"""What browsers call a zone, and what people call it."""

import pytest
from django.test import RequestFactory

from institute.accounts.zones import RENAMED, city_of, detected_zone, grouped_zones


@pytest.mark.parametrize(("reported", "city"), [("Asia%2FCalcutta", "Kolkata"), ("UTC", "UTC")])
def test_an_old_name_is_read_as_the_present_one(reported: str, city: str) -> None:
    request = RequestFactory(headers={"Cookie": f"zone={reported}"}).get("/")

    assert city_of(detected_zone(request) or "") == city


def test_each_place_is_offered_once() -> None:
    offered = {name for _, zones in grouped_zones() for name, _ in zones}

    assert offered.isdisjoint(RENAMED)
    assert set(RENAMED.values()) <= offered
