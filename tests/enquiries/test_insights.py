"""The figures, against arithmetic done by hand."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.operations.enrolling import reserve_place
from enquiries import hours, insights
from enquiries.insights.periods import Period
from enquiries.insights.rows import business_calendar
from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Conversion,
    ConvertedTo,
    Enquiry,
    Interaction,
    Outcome,
    Promise,
    Source,
    Status,
    StatusChange,
)
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
TORONTO = hours.ZONE
# Friday 20 November 2026, 17:00 in Toronto
NOW = dt.datetime(2026, 11, 20, 17, tzinfo=TORONTO)
PAGE = "/insights/"


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=TORONTO)


def asked(when: dt.datetime, answered: dt.datetime | None = None, **fields: Any) -> Enquiry:
    return make.enquiry(created_at=when, first_responded_at=answered, **fields)


def became(enquiry: Enquiry, status: str, when: dt.datetime) -> None:
    StatusChange.objects.create(enquiry=enquiry, act="act", was=Status.NEW, became=status, at=when)


def enrolled(enquiry: Enquiry, when: dt.datetime, by: User) -> None:
    student = make.student()
    place = reserve_place(student=student, cohort=make.cohort())
    Conversion.objects.create(
        enquiry=enquiry,
        kind=ConvertedTo.ENROLMENT,
        student=student,
        enrolment=place,
        by=by,
        at=when,
    )


@pytest.fixture
def november(desk: User) -> None:
    """Ten people who asked; four reached, three qualified, two started, one enrolled."""
    course = make.course("Risk")
    # enrolled: reached after 2 h, qualified 24 h later, started 48 h later, enrolled 24 h later
    first = asked(at(2, 9), at(2, 11), course=course, owner=desk, source=Source.WEB)
    became(first, Status.QUALIFIED, at(3, 11))
    became(first, Status.ENROLMENT_STARTED, at(5, 11))
    enrolled(first, at(6, 11), desk)
    # started without ever having been marked qualified: it counts as qualified then
    second = asked(at(3, 9), at(3, 13), course=course, owner=desk)
    became(second, Status.ENROLMENT_STARTED, at(4, 13))
    # qualified, then lost
    third = asked(at(4, 9), at(4, 15), source=Source.PHONE)
    became(third, Status.QUALIFIED, at(4, 15))
    # answered only
    asked(at(5, 9), at(5, 17), source=Source.PHONE)
    for number in range(6):
        asked(at(9 + number, 9))
    # not people who asked
    asked(at(10), status=Status.SPAM, next_action="", next_action_at=None)
    asked(at(10), status=Status.QUARANTINED)
    # outside the period
    asked(at(1, 9, month=10))


@pytest.mark.usefixtures("november")
def test_the_funnel_counts_how_many_got_how_far() -> None:
    funnel = insights.funnel_of(Period.of_days(30))

    assert [stage.count for stage in funnel.stages] == [10, 4, 3, 2, 1]
    assert funnel.percent == 10
    # 10 to 4 is 40%, 4 to 3 75%, 3 to 2 67%, 2 to 1 50%
    assert [line.percent for line in funnel.lines] == [None, 40, 75, 67, 50]
    assert funnel.weakest == "Asked to reached, 40%"


@pytest.mark.usefixtures("november")
def test_medians_are_of_those_who_came_so_far() -> None:
    funnel = insights.funnel_of(Period.of_days(30))

    # reached after 2, 4, 6 and 8 hours; qualified after 24, 24 and 0; started after 48 and 0
    assert [line.hours for line in funnel.lines] == [None, 5.0, 24.0, 24.0, 24.0]
    # from Monday 9:00 to Friday 11:00
    assert funnel.whole == 98.0


@pytest.mark.usefixtures("november")
def test_the_funnel_is_told_by_source_course_and_owner(desk: User) -> None:
    funnels = insights.funnels_of(Period.of_days(30))

    def told(rows: list[insights.Funnel]) -> list[tuple[str, int, int]]:
        return [(row.name, row.asked, row.enrolled) for row in rows]

    assert told(funnels.sources) == [("Web", 8, 1), ("Phone", 2, 0)]
    assert told(funnels.courses) == [("No course named", 8, 0), ("Risk", 2, 1)]
    assert told(funnels.owners) == [("Nobody yet", 8, 0), (desk.name, 2, 1)]


def test_the_period_before_is_told_as_it_stood_then(desk: User) -> None:
    early = asked(at(10, 9, month=10), at(10, 10, month=10))
    asked(at(11, 9, month=10))
    # enrolled only in this period: it does not count for the one before
    enrolled(early, at(2), desk)
    before = insights.funnel_of(Period.of_days(30).before)

    assert (before.asked, before.reached, before.enrolled) == (2, 1, 0)


def test_a_request_for_mentoring_is_no_enrolment(desk: User) -> None:
    enquiry = asked(at(2), at(3))
    Conversion.objects.create(
        enquiry=enquiry,
        kind=ConvertedTo.MENTORSHIP,
        student=make.student(),
        opened="1",
        by=desk,
        at=at(4),
    )
    funnel = insights.funnel_of(Period.of_days(30))

    assert [stage.count for stage in funnel.stages] == [1, 1, 1, 0, 0]
    assert funnel.mentored == 1


def test_first_answers_are_measured_in_business_hours() -> None:
    # Friday 17:00 to Monday 10:00 is 2 business hours
    asked(at(6, 17), at(9, 10))
    # within half an hour
    asked(at(10, 9), at(10, 9, 30))
    # Tuesday 9:00 to Wednesday 14:00: 14 hours, more than a day
    asked(at(10, 9), at(11, 14))
    # still waits, since Thursday 9:00: 17 hours
    asked(at(19, 9))
    # asked half an hour ago: the hour still runs
    asked(at(20, 16, 30))
    # answered as they asked
    asked(at(12, 9), at(12, 9), source=Source.PHONE)
    total = insights.answering(Period.of_days(30)).total

    assert (total.asked, total.answered, total.waiting) == (5, 3, 2)
    assert total.median == 2.0
    # nine tenths of the way through 0.5, 2, 14: 2 + 0.8 x 12
    assert total.ninth == pytest.approx(11.6)
    assert (total.in_a_day, total.day_is_over, total.percent_in_a_day) == (2, 4, 50)
    # after 2 hours, after 14, and never
    assert (total.untouched, total.hour_is_over) == (3, 4)


def test_answers_are_told_week_by_week_and_empty_weeks_stand_there_too() -> None:
    asked(at(3, 9), at(3, 12))
    asked(at(17, 9), at(17, 10))
    weeks = insights.answering(Period(dt.date(2026, 11, 2), dt.date(2026, 11, 20))).weeks

    assert [(one.week, one.median) for one in weeks] == [
        (dt.date(2026, 11, 2), 3.0),
        (dt.date(2026, 11, 9), None),
        (dt.date(2026, 11, 16), 1.0),
    ]


MOMENTS = st.integers(0, 700 * 24 * 60)


@settings(max_examples=150, deadline=None)
@given(MOMENTS, MOMENTS)
def test_the_calendar_of_the_database_is_that_of_the_desk(one: int, other: int) -> None:
    start, end = (
        dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        for minutes in sorted((one, other))
    )
    calendar = business_calendar(start, end)

    rows = {row[0]: row[1:] for row in zip(*calendar.values(), strict=True)}

    def clock(moment: dt.datetime) -> float:
        opens, closes, passed = rows[moment.astimezone(TORONTO).date()]
        held = min(max(moment, opens), closes)
        seconds: float = passed + (held - opens).total_seconds()
        return seconds

    assert clock(end) - clock(start) == hours.between(start, end).total_seconds()


@pytest.fixture
def promised(desk: User) -> Callable[[dt.datetime, dt.datetime | None], Promise]:
    enquiry = make.enquiry()
    note = Interaction.objects.create(enquiry=enquiry, kind="note", text="Done.")

    def make_one(due: dt.datetime, kept: dt.datetime | None = None) -> Promise:
        return Promise.objects.create(
            enquiry=enquiry,
            text="Send it",
            due_at=due,
            made_at=due - dt.timedelta(days=1),
            made_by=desk,
            kept_at=kept,
            kept_by_interaction=note if kept else None,
        )

    return make_one


def test_promises_are_kept_in_time_late_or_not_yet(promised: Any) -> None:
    promised(at(10, 17), at(10, 16))
    promised(at(10, 17), at(10, 17))
    promised(at(11, 17), at(12, 9))
    promised(at(17, 17))
    promised(at(20, 18))  # not due yet
    told = insights.promising(Period.of_days(30))

    assert (told.total.due, told.total.in_time, told.total.late, told.total.open) == (4, 2, 1, 1)
    assert told.total.percent == 50
    weeks = {one.week: (one.due, one.in_time) for one in told.weeks if one.due}
    assert weeks == {dt.date(2026, 11, 9): (3, 2), dt.date(2026, 11, 16): (1, 0)}


def call(when: dt.datetime, outcome: str, number: str = "+14165550142", **fields: Any) -> Call:
    known = {"status": CallStatus.CLOSED, "closed_at": when, "ended_at": when}
    return Call.objects.create(started_at=when, outcome=outcome, number=number, **known | fields)


def test_calls_are_counted_by_what_came_of_them(desk: User) -> None:
    minute = dt.timedelta(minutes=1)
    call(at(10), Outcome.FOLLOW_UP, staff=desk, ended_at=at(10), closed_at=at(10) + minute / 2)
    call(at(11), Outcome.RETURNED, staff=desk, ended_at=at(11), closed_at=at(11) + minute * 1.5)
    back = call(at(12, 11), Outcome.FOLLOW_UP, direction=CallDirection.OUT)
    call(at(12, 9), Outcome.MISSED, returned_by=back)
    call(at(13), Outcome.MISSED)
    call(at(13), Outcome.MISSED, number="")
    total = insights.calling(Period.of_days(30)).total

    assert (total.answered, total.ours) == (2, 1)
    assert (total.missed, total.returned, total.not_returned, total.withheld) == (2, 1, 1, 1)
    # 2 of 5 calls to us
    assert total.percent_answered == 40
    # of 30 and 90 seconds; what was written down at once says nothing
    assert total.wrap == 60.0
    assert total.hours_to_return == 2.0


def test_missed_calls_wait_until_somebody_returns_them() -> None:
    oldest = call(at(2, month=3), Outcome.MISSED)
    today = call(at(20, 10), Outcome.MISSED)
    call(at(20, 11), Outcome.MISSED, number="")
    missed = insights.missed_calls()

    assert (missed.calls, missed.count, missed.today, missed.more) == ([oldest, today], 2, 1, 0)


def test_periods_are_read_from_the_address() -> None:
    def read(**asked: str) -> tuple[int, str]:
        period = Period.read(asked)
        return period.days, str(period)

    today = "20 Nov 2026"
    assert read() == read(days="30") == read(days="31") == read(days="x") == (30, "Last 30 days")
    assert read(days="365") == (365, "Last 365 days")
    assert read(**{"from": "2026-11-02", "to": "2026-11-08"}) == (7, "2 Nov 2026 to 8 Nov 2026")
    assert read(**{"from": "2026-11-08", "to": "2026-11-02"}) == (7, "2 Nov 2026 to 8 Nov 2026")
    assert read(**{"from": "2026-11-19", "to": "2099-01-01"}) == (2, f"19 Nov 2026 to {today}")
    assert read(**{"from": "2099-01-01"}) == (30, "Last 30 days")
    assert read(**{"from": "0001-01-01"}) == (30, "Last 30 days")
    assert read(**{"from": "1900-01-01"})[0] == 3 * 366


@pytest.mark.usefixtures("november")
def test_the_page_says_it_in_one_sentence(as_desk: Client) -> None:
    page = " ".join(as_desk.get(PAGE).content.decode().split())

    assert '<span class="figure-num">10%</span>' in page
    assert "of enquiries enrol. It was 0% in the 30 days before." in page
    assert '<strong class="text-body">Weakest step:</strong> Asked to reached, 40%.' in page
    assert "Funnel, Last 30 days: 10 asked, 4 reached" in page
    assert "style=" not in page


def test_a_first_day_is_told_in_words(as_desk: Client) -> None:
    page = as_desk.get(PAGE).content.decode()

    for words in (
        "Nobody asked in these days.",
        "Nobody was answered for the first time in these days.",
        "No promise fell due in these days.",
        "No calls were kept for these days.",
        "Every call we missed was returned.",
    ):
        assert words in page


@pytest.mark.usefixtures("november")
def test_the_page_asks_as_little_of_sixty_enquiries_as_of_ten(
    as_desk: Client, desk: User, promised: Any, django_assert_max_num_queries: Any
) -> None:
    def queries(days: int) -> int:
        with django_assert_max_num_queries(60) as counted:
            assert as_desk.get(PAGE, {"days": days}).status_code == 200
        return len(counted)

    queries(30)  # the first page reads what the process keeps
    few = queries(30)
    for number in range(50):
        enquiry = asked(at(2 + number % 18), at(20), course=make.course(), owner=make.staff())
        promised(at(2 + number % 18))
        call(at(2 + number % 18), Outcome.MISSED, enquiry=enquiry, person=enquiry.person)

    assert queries(30) == few
    assert queries(365) == few


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("funnel", ["Asked", "10", "", ""], 5),
        (
            "sources",
            ["Web", "8", "2", "2", "2", "1", "0", "13", "3.0", "24.0", "24.0", "24.0", "98.0"],
            2,
        ),
        (
            "courses",
            ["No course named", "8", "2", "1", "0", "0", "0", "0", "7.0", "0.0", "", "", ""],
            2,
        ),
        ("answers", ["2026-10-19", "0", "0", "", "", "0", "0", "0", "0"], 5),
        ("promises", ["2026-10-19", "0", "0", "0", "0"], 5),
        ("calls", ["2026-10-19", "0", "0", "0", "0", "0", "", ""], 5),
    ],
)
def test_every_table_is_a_file_for_a_spreadsheet(
    name: str, first: list[str], count: int, as_desk: Client
) -> None:
    answer = as_desk.get(f"{PAGE}{name}.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"{name}-2026-10-22-to-2026-11-20.csv" in answer.headers["Content-Disposition"]
    assert lines[1] == first
    assert len(lines) == count + 1


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_spreadsheet(as_desk: Client) -> None:
    enquiry = make.enquiry(make.contact("=1+1"))
    call(at(10), Outcome.MISSED, enquiry=enquiry)

    assert ",'=1+1," in as_desk.get(f"{PAGE}missed.csv").content.decode()


def test_a_table_nobody_knows_is_not_found(as_desk: Client) -> None:
    assert as_desk.get(f"{PAGE}everything.csv").status_code == 404


def test_students_stay_outside(as_student: Client) -> None:
    assert as_student.get(PAGE).status_code == 403
    assert as_student.get(f"{PAGE}funnel.csv").status_code == 403
