"""Who came, what both say, and what becomes of the session and its place in the ledger."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from mentorship.attendance import Ending, Mark
from mentorship.models import Booking, BookingRevision, BookingStatus, EntitlementEntry, EntryKind
from mentorship.operations import attending
from mentorship.tasks import settle_sessions
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.post import NOW, START, amara, booked, grace, kinds_to

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
ROOM = "https://meet.example.com/grace"
PRESENT, LATE, ABSENT = Mark.PRESENT, Mark.LATE, Mark.ABSENT


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def booking(db: None) -> Booking:
    return booked(grace(room_url=ROOM), amara())


def says(booking: Booking, party: str, mark: Mark) -> Booking:
    who = booking.student if party == "student" else booking.mentor.user
    return attending.say_who_came(booking=booking, by=who, mark=mark)


def comes(booking: Booking, party: str) -> str:
    who = booking.student if party == "student" else booking.mentor.user
    return attending.come_in(booking=booking, by=who)


def status(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).status


def ledger(booking: Booking) -> list[str]:
    """What the ledger says of this booking."""
    mine = EntitlementEntry.objects.filter(about=f"booking {booking.pk}").order_by("pk")
    return list(mine.values_list("kind", flat=True))


# --- The door ------------------------------------------------------------------------------


def test_the_first_step_through_the_door_is_the_one_that_counts(
    booking: Booking, clock: Any
) -> None:
    for after in (-10 * MINUTE, 5 * MINUTE, booking.ends_at - START + 2 * HOUR):
        clock.move_to(START + after)
        assert comes(booking, "mentor") == ROOM

    assert booking.attendances.get().came_at == START - 10 * MINUTE


@pytest.mark.parametrize("moment", [-11 * MINUTE, 2 * HOUR + 46 * MINUTE])
def test_the_door_is_shut_earlier_and_later(
    moment: dt.timedelta, booking: Booking, clock: Any
) -> None:
    clock.move_to(START + moment)

    with pytest.raises(RuleBroken, match="ten minutes before"):
        comes(booking, "student")


def test_nobody_else_comes_in(booking: Booking, clock: Any) -> None:
    clock.move_to(START)

    with pytest.raises(RuleBroken, match="Only the student and the mentor"):
        attending.come_in(booking=booking, by=make.staff(Role.MANAGER))


def test_who_comes_after_the_end_did_not_come(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "student")
    clock.move_to(booking.ends_at + MINUTE)
    comes(booking, "mentor")

    says(booking, "student", ABSENT)

    assert status(booking) == BookingStatus.NO_SHOW_MENTOR


# --- Late ----------------------------------------------------------------------------------


def test_late_is_told_once_for_each_number_of_minutes(booking: Booking, clock: Any) -> None:
    clock.move_to(START - 5 * MINUTE)

    for minutes in (5, 5, 10):
        attending.say_late(booking=booking, by=booking.student, minutes=minutes)

    assert kinds_to(booking.mentor.user).count("session_starts_late") == 2
    assert "session_starts_late" not in kinds_to(booking.student)


def test_the_letter_shows_both_clocks(booking: Booking, clock: Any) -> None:
    clock.move_to(START - 5 * MINUTE)
    attending.say_late(booking=booking, by=booking.student, minutes=5)

    letter = OutboundMessage.objects.get(kind="mentorship.session_starts_late")

    assert letter.context["clock"] == "15:30 London time"
    assert letter.context["there"] == "10:30 Toronto time for Amara"


@pytest.mark.parametrize("moment", [-2 * HOUR - MINUTE, 45 * MINUTE])
def test_late_is_said_near_the_session(moment: dt.timedelta, booking: Booking, clock: Any) -> None:
    clock.move_to(START + moment)

    with pytest.raises(RuleBroken, match="two hours before"):
        attending.say_late(booking=booking, by=booking.student, minutes=5)


# --- The end -------------------------------------------------------------------------------


def test_both_met_uses_the_session_once(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    says(booking, "student", PRESENT)
    assert status(booking) == BookingStatus.CONFIRMED

    says(booking, "mentor", LATE)

    assert status(booking) == BookingStatus.COMPLETED
    assert ledger(booking) == [EntryKind.RESERVE, EntryKind.CONSUME]


def test_a_mentor_who_left_the_student_waiting_gives_it_back_at_once(
    booking: Booking, clock: Any
) -> None:
    clock.move_to(START)
    comes(booking, "student")
    clock.move_to(START + 10 * MINUTE)

    says(booking, "student", ABSENT)

    assert status(booking) == BookingStatus.NO_SHOW_MENTOR
    assert ledger(booking) == [EntryKind.RESERVE, EntryKind.RELEASE]
    assert booking.student.entitlements.get().left == 1
    letter = OutboundMessage.objects.get(kind="mentorship.session_missed", person=booking.student)
    assert len(letter.context["nearest"]) == 3


def test_a_mentor_who_said_they_come_late_is_waited_for(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "student")
    attending.say_late(booking=booking, by=booking.mentor.user, minutes=15)
    clock.move_to(START + 10 * MINUTE)

    says(booking, "student", ABSENT)

    assert status(booking) == BookingStatus.CONFIRMED


def test_who_is_said_to_have_missed_it_may_contradict_once(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "mentor")
    clock.move_to(START + 10 * MINUTE)
    says(booking, "mentor", ABSENT)
    assert status(booking) == BookingStatus.NO_SHOW_STUDENT

    says(booking, "student", PRESENT)

    assert status(booking) == BookingStatus.DISPUTED
    manager = make.staff(Role.MANAGER)
    attending.decide(booking=booking, outcome=Ending.MISS_MENTOR, by=manager, why="Wrong room.")
    assert ledger(booking) == [EntryKind.RESERVE, EntryKind.CONSUME, EntryKind.RELEASE]
    assert booking.student.entitlements.get().left == 1


def test_contradicting_ends_after_two_days(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "mentor")
    clock.move_to(START + 10 * MINUTE)
    says(booking, "mentor", ABSENT)
    clock.move_to(booking.ends_at + 48 * HOUR)

    with pytest.raises(RuleBroken, match="did not come"):
        says(booking, "student", PRESENT)


def test_what_a_person_decided_is_not_opened_again(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "student")
    comes(booking, "mentor")
    clock.move_to(START + 10 * MINUTE)
    says(booking, "student", ABSENT)
    clock.move_to(booking.ends_at + 48 * HOUR - MINUTE)
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.DISPUTED)
    BookingRevision.objects.create(
        booking=booking,
        number=9,
        act=Ending.DISPUTE,
        sequence=0,
        status=BookingStatus.DISPUTED,
        during=booking.during,
        mentor=booking.mentor,
    )
    manager = make.staff(Role.MANAGER)
    attending.decide(booking=booking, outcome=Ending.MISS_MENTOR, by=manager, why="Silence.")

    with pytest.raises(RuleBroken):
        says(booking, "mentor", PRESENT)

    assert status(booking) == BookingStatus.NO_SHOW_MENTOR


def test_reports_that_contradict_use_nothing_up_and_tell_both(booking: Booking, clock: Any) -> None:
    clock.move_to(START + 10 * MINUTE)
    says(booking, "student", ABSENT)

    says(booking, "mentor", ABSENT)

    assert status(booking) == BookingStatus.DISPUTED
    assert ledger(booking) == [EntryKind.RESERVE]
    for who in (booking.student, booking.mentor.user):
        assert "session_looked_into" in kinds_to(who)


def test_the_other_word_cannot_be_said_afterwards(booking: Booking, clock: Any) -> None:
    clock.move_to(START + 10 * MINUTE)
    says(booking, "student", PRESENT)
    says(booking, "student", PRESENT)

    with pytest.raises(RuleBroken, match="it stands"):
        says(booking, "student", ABSENT)


@pytest.mark.parametrize(
    ("mark", "moment", "words"),
    [
        (PRESENT, -MINUTE, "It has not begun."),
        (ABSENT, 9 * MINUTE, "Give them ten minutes."),
    ],
)
def test_a_word_before_its_time_is_refused(
    mark: Mark, moment: dt.timedelta, words: str, booking: Booking, clock: Any
) -> None:
    clock.move_to(START + moment)

    with pytest.raises(RuleBroken, match=words):
        says(booking, "student", mark)

    assert not booking.attendances.exists()


# --- After two days ------------------------------------------------------------------------


def test_silence_ends_as_a_session_that_took_place(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + 48 * HOUR - MINUTE)
    settle_sessions()
    assert status(booking) == BookingStatus.CONFIRMED
    clock.move_to(booking.ends_at + 48 * HOUR)

    for _ in range(2):
        settle_sessions()

    assert status(booking) == BookingStatus.COMPLETED
    assert ledger(booking) == [EntryKind.RESERVE, EntryKind.CONSUME]
    assert kinds_to(booking.student).count("session_feedback") == 1


def test_the_sweep_counts_what_it_ended(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + 48 * HOUR)

    assert [attending.settle_quiet(), attending.settle_quiet()] == [1, 0]


def test_one_word_against_the_door_is_looked_into(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    comes(booking, "mentor")
    clock.move_to(START + 10 * MINUTE)
    says(booking, "student", ABSENT)
    clock.move_to(booking.ends_at + 48 * HOUR)

    attending.settle_quiet()

    assert status(booking) == BookingStatus.DISPUTED


def test_a_session_called_off_is_not_settled(booking: Booking, clock: Any) -> None:
    Booking.objects.update(status=BookingStatus.CANCELLED_BY_MENTOR)
    clock.move_to(booking.ends_at + 48 * HOUR)

    assert attending.settle(booking=booking).status == BookingStatus.CANCELLED_BY_MENTOR


# --- Decisions -----------------------------------------------------------------------------


def test_a_decision_needs_a_reason_and_an_end(booking: Booking, clock: Any) -> None:
    manager = make.staff(Role.MANAGER)
    for outcome, why in ((Ending.DISPUTE, "So."), (Ending.COMPLETE, " ")):
        with pytest.raises(RuleBroken, match="Say how it ended"):
            attending.decide(booking=booking, outcome=outcome, by=manager, why=why)
    with pytest.raises(RuleBroken, match="nothing to decide"):
        attending.decide(booking=booking, outcome=Ending.COMPLETE, by=manager, why="So.")


# --- At the same moment --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_both_speak_at_once_and_it_ends_once(clock: Any) -> None:
    bookings = [booked(grace(room_url=ROOM), amara()) for _ in range(5)]
    clock.move_to(START)
    words = [(one, party) for one in bookings for party in ("student", "mentor", "student")]

    outcomes = at_the_same_time(lambda pair: says(pair[0], pair[1], PRESENT), words)

    assert not [one for one in outcomes if isinstance(one, Exception)]
    for one in bookings:
        assert status(one) == BookingStatus.COMPLETED
        assert ledger(one) == [EntryKind.RESERVE, EntryKind.CONSUME]
        acts = Counter(one.revisions.values_list("act", flat=True))
        assert acts == {"book": 1, Ending.COMPLETE: 1}


@pytest.mark.django_db(transaction=True)
def test_opposite_words_at_once_are_one_dispute(clock: Any) -> None:
    booking = booked(grace(room_url=ROOM), amara())
    clock.move_to(booking.ends_at)
    words = [("student", ABSENT), ("mentor", PRESENT)]

    at_the_same_time(lambda pair: says(booking, *pair), words)

    assert status(booking) == BookingStatus.DISPUTED
    assert booking.revisions.filter(act=Ending.DISPUTE).count() == 1
    letters = OutboundMessage.objects.filter(kind="mentorship.session_looked_into")
    assert letters.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_settle_once(clock: Any) -> None:
    mentor = grace(room_url=ROOM)
    bookings = [booked(mentor, amara(), START + day * 24 * HOUR) for day in range(6)]
    clock.move_to(bookings[-1].ends_at + 48 * HOUR)

    at_the_same_time(lambda _: settle_sessions(), range(4))

    for one in bookings:
        assert status(one) == BookingStatus.COMPLETED
        assert ledger(one) == [EntryKind.RESERVE, EntryKind.CONSUME]
        assert one.revisions.filter(act=Ending.COMPLETE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_come_in_once(clock: Any) -> None:
    booking = booked(grace(room_url=ROOM), amara())
    clock.move_to(START)

    rooms = at_the_same_time(lambda _: comes(booking, "student"), range(12))

    assert set(rooms) == {ROOM}
    assert booking.attendances.count() == 1
