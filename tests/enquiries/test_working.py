"""Carrying an enquiry forward, and what the database refuses whoever asks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from enquiries.models import (
    Callback,
    CallbackStatus,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    LostReason,
    NextAction,
    Promise,
    Status,
    StatusChange,
)
from enquiries.operations import working
from enquiries.operations.working import Happened, Next
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def tomorrow() -> Next:
    return Next(timezone.now() + dt.timedelta(days=1), NextAction.CALL)


def refused(name: str, act: Callable[[], Any]) -> None:
    """The database says no, for the reason of this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_a_move_leaves_its_trace(desk: User) -> None:
    enquiry = make.enquiry()

    working.move_enquiry(enquiry=enquiry, act="work", by=desk, why="She called back.")

    trace = StatusChange.objects.get(enquiry=enquiry)
    assert (trace.was, trace.became) == (Status.NEW, Status.WORKING)
    assert (trace.by, trace.why) == (desk, "She called back.")


def test_a_closed_enquiry_has_nothing_left_to_do(desk: User) -> None:
    enquiry = make.enquiry()

    closed = working.lose(enquiry=enquiry, reason=LostReason.PRICE, by=desk)

    assert (closed.status, closed.next_action, closed.next_action_at) == (Status.LOST, "", None)


def test_nothing_is_lost_without_a_reason(desk: User) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        working.lose(enquiry=make.enquiry(), reason="", by=desk)


def test_what_is_closed_is_reopened_with_its_history(desk: User) -> None:
    enquiry = working.lose(enquiry=make.enquiry(), reason=LostReason.TIMING, by=desk)

    again = working.reopen(enquiry=enquiry, by=desk, next_=tomorrow())

    assert again.status == Status.WORKING
    assert again.lost_reason == ""
    assert [one.act for one in again.changes.all()] == ["lose", "reopen"]


def test_what_is_converted_stays_converted(desk: User) -> None:
    enquiry = working.move_enquiry(enquiry=make.enquiry(), act="convert", by=desk)

    with pytest.raises(RuleBroken, match="already converted"):
        working.reopen(enquiry=enquiry, by=desk, next_=tomorrow())


def test_a_closed_enquiry_is_not_planned(desk: User) -> None:
    enquiry = working.lose(enquiry=make.enquiry(), reason=LostReason.PRICE, by=desk)

    with pytest.raises(RuleBroken, match="closed"):
        working.plan_next(enquiry=enquiry, next_=tomorrow())


def test_an_enquiry_joins_an_open_one_only(desk: User) -> None:
    person = make.contact()
    one, other = make.enquiry(person), make.enquiry(person)

    joined = working.join(enquiry=one, to=other, by=desk)

    assert (joined.status, joined.duplicate_of) == (Status.DUPLICATE, other)
    with pytest.raises(RuleBroken, match="open"):
        working.join(enquiry=other, to=one, by=desk)
    with pytest.raises(RuleBroken, match="another"):
        working.join(enquiry=other, to=other, by=desk)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_enquiries_that_join_each_other_at_once_leave_one_open() -> None:
    desk, person = make.staff(Role.DESK), make.contact()
    pair = make.enquiry(person), make.enquiry(person)

    at_the_same_time(lambda n: working.join(enquiry=pair[n], to=pair[1 - n], by=desk), [0, 1])

    assert Enquiry.objects.open().count() == 1


def test_the_first_answer_stops_the_clock_and_the_second_does_not(desk: User) -> None:
    enquiry = make.enquiry()
    first = timezone.now() - dt.timedelta(hours=2)

    for at in (first, timezone.now()):
        happened = Happened(Kind.EMAIL, Direction.OUT, "Yes.", at=at)
        working.record(enquiry=enquiry, happened=happened, by=desk)

    enquiry.refresh_from_db()
    assert enquiry.first_responded_at == first


@pytest.mark.parametrize("happened", [Happened(Kind.NOTE), Happened(Kind.EMAIL, Direction.IN)])
def test_a_note_or_a_letter_of_theirs_is_no_answer(desk: User, happened: Happened) -> None:
    enquiry = make.enquiry()

    working.record(enquiry=enquiry, happened=happened, by=desk)

    enquiry.refresh_from_db()
    assert enquiry.first_responded_at is None


def test_a_promise_needs_words_and_a_time_ahead(desk: User) -> None:
    enquiry, soon = make.enquiry(), timezone.now() + dt.timedelta(hours=1)

    with pytest.raises(RuleBroken, match="Say what"):
        working.promise(enquiry=enquiry, text=" ", due_at=soon, by=desk)
    with pytest.raises(RuleBroken, match="ahead"):
        working.promise(enquiry=enquiry, text="Call", due_at=timezone.now(), by=desk)


def test_a_promise_closes_on_evidence_and_says_when(desk: User) -> None:
    enquiry = make.enquiry()
    due = timezone.now() + dt.timedelta(hours=1)
    made = working.promise(enquiry=enquiry, text="Call by five", due_at=due, by=desk)
    happened = Happened(Kind.CALL, Direction.OUT, "Called.")
    called = working.record(enquiry=enquiry, happened=happened, by=desk)

    assert working.keep_promise(promise=made, interaction=called)

    made.refresh_from_db()
    assert made.kept_at == called.at
    assert made.kept_in_time


def test_no_promise_is_kept_by_nothing(desk: User) -> None:
    due = timezone.now() + dt.timedelta(hours=1)
    made = working.promise(enquiry=make.enquiry(), text="Call", due_at=due, by=desk)

    assert not working.keep_promise(promise=made)

    made.refresh_from_db()
    assert made.kept_at is None


LAWS: "dict[str, dict[str, Any]]" = {
    "an_open_enquiry_has_a_next_action": {"next_action_at": None},
    "an_open_enquiry_has_an_owner_or_a_queue": {"owner": None, "queue": ""},
    "a_lost_enquiry_says_why": {"status": Status.LOST, "lost_reason": ""},
    "a_joined_enquiry_names_the_other": {"status": Status.DUPLICATE, "duplicate_of": None},
    "enquiry_words_are_known": {"status": "nowhere"},
}


@pytest.mark.parametrize("name", LAWS)
def test_the_database_refuses_an_enquiry_that(name: str) -> None:
    enquiry = make.enquiry()

    refused(name, lambda: Enquiry.objects.filter(pk=enquiry.pk).update(**LAWS[name]))


def test_the_database_refuses_an_enquiry_joined_to_itself() -> None:
    enquiry = make.enquiry()
    itself = {"status": Status.DUPLICATE, "duplicate_of": enquiry}

    refused(
        "no_enquiry_is_joined_to_itself",
        lambda: Enquiry.objects.filter(pk=enquiry.pk).update(**itself),
    )


def test_the_database_refuses_a_promise_kept_without_evidence(desk: User) -> None:
    due = timezone.now() + dt.timedelta(hours=1)
    made = working.promise(enquiry=make.enquiry(), text="Call", due_at=due, by=desk)

    refused(
        "a_promise_is_kept_only_by_evidence",
        lambda: Promise.objects.filter(pk=made.pk).update(kept_at=timezone.now()),
    )


def test_what_was_said_is_neither_rewritten_nor_deleted(desk: User) -> None:
    happened = Happened(Kind.NOTE, text="She will think about it.")
    said = working.record(enquiry=make.enquiry(), happened=happened, by=desk)
    row = Interaction.objects.filter(pk=said.pk)

    refused("never rewritten", lambda: row.update(text="She said yes."))
    refused("never rewritten", lambda: row.update(at=timezone.now()))
    refused("never deleted", lambda: _delete("enquiries_interaction", said.pk))


def test_a_status_change_is_neither_rewritten_nor_deleted(desk: User) -> None:
    enquiry = working.move_enquiry(enquiry=make.enquiry(), act="work", by=desk)
    change = StatusChange.objects.get(enquiry=enquiry)
    row = StatusChange.objects.filter(pk=change.pk)

    refused("never rewritten", lambda: row.update(why="Another reason."))
    refused("never deleted", lambda: _delete("enquiries_statuschange", change.pk))


def _delete(table: str, key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])


@pytest.mark.parametrize("act", ["lose", "spam", "join"])
def test_an_enquiry_that_closes_lets_its_call_back_go(desk: User, act: str) -> None:
    enquiry = make.enquiry(status=Status.CALLBACK)
    start = timezone.now() + dt.timedelta(days=1)
    booked = Callback.objects.create(
        enquiry=enquiry, staff=desk, during=(start, start + dt.timedelta(minutes=15))
    )

    if act == "lose":
        working.lose(enquiry=enquiry, reason="price", by=desk)
    elif act == "spam":
        working.move_enquiry(enquiry=enquiry, act="mark_spam", by=desk)
    else:
        working.join(enquiry=enquiry, to=make.enquiry(enquiry.person), by=desk)

    booked.refresh_from_db()
    assert booked.status == CallbackStatus.CANCELLED
    assert booked.reason
