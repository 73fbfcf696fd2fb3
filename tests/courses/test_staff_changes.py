"""What the staff change of a cohort: its dates, its end, who completed it, what a place cost."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import rosters
from courses.models import Attendance, Cohort, Enrolment, Mark, Status
from courses.operations.changing import defer_place, transfer_place
from courses.operations.enrolling import Terms, cancel_place, reserve_place
from courses.operations.waiting import join_waitlist
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from tests import make
from tests.courses.desk import paid, payment, payment_url, place_url, roster_url
from tests.courses.post import FIRST, amara, cohort_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SPONSORED = Terms(sponsor="Northern Fund")


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def sure(cohort: Cohort, student: User | None = None) -> Enrolment:
    return reserve_place(student=student or make.student(), cohort=cohort, terms=SPONSORED)


def letters(kind: str) -> int:
    return OutboundMessage.objects.filter(kind=f"courses.{kind}").count()


def said(answer: Any) -> str:
    """The page's words, with every run of white space as one blank."""
    return " ".join(answer.content.decode().split())


# --- One class at another time -------------------------------------------------------------


def move_url(cohort: Cohort, number: int = 1) -> str:
    return reverse("courses:move_class", args=[cohort.pk, number])


TUESDAY = {"day": "2027-01-12", "at": "19:00"}


def test_a_class_is_looked_at_on_both_clocks_before_it_moves(client: Client) -> None:
    client.force_login(make.staff(Role.DESK, time_zone="Europe/London"))
    cohort = cohort_of()
    sure(cohort)
    reserve_place(student=make.student(), cohort=cohort)

    page = said(client.post(move_url(cohort), TUESDAY | {"act": "look"}))

    assert "Tue 12 January 2027, 19:00 to 20:15</time> Toronto time" in page
    assert "(Wed 13 Jan 2027, 00:00 to 01:15 London time)" in page
    assert "1 person with a confirmed place gets a letter" in page
    assert "1 unpaid place: no letter." in page
    assert cohort.sessions.get(number=1).starts_at == FIRST


def test_a_moved_class_is_told_to_everybody_with_a_sure_place(as_desk: Client) -> None:
    cohort = cohort_of()
    sure(cohort)
    reserve_place(student=make.student(), cohort=cohort)

    page = said(as_desk.post(move_url(cohort), TUESDAY | {"act": "move"}, follow=True))

    assert cohort.sessions.get(number=1).starts_at == FIRST + dt.timedelta(days=1, minutes=30)
    assert "is on Tue 12 January 2027, 19:00 Toronto time." in page
    assert letters("dates_changed") == 1


def test_the_same_move_sent_twice_is_one_letter(as_desk: Client) -> None:
    cohort = cohort_of()
    sure(cohort)

    answers = [as_desk.post(move_url(cohort), TUESDAY | {"act": "move"}) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {roster_url(cohort)}
    assert letters("dates_changed") == 1


@pytest.mark.parametrize("act", ["look", "move"])
def test_a_class_does_not_move_to_where_its_instructor_is(as_desk: Client, act: str) -> None:
    cohort = cohort_of()
    second = {"day": "2027-01-18", "at": "18:45", "act": act}

    answer = as_desk.post(move_url(cohort), second)

    assert answer.status_code == 422
    assert "Sunita Kaur already teaches at that time" in said(answer)
    assert "Class 2: Float is a budget" in said(answer)
    assert cohort.sessions.get(number=1).starts_at == FIRST


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"day": "", "at": "19:00"}, "New day: enter the date."),
        ({"day": "2027-01-12", "at": "late"}, "enter the time on 24 hours"),
        ({"day": "2027-03-14", "at": "02:30"}, "The clocks skip this time on that day."),
        ({"day": "9999-12-31", "at": "19:00"}, "Enter a date of this century"),
        ({"day": "2026-11-20", "at": "19:00"}, "That time is over. Choose one that is ahead."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(
    as_desk: Client, form: dict[str, str], why: str
) -> None:
    cohort = cohort_of()

    answer = as_desk.post(move_url(cohort), form | {"act": "move"})

    assert answer.status_code == 422
    assert why in said(answer)
    assert cohort.sessions.get(number=1).starts_at == FIRST


def test_a_class_that_has_begun_stays(as_desk: Client, clock: Any) -> None:
    cohort = cohort_of()
    clock.move_to(FIRST + dt.timedelta(minutes=5))
    as_desk.force_login(make.staff(Role.DESK))

    answer = as_desk.post(move_url(cohort), TUESDAY | {"act": "move"}, follow=True)

    assert "cannot be moved any more" in said(answer)
    assert cohort.sessions.get(number=1).starts_at == FIRST


def test_the_roster_offers_to_move_only_what_is_ahead(as_desk: Client, clock: Any) -> None:
    cohort = cohort_of()
    clock.move_to(FIRST + dt.timedelta(minutes=5))
    as_desk.force_login(make.staff(Role.DESK))

    page = said(as_desk.get(roster_url(cohort)))

    assert move_url(cohort, 1) not in page
    assert move_url(cohort, 2) in page


# --- The end of a plan ---------------------------------------------------------------------


def cancel_url(cohort: Cohort) -> str:
    return reverse("courses:cancel_cohort", args=[cohort.pk])


def busy(desk: User) -> Cohort:
    """Four seats: one paid, one unpaid, one on offer, none free for the one who waits."""
    cohort = cohort_of(places=3)
    paid(reserve_place(student=amara(), cohort=cohort), desk)
    reserve_place(student=make.student(), cohort=cohort)
    leaves = sure(cohort)
    for _ in range(2):
        join_waitlist(student=make.student(), cohort=cohort)
    cancel_place(enrolment=leaves, by=leaves.student)
    return cohort


def test_the_page_says_what_follows_before_a_cohort_is_cancelled(
    as_manager: Client, desk: User
) -> None:
    cohort = busy(desk)

    page = said(as_manager.get(cancel_url(cohort)))

    assert "1 confirmed and 1 unpaid place are cancelled." in page
    assert "2 people in it get a letter" in page
    assert "$779.70 in all." in page
    cohort.refresh_from_db()
    assert cohort.status == "open"


def test_cancelling_tells_everybody_and_gives_every_seat_back(
    as_manager: Client, desk: User
) -> None:
    cohort = busy(desk)
    before = letters("place_cancelled")

    answer = as_manager.post(cancel_url(cohort), {"reason": "Too few people."}, follow=True)

    cohort.refresh_from_db()
    assert (cohort.status, cohort.taken) == ("cancelled", 0)
    assert letters("place_cancelled") - before == 2
    assert letters("line_closed") == 2
    assert "Too few people." in words("line_closed").text
    assert "Everybody is told" in said(answer)
    assert not cohort.waitlist.live().exists()


def test_a_cancelled_cohort_frees_its_instructor(as_manager: Client) -> None:
    cohort = cohort_of()
    other = make.cohort(taught_by=cohort.sessions.get(number=1).instructor)
    as_manager.post(cancel_url(cohort), {"reason": "Moved to spring."})

    local = cohort.local_start
    form = {"day": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}", "act": "move"}
    as_manager.post(move_url(other), form)

    assert other.sessions.get(number=1).starts_at == FIRST


def test_the_end_of_a_cohort_needs_a_reason(as_manager: Client) -> None:
    cohort = cohort_of()

    answer = as_manager.post(cancel_url(cohort), {"reason": " "})

    cohort.refresh_from_db()
    assert answer.status_code == 422
    assert "Say why: everybody reads it." in said(answer)
    assert cohort.status == "open"


def test_cancelling_twice_tells_nobody_twice(as_manager: Client) -> None:
    cohort = cohort_of()
    sure(cohort)

    for _ in range(2):
        answer = as_manager.post(cancel_url(cohort), {"reason": "Ill."}, follow=True)

    assert "cancelled already" in said(answer)
    assert letters("place_cancelled") == 1


def test_the_desk_does_not_cancel_cohorts(as_desk: Client) -> None:
    cohort = cohort_of()

    assert as_desk.post(cancel_url(cohort), {"reason": "No."}).status_code == 403
    assert cancel_url(cohort) not in said(as_desk.get(roster_url(cohort)))


def test_a_student_of_a_cancelled_cohort_reads_no_dates(client: Client, manager: User) -> None:
    place = sure(cohort_of())
    client.force_login(manager)
    client.post(cancel_url(place.cohort), {"reason": "Ill."})
    client.force_login(place.student)

    page = said(client.get(reverse("courses:enrolment", args=[place.pk])))

    assert "no fixed classes" not in page
    assert "Ill." in page


# --- Who completed -------------------------------------------------------------------------


def complete_url(cohort: Cohort) -> str:
    return reverse("courses:complete", args=[cohort.pk])


def attended(place: Enrolment, marks: list[Mark], by: User) -> None:
    sessions = place.cohort.sessions.order_by("number")
    for session, mark in zip(sessions, marks, strict=False):
        Attendance.objects.create(session=session, enrolment=place, mark=mark, marked_by=by)


def over(cohort: Cohort) -> Cohort:
    """The cohort, its last class an hour ago."""
    end = Cohort.objects.filter(pk=cohort.pk)
    start = cohort.starts_at - dt.timedelta(days=400)
    end.update(starts_at=start, ends_at=start + dt.timedelta(days=30))
    cohort.refresh_from_db()
    return cohort


def test_the_register_proposes_who_completed(as_manager: Client, manager: User) -> None:
    cohort = cohort_of(weeks=10)
    seven, six, absent = (sure(cohort) for _ in range(3))
    attended(seven, [Mark.PRESENT] * 6 + [Mark.LATE] + [Mark.ABSENT] * 3, manager)
    attended(six, [Mark.PRESENT] * 6 + [Mark.EXCUSED] * 4, manager)
    over(cohort)

    page = said(as_manager.get(complete_url(cohort)))

    ticked = {place for place in (seven, six, absent) if _ticked(page, place)}
    assert ticked == {seven}
    assert "7 of 10" in page
    assert "0 of 10" in page


def _ticked(page: str, place: Enrolment) -> bool:
    box = f'value="{place.pk}" aria-describedby="name-{place.pk}"'
    assert box in page
    return f"{box} checked" in page


def test_without_a_register_nobody_is_ticked(as_manager: Client) -> None:
    cohort = cohort_of()
    place = sure(cohort)
    over(cohort)

    page = said(as_manager.get(complete_url(cohort)))

    assert "No register was kept" in page
    assert not _ticked(page, place)


def test_the_teaching_instructor_writes_down_who_completed(client: Client) -> None:
    cohort = cohort_of()
    chosen, left = sure(cohort), sure(cohort)
    elsewhere = sure(make.cohort())
    over(cohort)
    client.force_login(cohort.sessions.get(number=1).instructor)
    sent = {"place": [str(chosen.pk), str(elsewhere.pk), "x", "9" * 30]}

    first, again = (client.post(complete_url(cohort), sent, follow=True) for _ in range(2))

    found = dict(Enrolment.objects.values_list("pk", "status"))
    assert found[chosen.pk] == Status.COMPLETED
    assert found[left.pk] == found[elsewhere.pk] == Status.CONFIRMED
    assert "1 student completed the course." in said(first)
    assert "Nobody new" in said(again)
    assert chosen.events.filter(act="complete").count() == 1


def test_nobody_completes_before_the_last_class_is_over(as_manager: Client) -> None:
    place = sure(cohort_of())

    answer = as_manager.post(complete_url(place.cohort), {"place": [str(place.pk)]})

    place.refresh_from_db()
    assert place.status == Status.CONFIRMED
    assert "The last class is still ahead." in said(answer)
    assert "This page opens after the last class" in said(answer)
    assert complete_url(place.cohort) not in said(as_manager.get(roster_url(place.cohort)))


def test_the_desk_does_not_say_who_completed(as_desk: Client) -> None:
    assert as_desk.get(complete_url(cohort_of())).status_code == 403


def test_finishing_asks_as_much_for_thirty_students_as_for_three() -> None:
    counts = []
    for students in (3, 30):
        cohort = make.cohort(places=students)
        for _ in range(students):
            sure(cohort)
        with CaptureQueriesContext(connection) as asked:
            rosters.finishing(cohort)
        counts.append(len(asked))

    assert counts == [2, 2]


# --- What was paid for a place that moved --------------------------------------------------


def moved_twice(desk: User) -> Enrolment:
    first = paid(reserve_place(student=make.student(), cohort=make.cohort(places=90)), desk)
    course = first.cohort.version.course
    second = transfer_place(enrolment=first, cohort=make.cohort(course, starts_in_days=60), by=desk)
    deferred = defer_place(enrolment=second, by=desk)
    return transfer_place(
        enrolment=deferred, cohort=make.cohort(course, starts_in_days=90), by=desk
    )


def test_a_place_that_moved_shows_what_paid_for_it(as_desk: Client, desk: User) -> None:
    place = moved_twice(desk)
    first = Enrolment.objects.get(invoice__isnull=False)

    (line,) = rosters.lines(place.cohort)
    page = said(as_desk.get(roster_url(place.cohort)))

    assert line.invoice == first.invoice
    assert (line.paid, line.owed) == (77_970, 0)
    assert first.invoice.number in page
    of_place = said(as_desk.get(place_url(place)))
    assert first.invoice.number in of_place
    assert place_url(first) in of_place
    assert "$779.70 was received" in of_place


def test_money_sent_back_after_a_move_is_owed_where_the_place_is(
    as_desk: Client, desk: User
) -> None:
    place = moved_twice(desk)
    first = Enrolment.objects.get(invoice__isnull=False)

    answer = as_desk.post(payment_url(place), payment(direction="refunded", amount="100"))

    assert answer["Location"] == roster_url(place.cohort)
    assert first.invoice.paid_cents == 67_970
    assert [line.owed for line in rosters.lines(place.cohort)] == [10_000]
    assert [line.owed for line in rosters.lines(first.cohort)] == [0]


def test_following_the_moves_takes_one_query_however_many(desk: User) -> None:
    cohort = moved_twice(desk).cohort
    for _ in range(3):
        came = paid(
            reserve_place(student=make.student(), cohort=make.cohort(cohort.version.course)), desk
        )
        transfer_place(enrolment=came, cohort=cohort, by=desk)
    with CaptureQueriesContext(connection) as asked:
        lines = rosters.lines(cohort)

    assert len(asked) == 2
    assert [line.paid for line in lines] == [77_970] * 4
