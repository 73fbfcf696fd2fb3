"""A mentor's own calendar: read when due, kept whole or not at all, and only its times."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from institute.errors import RuleBroken
from mentorship import fetching
from mentorship.fetching import Answer, UnreachableError
from mentorship.models import CalendarSource, ExternalBusy, Mentor
from mentorship.operations import busy_times
from mentorship.operations.busy_times import add_calendar, read_due, remove_calendar
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.test_ical_busy import calendar, event

NOW = dt.datetime(2026, 11, 22, 15, tzinfo=dt.UTC)
MEETING = event("DTSTART:20261130T140000Z", "DURATION:PT1H", "SUMMARY:A merger nobody knows of")
LUNCH = event("DTSTART;TZID=America/Toronto:20261123T120000", "DURATION:PT1H",
              "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", uid="lunch")  # fmt: skip
pytestmark = pytest.mark.django_db


class Outside:
    """The other end of the internet: says what it is told to, and remembers who asked."""

    def __init__(self) -> None:
        self.says: Answer | UnreachableError = Answer(calendar(MEETING), '"1"')
        self.asked: list[tuple[str, str]] = []

    def __call__(self, url: str, *, etag: str = "") -> Answer:
        self.asked.append((url, etag))
        if isinstance(self.says, UnreachableError):
            raise self.says
        return self.says


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    there = Outside()
    monkeypatch.setattr(fetching, "fetch", there)
    with time_machine.travel(NOW, tick=False):
        yield there


def source_of(mentor: Mentor) -> CalendarSource:
    return add_calendar(mentor=mentor, url="webcal://calendar.example/secret.ics", label="Work")


def busy(mentor: Mentor) -> list[str]:
    rows = ExternalBusy.objects.filter(mentor=mentor).values_list("during", flat=True)
    return [f"{each.lower:%d %H:%M}-{each.upper:%H:%M}" for each in rows]


def later(minutes: int = 16, days: int = 0) -> time_machine.travel:
    return time_machine.travel(NOW + dt.timedelta(days=days, minutes=minutes), tick=False)


def test_a_calendar_that_is_due_is_read_and_only_its_times_are_kept(outside: Outside) -> None:
    mentor = make.mentor()
    source = source_of(mentor)

    assert read_due() == 1

    assert outside.asked == [("https://calendar.example/secret.ics", "")]
    assert busy(mentor) == ["30 14:00-15:00"]
    source.refresh_from_db()
    assert (source.read_at, source.error, source.etag) == (timezone.now(), "", '"1"')
    assert not {"title", "summary", "text"} & {f.name for f in ExternalBusy._meta.get_fields()}


def test_it_is_asked_again_after_a_quarter_of_an_hour_and_not_before(outside: Outside) -> None:
    source_of(make.mentor())
    assert read_due() == 1
    assert read_due() == 0
    with later(14):
        assert read_due() == 0
    with later(16):
        assert read_due() == 1


def test_what_has_not_changed_stays_and_the_diary_keeps_its_version(outside: Outside) -> None:
    mentor = make.mentor()
    source_of(mentor)
    read_due()
    version = Mentor.objects.get(pk=mentor.pk).diary_version
    with later():
        outside.says = Answer(None, '"1"')
        read_due()
        assert outside.asked[-1][1] == '"1"'
    with later(40):
        outside.says = Answer(calendar(MEETING), '"2"')
        read_due()
    assert busy(mentor) == ["30 14:00-15:00"]
    assert Mentor.objects.get(pk=mentor.pk).diary_version == version


def test_once_a_day_all_of_it_is_read_so_that_what_repeats_reaches_on(outside: Outside) -> None:
    mentor = make.mentor()
    source_of(mentor)
    outside.says = Answer(calendar(LUNCH), '"1"')
    read_due()
    last = max(ExternalBusy.objects.values_list("during", flat=True)).upper
    with later(days=7):
        read_due()
        assert outside.asked[-1][1] == ""
    assert max(ExternalBusy.objects.values_list("during", flat=True)).upper > last
    assert last > NOW + dt.timedelta(days=60)


def test_new_times_take_the_place_of_the_old_and_the_diary_is_newer(outside: Outside) -> None:
    mentor = make.mentor()
    source_of(mentor)
    read_due()
    version = Mentor.objects.get(pk=mentor.pk).diary_version
    outside.says = Answer(calendar(event("DTSTART:20261201T140000Z", "DURATION:PT2H")))
    with later():
        read_due()
    assert busy(mentor) == ["01 14:00-16:00"]
    assert Mentor.objects.get(pk=mentor.pk).diary_version > version


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (UnreachableError("The address did not answer within 10 seconds."), "did not answer"),
        (Answer(b"<html>Sign in</html>"), "cannot be read as a calendar. It is not a calendar."),
    ],
)
def test_a_fetch_that_fails_keeps_what_was_known_and_says_why(
    outside: Outside, says: Answer | UnreachableError, words: str
) -> None:
    mentor = make.mentor()
    source = source_of(mentor)
    read_due()
    outside.says = says
    with later():
        read_due()
    source.refresh_from_db()
    assert words in source.error
    assert source.read_at == NOW
    assert busy(mentor) == ["30 14:00-15:00"]

    outside.says = Answer(calendar(MEETING))
    with later(40):
        read_due()
        assert outside.asked[-1][1] == ""
    source.refresh_from_db()
    assert source.error == ""


def test_events_that_cannot_be_read_are_counted_for_the_mentor(outside: Outside) -> None:
    mentor = make.mentor()
    source = source_of(mentor)
    bomb = event("DTSTART:20261130T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY", uid="bomb")
    outside.says = Answer(calendar(MEETING, bomb))
    read_due()
    source.refresh_from_db()
    assert source.error == "1 event could not be read and takes no time."
    assert busy(mentor) == ["30 14:00-15:00"]


def test_a_file_that_takes_too_long_is_given_up(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_times, "APART", 0.01)
    source = source_of(make.mentor())
    read_due()
    source.refresh_from_db()
    assert source.error == "The calendar takes too long to read."


def test_our_own_invitations_are_not_busy_time(outside: Outside, settings: object) -> None:
    ours = event("DTSTART:20261201T140000Z", "DURATION:PT1H", uid=f"abc{busy_times._ours()}")
    mentor = make.mentor()
    source_of(mentor)
    outside.says = Answer(calendar(MEETING, ours))
    read_due()
    assert busy(mentor) == ["30 14:00-15:00"]


def test_a_calendar_taken_off_the_list_while_it_is_asked_leaves_nothing(outside: Outside) -> None:
    mentor = make.mentor()
    source = source_of(mentor)
    remove_calendar(mentor=mentor, key=source.pk)
    busy_times.read(source=source)
    assert busy(mentor) == []


def test_taking_a_calendar_off_the_list_frees_its_time(outside: Outside) -> None:
    mentor = make.mentor()
    source = source_of(mentor)
    read_due()
    remove_calendar(mentor=make.mentor(), key=source.pk)
    assert busy(mentor)
    remove_calendar(mentor=mentor, key=source.pk)
    assert busy(mentor) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://calendar.example:8443/a.ics", "usual ports"),
        ("gopher://calendar.example/", "has to begin with https://"),
    ],
)
def test_an_address_we_never_read_is_refused_at_once(url: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        add_calendar(mentor=make.mentor(), url=url)


def test_the_same_address_twice_is_one_calendar_and_five_are_enough() -> None:
    mentor = make.mentor()
    assert source_of(mentor) == source_of(mentor)
    for number in range(4):
        add_calendar(mentor=mentor, url=f"https://calendar.example/{number}.ics")
    with pytest.raises(RuleBroken, match="5 calendars of one person"):
        add_calendar(mentor=mentor, url="https://calendar.example/more.ics")
    assert source_of(mentor)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_ask_for_one_calendar_at_once(outside: Outside) -> None:
    for _ in range(3):
        source_of(make.mentor())
    read = at_the_same_time(lambda _: read_due(), range(4))
    assert sum(read) == len(outside.asked) == 3
