"""Goals, notes, actions and feedback: whose they are, and once each."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship.models import (
    ActionItem,
    Booking,
    BookingStatus,
    Party,
    SessionFeedback,
    SessionNote,
)
from mentorship.operations import recording
from mentorship.operations.recording import Thoughts
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.post import NOW, amara, booked, grace

MINUTE = dt.timedelta(minutes=1)
OFF = [
    BookingStatus.HELD,
    BookingStatus.EXPIRED,
    BookingStatus.DECLINED,
    BookingStatus.CANCELLED_BY_STAFF,
]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def booking(db: None) -> Booking:
    return booked(grace(), amara())


def note(booking: Booking, by: User, text: str = "So.", **more: Any) -> SessionNote:
    known: dict[str, Any] = {"is_private": False, "key": f"{by.pk} {text}"}
    return recording.write_note(booking=booking, by=by, text=text, **(known | more))


def action(booking: Booking, text: str = "Draw it.", **more: Any) -> ActionItem:
    known: dict[str, Any] = {"party": Party.STUDENT, "due_on": None, "key": text}
    return recording.add_action(
        booking=booking, by=booking.mentor.user, text=text, **(known | more)
    )


# --- Goals ---------------------------------------------------------------------------------


def test_the_student_says_what_it_is_for_until_it_is_over(booking: Booking, clock: Any) -> None:
    recording.set_goals(booking=booking, goals=" The launch. \x00", by=booking.student)
    booking.refresh_from_db()
    assert booking.goals == "The launch."

    with pytest.raises(RuleBroken, match="The student says"):
        recording.set_goals(booking=booking, goals="Mine.", by=booking.mentor.user)
    clock.move_to(booking.ends_at)
    with pytest.raises(RuleBroken, match="over"):
        recording.set_goals(booking=booking, goals="Later.", by=booking.student)


# --- Notes ---------------------------------------------------------------------------------


def test_private_notes_are_nobody_elses(booking: Booking) -> None:
    student, mentor = booking.student, booking.mentor.user
    mine = note(booking, student, "Mine.", is_private=True)
    theirs = note(booking, mentor, "Theirs.", is_private=True)
    shared = note(booking, mentor, "Ours.")

    def seen(who: User) -> set[SessionNote]:
        return set(SessionNote.objects.visible_to(who))

    assert seen(student) == {mine, shared}
    assert seen(mentor) == {theirs, shared}
    assert seen(make.staff(Role.MANAGER)) == {shared}


def test_what_was_shared_stays_shared(booking: Booking) -> None:
    mentor = booking.mentor.user
    one = note(booking, mentor, is_private=True)

    one = recording.change_note(note=one, by=mentor, text="Better.", is_private=False)

    assert (one.text, one.is_private) == ("Better.", False)
    with pytest.raises(RuleBroken, match="cannot be made private"):
        recording.change_note(note=one, by=mentor, text="Better.", is_private=True)
    with pytest.raises(RuleBroken, match="Only who wrote"):
        recording.change_note(note=one, by=booking.student, text="Mine.", is_private=False)


@pytest.mark.parametrize("status", OFF)
def test_what_does_not_take_place_leaves_nothing(status: BookingStatus, booking: Booking) -> None:
    booking.status = status

    for act in (lambda: note(booking, booking.student), lambda: action(booking)):
        with pytest.raises(RuleBroken, match="nothing to note"):
            act()


def test_a_stranger_writes_nothing(booking: Booking) -> None:
    with pytest.raises(RuleBroken, match="Only the student and the mentor"):
        note(booking, make.staff(Role.MANAGER))


@pytest.mark.parametrize(
    ("text", "words"), [(" \x00\n", "Write something"), ("x" * 10_001, "Keep")]
)
def test_an_empty_or_endless_note_is_refused(text: str, words: str, booking: Booking) -> None:
    with pytest.raises(RuleBroken, match=words):
        note(booking, booking.student, text)


# --- Actions -------------------------------------------------------------------------------


def test_ticking_twice_is_once_and_the_tick_comes_off_again(booking: Booking, clock: Any) -> None:
    one = action(booking)
    recording.finish_action(action=one, by=booking.student)
    clock.move_to(NOW + MINUTE)

    one = recording.finish_action(action=one, by=booking.mentor.user)

    assert (one.done_by, one.done_at) == (booking.student, NOW)
    one = recording.finish_action(action=one, by=booking.student, is_done=False)
    assert (one.done_by, one.done_at) == (None, None)
    with pytest.raises(RuleBroken):
        recording.finish_action(action=one, by=make.staff(Role.DESK))


def test_open_actions_come_by_their_day_those_without_last(booking: Booking) -> None:
    later = action(booking, "Later.", due_on=dt.date(2026, 12, 20))
    never = action(booking, "Some day.")
    soon = action(booking, "Soon.", due_on=dt.date(2026, 12, 10))
    recording.finish_action(action=action(booking, "Done."), by=booking.student)

    assert list(ActionItem.objects.of_student(booking.student).open()) == [soon, later, never]


def test_each_has_their_own_to_do(booking: Booking) -> None:
    mine = action(booking, "Mine.")
    theirs = action(booking, "Theirs.", party=Party.MENTOR)

    assert list(ActionItem.objects.to_do_by(booking.student)) == [mine]
    assert list(ActionItem.objects.to_do_by(booking.mentor.user)) == [theirs]


def test_a_day_is_late_on_its_owners_calendar(clock: Any, db: None) -> None:
    booking = booked(grace(), amara("Pacific/Auckland"))
    day = dt.date(2026, 12, 9)
    mine, theirs = (
        action(booking, due_on=day),
        action(booking, "Theirs.", due_on=day, party=Party.MENTOR),
    )

    clock.move_to(dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC))  # the 10th in Auckland

    assert mine.is_late
    assert not theirs.is_late


def test_the_database_wants_both_halves_of_a_tick(booking: Booking) -> None:
    one = action(booking)

    with pytest.raises(IntegrityError, match="what_is_done_says_by_whom"), transaction.atomic():
        ActionItem.objects.filter(pk=one.pk).update(done_at=NOW)


# --- Feedback ------------------------------------------------------------------------------


def test_feedback_is_the_students_and_comes_after(booking: Booking, clock: Any) -> None:
    with pytest.raises(RuleBroken, match="after the session"):
        recording.give_feedback(booking=booking, by=booking.student, thoughts=Thoughts(4))
    clock.move_to(booking.ends_at)
    with pytest.raises(RuleBroken, match="The student says"):
        recording.give_feedback(booking=booking, by=booking.mentor.user, thoughts=Thoughts(4))
    with pytest.raises(RuleBroken, match="one of the four"):
        recording.give_feedback(booking=booking, by=booking.student, thoughts=Thoughts(5))

    for useful in (3, 1):
        recording.give_feedback(booking=booking, by=booking.student, thoughts=Thoughts(useful))

    assert SessionFeedback.objects.get().useful == 3


@pytest.mark.parametrize("status", [BookingStatus.NO_SHOW_STUDENT, BookingStatus.DECLINED])
def test_nobody_speaks_of_a_session_they_were_not_in(
    status: BookingStatus, booking: Booking, clock: Any
) -> None:
    Booking.objects.update(status=status)
    clock.move_to(booking.ends_at)

    with pytest.raises(RuleBroken, match="after the session"):
        recording.give_feedback(booking=booking, by=booking.student, thoughts=Thoughts(4))


# --- At the same moment --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_writes_once(clock: Any) -> None:
    booking = booked(grace(), amara())
    clock.move_to(booking.ends_at)
    acts: list[Callable[[], object]] = [
        lambda: note(booking, booking.student, key="one"),
        lambda: action(booking, key="one"),
        lambda: recording.give_feedback(booking=booking, by=booking.student, thoughts=Thoughts(4)),
    ] * 8

    outcomes = at_the_same_time(lambda act: act(), acts)

    assert not [one for one in outcomes if isinstance(one, Exception)]
    kept = (SessionNote, ActionItem, SessionFeedback)
    assert [model._default_manager.count() for model in kept] == [1, 1, 1]
