"""Dates, clocks and money, in the reader's zone and the Institute's words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from institute.templatetags.moments import clock, day, moment, money, short_day, zone_words

EVENING = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)
TORONTO = ZoneInfo("America/Toronto")


def test_a_day_is_the_readers_day() -> None:
    assert day(EVENING, TORONTO) == "Mon 11 January 2027"
    assert day(EVENING, "Asia/Tokyo") == "Tue 12 January 2027"


def test_without_a_zone_the_present_one_is_meant() -> None:
    with timezone.override(TORONTO):
        assert clock(EVENING) == "18:30"


def test_a_plain_date_stays_itself() -> None:
    assert short_day(date(2027, 1, 11), "Asia/Tokyo") == "Mon 11 Jan 2027"


def test_the_clock_follows_daylight_saving() -> None:
    before, after = (
        datetime(2027, 3, 14, 6, 59, tzinfo=UTC),
        datetime(2027, 3, 14, 7, 0, tzinfo=UTC),
    )

    assert (clock(before, TORONTO), clock(after, TORONTO)) == ("01:59", "03:00")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Toronto", "Toronto time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "GMT+5"),
    ],
)
def test_the_zone_is_named(zone: str, words: str) -> None:
    assert zone_words(zone) == words


def test_a_moment_names_its_zone_and_its_instant() -> None:
    assert moment(EVENING, TORONTO) == (
        '<time datetime="2027-01-11T18:30:00-05:00">Mon 11 January 2027, 18:30 Toronto time</time>'
    )


@pytest.mark.parametrize(
    ("cents", "words"),
    [(345000, "$3,450"), (86250, "$862.50"), (0, "$0"), (5, "$0.05"), (-5000, "−$50"), (None, "")],
)
def test_money_is_written_from_cents(cents: int | None, words: str) -> None:
    assert money(cents) == words


def test_nothing_is_written_for_a_day_that_is_not_set() -> None:
    assert Template("{{ when|day }}{{ when|clock }}{{ when|short_day }}").render(
        Context({"when": None})
    ) == ("")
