"""The page of a mentor's time: what it shows, what it keeps, and what it never loses."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import AvailabilityRule, CalendarSource, Mentor, stretch
from mentorship.operations.availability import seasons_of_mentor, set_day, take_time_off
from mentorship.week_hours import Week
from tests import make

URL = "/mentoring/availability/"
NOW = dt.datetime(2026, 11, 22, 15, tzinfo=dt.UTC)
NINE, NOON, FIVE = dt.time(9), dt.time(12), dt.time(17)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mentor(db: None, client: Client) -> Mentor:
    made = make.mentor(zone="America/Vancouver")
    client.force_login(made.user)
    return made


def page(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(client: Client, name: str, query: str = "") -> str:
    """What a hidden field of the page holds."""
    found = page(client, query).partition(f'name="{name}" value="')[2]
    return found.partition('"')[0]


def hours(client: Client, query: str = "", **fields: Any) -> dict[str, Any]:
    """The form of hours as a browser sends it, Tuesday from 9 to 12 unless told otherwise."""
    known = {"act": "hours", "seen": hidden(client, "seen", query)}
    return known | {"day1-from": ["09:00", ""], "day1-to": ["12:00", ""]} | fields


def test_the_page_names_the_clock_and_its_next_change(client: Client, mentor: Mentor) -> None:
    said = page(client)
    assert "Vancouver time</strong>" in said
    assert "Clocks in Vancouver go" in said or "do not change" in said
    assert 'value="09:00"' in said


def test_hours_are_saved_from_plain_times(client: Client, mentor: Mentor) -> None:
    answer = client.post(URL, hours(client), follow=True)

    assert "The hours are saved." in answer.content.decode()
    (season,) = seasons_of_mentor(mentor)
    assert season.week == Week.of([[], [(NINE, NOON)], [], [], [], [], []])
    assert season.zone == "America/Vancouver"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day1-from": "09:00", "day1-to": ""}, "Tuesday: enter both times"),
        ({"day1-from": "9 am", "day1-to": "12:00"}, "Tuesday: enter times on 24 hours"),
        ({"day1-from": "09:10", "day1-to": "12:00"}, "Tuesday: use quarters of an hour"),
        ({"day1-from": "09:00", "day1-to": "09:00"}, "Tuesday: enter an end that differs"),
        ({"day1-from": ["09:00"] * 13, "day1-to": ["10:00"] * 13}, "12 stretches are the most"),
        ({"until": "2027-01-31"}, "From: enter the day these hours begin on."),
        ({"begins": "2026-11-01"}, "Choose a day that is not over."),
        ({"begins": "soon"}, "From: enter the date as year-month-day"),
    ],
)
def test_times_that_make_no_hours_come_back_with_a_sentence(
    client: Client, mentor: Mentor, fields: dict[str, Any], words: str
) -> None:
    answer = client.post(URL, hours(client, **fields))

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in said
    assert words in said
    assert AvailabilityRule.objects.filter(mentor=mentor).count() == 7


def test_mornings_only_from_a_day_on_and_a_tab_for_it(client: Client, mentor: Mentor) -> None:
    answer = client.post(URL, hours(client, begins="2027-01-04"), follow=True)

    assert answer.redirect_chain[-1][0] == f"{URL}?from=2027-01-04"
    said = answer.content.decode()
    assert "From Mon 4 Jan 2027</a>" in said
    assert "Give up the hours from Mon 4 Jan 2027" in said
    client.post(URL, {"act": "take_back", "what": "season:2027-01-04"})
    assert len(seasons_of_mentor(mentor)) == 1


def test_a_stale_form_gets_the_newer_hours_and_keeps_what_was_typed(
    client: Client, mentor: Mentor
) -> None:
    mine = hours(client, **{"day1-from": "10:00", "day1-to": "11:00"})
    client.post(URL, hours(client))

    answer = client.post(URL, mine)

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "changed in another window" in said
    assert "Tuesday: 09:00 to 12:00" in said
    assert 'value="10:00"' in said
    again = mine | {"seen": said.partition('name="seen" value="')[2].partition('"')[0]}
    assert client.post(URL, again).status_code == 302
    assert seasons_of_mentor(mentor)[0].week.days[1] == ((dt.time(10), dt.time(11)),)


def test_sending_the_form_twice_is_once(client: Client, mentor: Mentor) -> None:
    mine = hours(client)
    assert [client.post(URL, mine).status_code for _ in range(2)] == [302, 302]


def test_booked_sessions_that_lie_outside_are_named_and_stay(
    client: Client, mentor: Mentor
) -> None:
    student = make.student(display_name="Ana Diaz")
    tuesday = dt.datetime(2026, 11, 24, 22, tzinfo=dt.UTC)  # 14:00 in Vancouver
    booked = make.booking(mentor, student, tuesday)
    assert "outside these hours" not in page(client)

    said = client.post(URL, hours(client), follow=True).content.decode()

    assert "1 booked session outside these hours" in said
    assert "Ana Diaz" in said
    booked.refresh_from_db()
    assert booked.starts_at == tuesday


def test_time_off_over_a_booked_session_is_said_too(client: Client, mentor: Mentor) -> None:
    start = dt.datetime(2026, 11, 24, 22, tzinfo=dt.UTC)
    make.booking(mentor, make.student(), start)
    take_time_off(mentor=mentor, start=start, end=start + dt.timedelta(hours=9))
    assert "1 booked session outside these hours" in page(client)


def test_a_date_time_off_and_a_journey_are_kept_and_taken_off(
    client: Client, mentor: Mentor
) -> None:
    client.post(
        URL, {"act": "day", "day": "2026-12-24", "hours-from": "09:00", "hours-to": "12:00"}
    )
    client.post(URL, {"act": "off", "first": "2026-12-28", "last": "2026-12-31"})
    client.post(URL, {"act": "journey", "zone": "Europe/London",
                      "first": "2026-12-01", "last": "2026-12-05"})  # fmt: skip

    said = page(client)
    assert "Thu 24 December 2026" in said
    assert "London time" in said
    off = mentor.time_off.get().during
    assert (off.lower, off.upper) == (
        dt.datetime(2026, 12, 28, 8, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 1, 8, tzinfo=dt.UTC),
    )
    lists: dict[str, Any] = {
        "day": mentor.overrides,
        "off": mentor.time_off,
        "journey": mentor.travels,
    }
    for kind, rows in lists.items():
        client.post(URL, {"act": "take_back", "what": f"{kind}:{rows.get().pk}"})
        assert not rows.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "day", "day": ""}, "Date: enter the date."),
        ({"act": "off", "first": "2026-12-28", "last": "2026-12-27"}, "after the start"),
        ({"act": "off", "first": "2027-03-14", "starts": "02:30", "last": "2027-03-14"}, ""),
        ({"act": "journey", "zone": "Moon", "first": "2026-12-01", "last": "2026-12-02"}, "list"),
        ({"act": "journey", "zone": "Asia/Kolkata", "first": "2026-12-05", "last": "2026-12-01"},
         "Choose a last day on or after the first"),
        ({"act": "calendar", "url": "file:///etc/passwd"}, "has to begin with https://"),
        ({"act": "limits", "max_per_day": "0"}, "Sessions a day: enter a number from 1 to 12."),
        ({"act": "nothing we know"}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_comes_back_with_a_sentence(
    client: Client, mentor: Mentor, fields: dict[str, str], words: str
) -> None:
    answer = client.post(URL, fields)
    assert answer.status_code in (422, 302)
    assert words in answer.content.decode()


def test_limits_are_kept_and_the_room_is_encrypted(client: Client, mentor: Mentor) -> None:
    seen = page(client).rpartition('name="seen" value="')[2].partition('"')[0]
    mine = {"act": "limits", "seen": seen, "max_per_day": "3", "max_per_week": "9",
            "comfortable_from": "08:30", "comfortable_to": "16:00"}  # fmt: skip
    refused = client.post(URL, mine | {"room_url": "http://meet.example/me"})
    assert "has to begin with https://" in refused.content.decode()

    assert client.post(URL, mine | {"room_url": "https://meet.example/me"}).status_code == 302

    mentor.refresh_from_db()
    assert (mentor.max_per_day, mentor.room_url) == (3, "https://meet.example/me")
    stale = client.post(URL, mine | {"max_per_day": "4"})
    assert stale.status_code == 409
    assert "Sessions a day: 3" in stale.content.decode()


def test_a_calendar_shows_its_name_its_age_and_what_went_wrong_but_no_secret(
    client: Client, mentor: Mentor
) -> None:
    client.post(URL, {"act": "calendar", "url": "webcal://cal.example/s3cret.ics", "label": ""})
    said = page(client)
    assert "cal.example" in said
    assert "s3cret" not in said
    assert "Not read yet." in said
    CalendarSource.objects.update(read_at=NOW, error="The address did not answer.")
    said = page(client)
    assert "The address did not answer." in said
    assert "The busy time from then still counts." in said
    source = mentor.calendars.get()
    client.post(URL, {"act": "take_back", "what": f"calendar:{source.pk}"})
    assert not mentor.calendars.exists()


def test_the_page_counts_what_students_see_next_week_and_why_not_more(
    client: Client, mentor: Mentor
) -> None:
    source = CalendarSource.objects.create(mentor=mentor, url="https://cal.example/a.ics")
    monday = dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)  # 9:00 in Vancouver
    source.busy.create(mentor=mentor, during=stretch(monday, monday + dt.timedelta(hours=8)))
    set_day(mentor=mentor, day=dt.date(2026, 11, 24), pairs=[])

    said = page(client)

    assert "What students see next week" in said
    assert "busy in a calendar of yours 30" in said
    assert (
        "Mon 23 Nov 2026"
        not in said.partition("Times to begin on each day")[2].partition("</table>")[0]
    )


def test_a_manager_opens_any_mentors_hours_and_nobody_else_does(
    client: Client, mentor: Mentor, manager: User
) -> None:
    other = make.mentor()
    assert client.get(f"{URL}?mentor={other.slug}").status_code == 404
    assert client.post(f"{URL}?mentor={other.slug}", {"act": "hours"}).status_code == 404

    client.force_login(manager)
    assert other.user.name in page(client)
    query = f"?mentor={other.slug}"
    answer = client.post(URL + query, hours(client, query))
    assert answer.status_code == 302
    assert answer["Location"] == URL + query
    assert seasons_of_mentor(other)[0].week.days[1] == ((NINE, NOON),)


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "hours", "edition": "9999-12-31", "seen": "\0", "day0-from": "\0", "day0-to": "1"},
        {"act": "take_back", "what": "season:9999-99-99"},
        {"act": "take_back", "what": "day:" + "9" * 5000},
        {"act": "take_back", "what": "\0:\0"},
        {"act": "off", "first": "2099-12-31", "last": "2099-12-31", "why": "\0"},
        {"act": "day", "day": "9999-12-31"},
        {"act": "calendar", "url": "https://" + "a." * 490 + "\0"},
        {"act": "calendar", "url": "https://[v1.x]/"},
        {"act": "limits", "room_url": "https://[", "max_per_day": "9" * 5000},
    ],
)
def test_garbage_gets_an_answer(client: Client, mentor: Mentor, fields: dict[str, str]) -> None:
    assert client.post(f"{URL}?from=%00&mentor=%00", fields).status_code < 500
    assert AvailabilityRule.objects.filter(mentor=mentor).count() == 7


def test_a_mentor_without_a_page_is_told_who_makes_one(client: Client, db: None) -> None:
    client.force_login(make.staff(Role.MENTOR))
    assert "There is no mentor page for you yet." in page(client)


def test_hours_kept_on_another_clock_are_named_and_can_change_clocks(
    client: Client, mentor: Mentor
) -> None:
    mentor.user.time_zone = "Europe/London"
    mentor.user.save()
    said = page(client)
    assert "<strong>Vancouver time</strong>" in said
    assert "On the clock of" in said

    client.post(URL, hours(client, zone="Europe/London"))

    assert seasons_of_mentor(Mentor.objects.get(pk=mentor.pk))[0].zone == "Europe/London"


def test_the_page_asks_as_much_however_much_is_booked(client: Client, mentor: Mentor) -> None:
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as before:
        page(client)
    for number in range(4):
        make.booking(mentor, make.student(), make.free_at(3, 9 + 2 * number, "America/Vancouver"))
        set_day(mentor=mentor, day=dt.date(2026, 12, 1 + number), pairs=[])
        CalendarSource.objects.create(mentor=mentor, url=f"https://cal.example/{number}.ics")
    mentor.offers.add(make.offer(), make.offer())
    with CaptureQueriesContext(connection) as after:
        page(client)
    assert len(after) == len(before)
