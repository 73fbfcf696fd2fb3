"""Call-backs: a promised time is held in somebody's calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from enquiries import callback_slots
from enquiries.callback_slots import LENGTH, Shift, Slot, Taken
from enquiries.models import (
    Callback,
    CallbackStatus,
    DeskAbsence,
    DeskShift,
    Enquiry,
    NextAction,
    Status,
)
from enquiries.operations import callbacks
from enquiries.operations.do_not_call import stop_calling
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time

TORONTO, VANCOUVER = ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")
SUNDAY = dt.datetime(2026, 11, 22, 14, tzinfo=TORONTO)
TUESDAY = dt.datetime(2026, 11, 24, 14, tzinfo=TORONTO)


@pytest.fixture(autouse=True)
def _a_sunday() -> object:
    with time_machine.travel(SUNDAY, tick=False) as clock:
        yield clock


def colleague(starts: int = 9, ends: int = 17) -> User:
    """Somebody at the desk every day of the week between these hours."""
    someone = make.staff(Role.DESK)
    for weekday in range(7):
        DeskShift.objects.create(
            staff=someone, weekday=weekday, starts=dt.time(starts), ends=dt.time(ends)
        )
    return someone


def starts(day: dt.date, zone: ZoneInfo = TORONTO, days: int = 1) -> list[str]:
    slots = callbacks.free_slots(day_from=day, days=days, zone=zone)
    return [f"{slot.start.astimezone(TORONTO):%a %H:%M}" for slot in slots]


@pytest.mark.django_db
def test_slots_are_quarters_of_an_hour_on_business_days() -> None:
    colleague(9, 10)
    saturday = dt.date(2026, 11, 28)

    assert starts(saturday, days=3) == ["Mon 09:00", "Mon 09:15", "Mon 09:30", "Mon 09:45"]


@pytest.mark.django_db
def test_no_slot_falls_before_nine_where_they_are() -> None:
    colleague(9, 13)

    assert starts(TUESDAY.date(), VANCOUVER)[0] == "Tue 12:00"


@pytest.mark.django_db
def test_a_public_holiday_has_no_slots() -> None:
    colleague()

    assert starts(dt.date(2026, 12, 25)) == []


@pytest.mark.django_db
def test_an_absence_and_a_booking_take_their_time() -> None:
    someone = colleague(9, 10)
    nine = TUESDAY.replace(hour=9)
    DeskAbsence.objects.create(
        staff=someone, during=DateTimeTZRange(nine, nine + dt.timedelta(minutes=20))
    )
    callbacks.book(enquiry=make.enquiry(), at=TUESDAY.replace(hour=9, minute=45), by=None)

    assert starts(TUESDAY.date()) == ["Tue 09:30"]


@pytest.mark.django_db
def test_booking_plans_the_call_and_moves_the_enquiry() -> None:
    someone = colleague()

    booked = callbacks.book(enquiry=make.enquiry(), at=TUESDAY, by=someone)

    enquiry = Enquiry.objects.get()
    assert booked.staff == someone
    assert enquiry.status == Status.CALLBACK
    assert (enquiry.next_action, enquiry.next_action_at) == (NextAction.CALL, TUESDAY)


@pytest.mark.django_db
def test_the_owner_calls_first_then_who_has_fewest_calls() -> None:
    busy, free = colleague(), colleague()
    callbacks.book(enquiry=make.enquiry(), at=TUESDAY.replace(hour=10), by=None, staff=busy)

    assert callbacks.book(enquiry=make.enquiry(), at=TUESDAY, by=None).staff == free
    owned = make.enquiry(owner=busy, queue="")
    assert callbacks.book(enquiry=owned, at=TUESDAY, by=None).staff == busy


@pytest.mark.django_db
def test_a_taken_time_is_refused_with_the_three_nearest() -> None:
    colleague()
    callbacks.book(enquiry=make.enquiry(), at=TUESDAY, by=None)
    enquiry = make.enquiry()

    with pytest.raises(callbacks.SlotTaken, match="Nobody is free") as refused:
        callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)

    near = [slot.start - TUESDAY for slot in refused.value.nearest]
    assert near == [dt.timedelta(minutes=minutes) for minutes in (-15, 15, 30)] or near == [
        dt.timedelta(minutes=minutes) for minutes in (-30, -15, 15)
    ]
    enquiry.refresh_from_db()
    assert enquiry.status == Status.NEW


@pytest.mark.django_db
def test_booking_again_moves_the_same_call_back() -> None:
    colleague()
    enquiry = make.enquiry()
    first = callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)

    second = callbacks.book(enquiry=enquiry, at=TUESDAY + dt.timedelta(hours=1), by=None)

    assert second.pk == first.pk
    assert Callback.objects.get().during.lower == TUESDAY + dt.timedelta(hours=1)
    assert "Tue 14:00" in starts(TUESDAY.date())


@pytest.mark.django_db
def test_a_move_that_is_refused_leaves_the_booking_where_it_was() -> None:
    colleague()
    later = TUESDAY + dt.timedelta(hours=1)
    callbacks.book(enquiry=make.enquiry(), at=later, by=None)
    mine = callbacks.book(enquiry=make.enquiry(), at=TUESDAY, by=None)

    with pytest.raises(callbacks.SlotTaken):
        callbacks.book(enquiry=mine.enquiry, at=later, by=None)

    mine.refresh_from_db()
    assert mine.during.lower == TUESDAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (SUNDAY - dt.timedelta(minutes=1), "lies ahead"),
        (TUESDAY.replace(hour=22), "21:30"),
        (TUESDAY.replace(hour=18), "Nobody is free"),
        (TUESDAY.replace(hour=16, minute=50), "Nobody is free"),
        (TUESDAY.replace(day=28, hour=12), "Nobody is free"),
    ],
)
def test_a_time_nobody_may_promise_is_refused(at: dt.datetime, words: str) -> None:
    colleague()

    with pytest.raises(RuleBroken, match=words):
        callbacks.book(enquiry=make.enquiry(), at=at, by=None)


@pytest.mark.django_db
def test_a_listed_number_is_promised_nothing() -> None:
    someone = colleague()
    enquiry = make.enquiry(make.contact(phone="+14165550142"))
    stop_calling("(416) 555-0142", by=someone)
    stop_calling("416 555 0142", by=None)

    with pytest.raises(RuleBroken, match="do-not-call list"):
        callbacks.book(enquiry=enquiry, at=TUESDAY, by=someone)


@pytest.mark.django_db
@pytest.mark.parametrize("came_with", ["+14165550142", ""])
@pytest.mark.parametrize(("email", "instead"), [("ana@example.com", "write"), ("", "decide")])
def test_a_number_put_on_the_list_leaves_the_calendar(
    came_with: str, email: str, instead: str
) -> None:
    someone = colleague()
    who = make.contact("Ana Souza", email, phone="+14165550142")
    enquiry = make.enquiry(who, source="phone", email=email, phone=came_with)
    callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)

    for _ in range(2):
        stop_calling("416 555 0142", by=someone)

    booked = Callback.objects.get()
    assert (booked.status, booked.reason) == (CallbackStatus.CANCELLED, "Asked not to be called.")
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.next_action) == (Status.WORKING, instead)
    assert enquiry.next_action_at == TUESDAY


@pytest.mark.django_db
def test_another_number_of_theirs_is_still_called() -> None:
    colleague()
    who = make.contact(phone="+14165550142")
    enquiry = make.enquiry(who, phone="+14165550199")
    callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)

    stop_calling("416 555 0142", by=None)

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.next_action) == (Status.CALLBACK, NextAction.CALL)
    assert Callback.objects.get().status == CallbackStatus.BOOKED


@pytest.mark.django_db
def test_a_call_that_was_next_is_a_letter_once_the_number_is_listed() -> None:
    enquiry = make.enquiry(phone="+14165550142", next_action=NextAction.CALL)

    stop_calling("416 555 0142", by=None)

    enquiry.refresh_from_db()
    assert enquiry.next_action == NextAction.WRITE


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "12", "hello", "٤١", "9" * 10_000])
def test_what_is_no_number_cannot_be_listed(number: str) -> None:
    with pytest.raises(RuleBroken, match="whole number"):
        stop_calling(number, by=None)


@pytest.mark.django_db
def test_a_closed_enquiry_takes_no_call_back() -> None:
    colleague()
    spam = make.enquiry(status=Status.SPAM, next_action="", next_action_at=None)

    with pytest.raises(RuleBroken, match="spam"):
        callbacks.book(enquiry=spam, at=TUESDAY, by=None)


@pytest.mark.django_db
def test_cancelling_frees_the_time_and_keeps_the_next_action() -> None:
    colleague()
    enquiry = make.enquiry()
    callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)

    callbacks.cancel_for(enquiry=enquiry, reason="They rang first.")

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.next_action_at) == (Status.WORKING, TUESDAY)
    assert Callback.objects.get().status == CallbackStatus.CANCELLED
    assert "Tue 14:00" in starts(TUESDAY.date())
    assert callbacks.cancel_for(enquiry=enquiry, reason="Again.") is None


@pytest.mark.django_db
def test_finishing_twice_is_finishing_once() -> None:
    colleague()
    booked = callbacks.book(enquiry=make.enquiry(), at=TUESDAY, by=None)

    for _ in range(2):
        assert callbacks.finish(callback=booked).status == CallbackStatus.DONE


@pytest.mark.django_db
def test_finishing_an_earlier_call_back_leaves_the_next_one_booked() -> None:
    colleague()
    enquiry = make.enquiry()
    earlier = callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)
    callbacks.finish(callback=earlier)
    later = callbacks.book(enquiry=enquiry, at=TUESDAY + dt.timedelta(hours=1), by=None)

    callbacks.finish(callback=earlier)

    later.refresh_from_db()
    assert later.status == CallbackStatus.BOOKED


@pytest.mark.django_db
def test_the_listed_number_of_a_person_counts_where_the_question_brought_none() -> None:
    colleague()
    who = make.contact(phone="+14165550142")
    enquiry = make.enquiry(who, email="ana@example.com", phone="")
    stop_calling("416 555 0142", by=None)

    with pytest.raises(RuleBroken, match="do-not-call list"):
        callbacks.book(enquiry=enquiry, at=TUESDAY, by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["America/Toronto", "Pacific/Honolulu", "Pacific/Kiritimati"])
@pytest.mark.parametrize("slot", ["9999-12-31 12:00", "9999-12-31 20:00", "0001-01-01 09:00"])
def test_a_time_beyond_the_calendar_is_refused_in_words(
    as_desk: Client, zone: str, slot: str
) -> None:
    enquiry = make.enquiry(zone=zone)

    page = as_desk.post(f"/enquiries/{enquiry.public_id}/call-back/", {"slot": slot})

    assert page.status_code == 422


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_fifty_bookings_of_one_slot_get_as_many_as_there_are_colleagues() -> None:
    colleague(), colleague()
    enquiries = [make.enquiry() for _ in range(50)]

    outcomes = at_the_same_time(
        lambda enquiry: callbacks.book(enquiry=enquiry, at=TUESDAY, by=None), enquiries, at_once=50
    )

    refused = [each for each in outcomes if not isinstance(each, Callback)]
    assert {type(each) for each in refused} == {callbacks.SlotTaken}, refused
    assert len(refused) == 48
    assert Enquiry.objects.filter(status=Status.CALLBACK).count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_moving_call_backs_across_one_another_never_locks_up() -> None:
    colleague(), colleague()
    times = [TUESDAY + number * LENGTH for number in range(4)]
    booked = [callbacks.book(enquiry=make.enquiry(), at=times[n % 4], by=None) for n in range(8)]

    def shuffle(number: int) -> str:
        try:
            callbacks.book(enquiry=booked[number % 8].enquiry, at=times[number % 4], by=None)
        except callbacks.SlotTaken:
            return "taken"
        return "moved"

    outcomes = at_the_same_time(shuffle, range(48), at_once=16)

    assert set(outcomes) <= {"moved", "taken"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM enquiries_callback a JOIN enquiries_callback b ON a.id < b.id"
            " AND a.staff_id = b.staff_id AND a.during && b.during"
        )
        assert cursor.fetchone() == (0,)


DAY = st.integers(0, 400).map(lambda days: dt.date(2026, 10, 1) + dt.timedelta(days=days))
QUARTERS = st.integers(0, 95)


@given(DAY, st.tuples(QUARTERS, QUARTERS), st.lists(st.tuples(QUARTERS, QUARTERS), max_size=4))
def test_no_free_slot_overlaps_what_is_taken(
    day: dt.date, shift: tuple[int, int], gone: list[tuple[int, int]]
) -> None:
    begins, ends = sorted(shift)
    shifts = [Shift(1, day.weekday(), _clock(begins), _clock(ends))]
    midnight = dt.datetime.combine(day, dt.time(), TORONTO).astimezone(dt.UTC)
    taken = [
        Taken(1, midnight + min(pair) * LENGTH, midnight + max(pair) * LENGTH) for pair in gone
    ]

    slots = callback_slots.free(shifts, taken, days=[day], zone=TORONTO, now=midnight)

    for slot in slots:
        assert _clock(begins) <= slot.start.astimezone(TORONTO).time() < _clock(ends)
        assert not any(each.start < slot.end and slot.start < each.end for each in taken)
        assert callback_slots.on_shift(shifts, slot.start) == {1}


def test_the_nearest_slots_come_soonest_first() -> None:
    slots = [Slot(SUNDAY + n * LENGTH, (1,)) for n in (9, 1, -2, 5)]

    near = callback_slots.nearest(slots, SUNDAY)

    assert [(slot.start - SUNDAY) / LENGTH for slot in near] == [-2, 1, 5]


def _clock(quarters: int) -> dt.time:
    return dt.time(quarters // 4, quarters % 4 * 15)
