"""A freed time is held for one who waits, then for the next."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from mentorship import events, tasks
from mentorship.models import (
    Booking,
    BookingStatus,
    Mentor,
    OfferStatus,
    SlotOffer,
    Via,
    WaitlistEntry,
    WaitStatus,
)
from mentorship.operations import booking as booking_acts
from mentorship.operations import changing, offering, waiting
from mentorship.operations.crediting import NothingLeft
from tests import make
from tests.mentorship.waiting_cases import an_hour_of, busy_mentor, waits

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def letters(kind: str) -> list[str]:
    rows = OutboundMessage.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return list(rows.values_list("to_address", flat=True))


def offered_to() -> list[User]:
    return [one.entry.student for one in SlotOffer.objects.open().select_related("entry__student")]


# --- The line ---------------------------------------------------------------------------------


def test_who_joins_stands_in_line_and_joining_again_keeps_the_place() -> None:
    mentor, student = busy_mentor(), make.student()
    first = waits(student, mentor)
    again = waits(student, mentor, days=9)

    assert again.pk == first.pk
    assert again.created_at == first.created_at
    assert (again.latest - again.earliest).days == 9


def test_nobody_waits_for_a_time_that_is_free() -> None:
    mentor = make.mentor()

    with pytest.raises(waiting.TimesAreFree) as refused:
        waits(make.student(), mentor)

    assert len(refused.value.times) == 3
    assert {time.mentor for time in refused.value.times} == {mentor}


def test_one_waits_for_five_things_at_most() -> None:
    student = make.student()
    for _ in range(waiting.MOST_WAITS):
        waits(student, busy_mentor())

    with pytest.raises(RuleBroken, match="5 things already"):
        waits(student, busy_mentor())


@pytest.mark.parametrize("days", [-1, 200])
def test_a_wait_that_leads_nowhere_is_refused(days: int) -> None:
    with pytest.raises(RuleBroken, match="last date"):
        waits(make.student(), busy_mentor(), days=days)


def test_mentors_do_not_wait_for_themselves() -> None:
    mentor = busy_mentor()

    with pytest.raises(RuleBroken, match="with themselves"):
        waits(mentor.user, mentor)


def test_the_nearest_interview_comes_first_then_whoever_waits_longest() -> None:
    mentor = busy_mentor()
    long, soon, late, same = (make.student() for _ in range(4))
    today = timezone.now().date()
    with time_machine.travel(NOW - dt.timedelta(days=2), tick=False):
        waits(long, mentor)
    waits(late, mentor, interview_on=today + dt.timedelta(days=9))
    waits(soon, mentor, interview_on=today + dt.timedelta(days=4))
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        waits(same, mentor, interview_on=today + dt.timedelta(days=4))

    line = WaitlistEntry.objects.waiting()

    assert [entry.student for entry in line] == [soon, same, late, long]
    for number, entry in enumerate(line):
        assert WaitlistEntry.objects.waiting().for_the_same(entry).ahead_of(entry).count() == number


# --- An offer ---------------------------------------------------------------------------------


def test_a_cancelled_hour_is_held_for_the_first_in_line() -> None:
    mentor = busy_mentor()
    first, second = make.student(), make.student()
    make.sessions(first), make.sessions(second)
    entry = waits(first, mentor)
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        waits(second, mentor)
    booked = an_hour_of(mentor)

    changing.cancel(booking=booked, by=booked.student)
    assert tasks.offer_times(mentor.pk) == 1

    offered = SlotOffer.objects.get()
    entry.refresh_from_db()
    assert (offered.entry, entry.status) == (entry, WaitStatus.OFFERED)
    assert offered.expires_at == NOW + dt.timedelta(minutes=30)
    held = offered.booking
    assert (held.status, held.created_via) == (BookingStatus.HELD, Via.OFFER)
    assert held.starts_at == booked.starts_at
    assert letters("slot_offered") == [first.email]
    assert tasks.offer_times() == 0  # nothing else is free


def test_cancelling_tells_the_workers_once_it_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    booked = an_hour_of(busy_mentor())
    heard: list[int] = []

    def listen(mentor_id: int, **_: object) -> None:
        heard.append(mentor_id)

    events.time_freed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        changing.cancel(booking=booked, by=booked.student)
        assert heard == []
    events.time_freed.disconnect(listen)

    assert heard == [booked.mentor_id]


def test_who_is_busy_or_has_no_session_left_is_passed_over() -> None:
    mentor, elsewhere = busy_mentor(), make.mentor()
    poor, busy, free = (make.student() for _ in range(3))
    make.sessions(free), make.sessions(busy, 3)
    booked = an_hour_of(mentor)
    for minute, one in enumerate((poor, busy, free)):
        with time_machine.travel(NOW + dt.timedelta(minutes=minute), tick=False):
            waits(one, mentor)
    make.booking(elsewhere, busy, booked.starts_at)

    changing.cancel(booking=booked, by=booked.student)
    tasks.offer_times()

    assert offered_to() == [free]


def test_a_time_outside_the_days_waited_for_is_not_offered() -> None:
    mentor, student = busy_mentor(), make.student()
    make.sessions(student)
    entry = waits(student, mentor, days=1)
    booked = an_hour_of(mentor, days=3)
    changing.cancel(booking=booked, by=booked.student)

    assert tasks.offer_times() == 0
    entry.refresh_from_db()
    assert entry.status == WaitStatus.WAITING


def test_who_waits_for_anybody_gets_any_mentor_who_takes_new_people() -> None:
    offer = make.offer()
    quiet, taking = busy_mentor(offer, accepting=False), busy_mentor(offer)
    student = make.student()
    make.sessions(student)
    waits(student, None, offer=offer)
    for mentor in (quiet, taking):
        mentor.time_off.all().delete()

    tasks.offer_times()

    assert SlotOffer.objects.get().booking.mentor == taking


def test_new_hours_of_a_mentor_are_offered_by_the_sweep() -> None:
    mentor, student = busy_mentor(), make.student()
    make.sessions(student)
    waits(student, mentor)
    mentor.time_off.all().delete()

    assert tasks.offer_times() == 1


def test_an_offered_time_is_not_free_for_others() -> None:
    mentor, offered = one_offer()

    with pytest.raises(RuleBroken):
        make.booking(mentor, make.student(), offered.booking.starts_at)


def one_offer() -> tuple[Mentor, SlotOffer]:
    """A time held for a student with six sessions, and nothing else free."""
    mentor, student = busy_mentor(), make.student()
    make.sessions(student)
    waits(student, mentor)
    booked = an_hour_of(mentor)
    changing.cancel(booking=booked, by=booked.student)
    assert tasks.offer_times(mentor.pk) == 1
    return mentor, SlotOffer.objects.get()


# --- Its answer -------------------------------------------------------------------------------


def test_taking_the_time_books_it_and_reserves_a_session() -> None:
    _, offered = one_offer()

    booking = offering.take(offered=offered, goals="  A date without a contract. ")

    assert booking.status == BookingStatus.CONFIRMED
    assert booking.goals == "A date without a contract."
    assert booking.student.entitlements.get().left == 5
    offered.refresh_from_db()
    assert (offered.status, offered.entry.status) == (OfferStatus.TAKEN, WaitStatus.BOOKED)


def test_taking_twice_is_once() -> None:
    _, offered = one_offer()

    first, second = (offering.take(offered=offered) for _ in range(2))

    assert first == second
    assert first.student.entitlements.get().left == 5
    assert first.revisions.count() == 1


def test_declining_passes_the_time_to_the_next_and_keeps_the_place_in_line() -> None:
    mentor, offered = one_offer()
    other = make.student()
    make.sessions(other)
    waits(other, mentor)

    offering.decline(offered=offered)
    offering.decline(offered=offered)
    tasks.offer_times()

    offered.refresh_from_db()
    assert (offered.status, offered.entry.status) == (OfferStatus.DECLINED, WaitStatus.WAITING)
    assert offered_to() == [other]


def test_an_offer_nobody_answers_goes_to_the_next() -> None:
    mentor, offered = one_offer()
    other = make.student()
    make.sessions(other)
    waits(other, mentor)

    with time_machine.travel(NOW + dt.timedelta(minutes=31), tick=False):
        assert tasks.let_go_of_overdue() == 1
        assert tasks.let_go_of_overdue() == 0
        tasks.offer_times(mentor.pk)

        offered.refresh_from_db()
        assert (offered.status, offered.entry.status) == (OfferStatus.EXPIRED, WaitStatus.WAITING)
        assert offered.booking.status == BookingStatus.EXPIRED
        assert offered_to() == [other]


def test_the_same_time_is_not_offered_twice_to_who_let_it_run_out() -> None:
    mentor, offered = one_offer()
    with time_machine.travel(NOW + dt.timedelta(minutes=31), tick=False):
        tasks.let_go_of_overdue()
    with time_machine.travel(NOW + dt.timedelta(hours=5), tick=False):
        assert tasks.offer_times() == 0
        later = an_hour_of(mentor, days=4, hour=14)
        changing.cancel(booking=later, by=later.student)
        assert tasks.offer_times() == 1

    assert SlotOffer.objects.open().get().booking.starts_at == later.starts_at
    assert offered.entry == SlotOffer.objects.open().get().entry


def test_who_let_an_offer_run_out_is_left_in_peace_for_three_hours() -> None:
    mentor, _ = one_offer()
    with time_machine.travel(NOW + dt.timedelta(minutes=31), tick=False):
        tasks.let_go_of_overdue()
        later = an_hour_of(mentor, days=4, hour=14)
        changing.cancel(booking=later, by=later.student)
        assert tasks.offer_times() == 0


def test_an_offer_that_has_ended_cannot_be_taken() -> None:
    _, offered = one_offer()

    with (
        time_machine.travel(NOW + dt.timedelta(minutes=30), tick=False),
        pytest.raises(RuleBroken, match="has ended"),
    ):
        offering.take(offered=offered)
    assert not Booking.objects.confirmed().filter(student=offered.entry.student).exists()


def test_who_used_their_last_session_meanwhile_keeps_the_offer() -> None:
    _, offered = one_offer()
    student = offered.entry.student
    for number in range(6):
        make_use_of(student, number)

    with pytest.raises(NothingLeft):
        offering.take(offered=offered)

    offered.refresh_from_db()
    assert offered.status == OfferStatus.OPEN


def make_use_of(student: User, number: int) -> None:
    mentor = make.mentor()
    wish = booking_acts.Wish(
        mentor=mentor,
        offer=mentor.offers.get(),
        start=make.free_at(days=5 + number),
        key=f"use {number}",
    )
    booking_acts.book(student=student, wish=wish)


def test_leaving_with_an_open_offer_frees_the_time() -> None:
    mentor, offered = one_offer()

    offering.leave(entry=offered.entry)
    offering.leave(entry=offered.entry)

    offered.refresh_from_db()
    assert offered.entry.status == WaitStatus.LEFT
    assert offered.booking.status == BookingStatus.EXPIRED
    make.booking(mentor, make.student(), offered.booking.starts_at)


# --- The end of a wait ------------------------------------------------------------------------


def test_a_wait_ends_with_its_last_day_on_the_students_calendar() -> None:
    student = make.student(time_zone="Pacific/Honolulu")
    entry = waits(student, busy_mentor(), days=2)
    still = dt.datetime(2026, 11, 26, 9, 59, tzinfo=dt.UTC)  # 23:59 in Honolulu

    with time_machine.travel(still, tick=False):
        assert tasks.end_waits() == 0
    with time_machine.travel(still + dt.timedelta(minutes=1), tick=False):
        assert tasks.end_waits() == 1

    entry.refresh_from_db()
    assert entry.status == WaitStatus.ENDED
    assert letters("wait_ended") == [student.email]


def test_who_books_by_other_means_waits_no_longer() -> None:
    mentor, student = busy_mentor(), make.student()
    entry = waits(student, mentor)
    mentor.time_off.all().delete()
    make.booking(mentor, student, make.free_at(days=5))

    assert tasks.end_waits() == 1

    entry.refresh_from_db()
    assert entry.status == WaitStatus.BOOKED
    assert letters("wait_ended") == []


# --- Pages ------------------------------------------------------------------------------------


def test_student_joins_on_the_page(as_student: Client, student: User) -> None:
    mentor = busy_mentor()
    page = as_student.get("/mentorship/waiting/", {"mentor": mentor.slug})
    assert f'<option value="{mentor.slug}" selected>' in page.content.decode()

    form = {
        "offer": mentor.offers.get().slug,
        "mentor": mentor.slug,
        "earliest": "2026-11-24",
        "latest": "2026-12-04",
    }
    answer = as_student.post("/mentorship/waiting/", form, follow=True)

    assert WaitlistEntry.objects.get().student == student
    assert "You are first in line" in answer.content.decode()


def test_page_says_what_is_free_instead_of_a_place_in_line(as_student: Client) -> None:
    mentor = make.mentor()
    form = {
        "offer": mentor.offers.get().slug,
        "mentor": mentor.slug,
        "earliest": "2026-11-24",
        "latest": "2026-12-04",
    }

    answer = as_student.post("/mentorship/waiting/", form)

    assert answer.status_code == 409
    assert "There are free times between these dates." in answer.content.decode()
    assert not WaitlistEntry.objects.exists()


def test_bad_dates_are_said_next_to_their_field(as_student: Client) -> None:
    mentor = make.mentor()
    form = {"offer": mentor.offers.get().slug, "earliest": "2026-12-24", "latest": "2026-12-04"}

    answer = as_student.post("/mentorship/waiting/", form)

    assert answer.status_code == 422
    assert "not before the first" in answer.content.decode()


def test_get_shows_the_offer_on_both_clocks_and_takes_nothing(client: Client) -> None:
    _, offered = one_offer()
    offered.booking.mentor.user.time_zone = "Asia/Kathmandu"
    Booking.objects.update(mentor_zone="Asia/Kathmandu")
    client.force_login(offered.entry.student)

    words = client.get(offered.entry.get_absolute_url()).content.decode()

    assert "10:00 to 10:45" in words
    assert "It is 20:45 for" in words
    offered.refresh_from_db()
    assert offered.status == OfferStatus.OPEN


def test_post_takes_and_leads_to_the_session(client: Client) -> None:
    _, offered = one_offer()
    client.force_login(offered.entry.student)

    answer = client.post(offered.entry.get_absolute_url(), {"act": "take", "goals": "A date"})

    offered.booking.refresh_from_db()
    assert answer.status_code == 302
    assert offered.booking.status == BookingStatus.CONFIRMED
    assert offered.booking.goals == "A date"


def test_an_offer_is_nobody_elses(as_student: Client) -> None:
    _, offered = one_offer()
    address = offered.entry.get_absolute_url()

    assert as_student.get(address).status_code == 404
    assert as_student.post(address, {"act": "take"}).status_code == 404


@pytest.mark.parametrize("act", ["", "take", "decline", "rubbish"])
def test_answers_without_an_offer_do_nothing(act: str, client: Client) -> None:
    entry = waits(make.student(), busy_mentor())
    client.force_login(entry.student)

    assert client.post(entry.get_absolute_url(), {"act": act}).status_code in {200, 302}
    entry.refresh_from_db()
    assert entry.status == WaitStatus.WAITING
