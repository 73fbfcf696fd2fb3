"""The measure of free times plants what it says, and measures what it plants."""

import pytest

from mentorship.models import Booking, Mentor
from tests.bench import finding

pytestmark = pytest.mark.django_db


def test_two_mentors_over_a_week() -> None:
    said = finding.measure(finding.prepare(mentors=2, days=7), days=7, rounds=1)

    assert (said["mentors"], said["days"]) == (2, 7)
    assert 0 < int(str(said["free"])) < 2 * 7 * 7 * 4
    assert Booking.objects.live().count() == 14


def test_preparing_again_adds_only_who_is_missing() -> None:
    finding.prepare(mentors=1, days=2)

    again = finding.prepare(mentors=2, days=2)

    assert len(again) == Mentor.objects.filter(slug__startswith="bench").count() == 2
    assert Booking.objects.live().count() == 4
