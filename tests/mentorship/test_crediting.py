"""The ledger of sessions: granted, set aside, used, given back, run out; each once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import Entitlement, EntitlementEntry, EntryKind, OfferKind
from mentorship.operations.crediting import (
    Gift,
    NothingLeft,
    Use,
    consume,
    expire_unused,
    grant,
    release,
    reserve,
    take_back,
)
from tests import make
from tests.mentorship.post import NOW, amara

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def use(about: str = "booking 1", kind: str = OfferKind.MENTORING, amount: int = 1) -> Use:
    return Use(about, kind, amount)


def left(given: Entitlement) -> int:
    given.refresh_from_db()
    return given.left


def kinds(given: Entitlement) -> list[str]:
    return list(given.entries.order_by("pk").values_list("kind", flat=True))


def test_a_grant_is_kept_once_by_its_key() -> None:
    student, gift = amara(), Gift(6, "Risk and escalation")

    first, second = (grant(student=student, gift=gift, request_key="one") for _ in range(2))

    assert first == second
    assert (left(first), kinds(first)) == (6, ["grant"])


@pytest.mark.parametrize("number", [0, 51, -1])
def test_nobody_grants_none_or_a_whole_year(number: int) -> None:
    with pytest.raises(RuleBroken, match="between 1 and 50"):
        grant(student=amara(), gift=Gift(number, "A gift"), request_key="one")


def test_reserving_for_the_same_thing_again_is_once() -> None:
    given = make.sessions(student := amara(), 2)

    for _ in range(2):
        assert reserve(student=student, use=use()) == given

    assert left(given) == 1


def test_what_runs_out_first_is_used_first() -> None:
    student = amara()
    lasting = make.sessions(student)
    later = make.sessions(student, expires_on=TODAY + 30 * DAY)
    soon = make.sessions(student, 1, expires_on=TODAY + DAY)

    used = [reserve(student=student, use=use(f"booking {number}")) for number in range(2)]

    assert used == [soon, later]
    assert left(lasting) == 6


def test_what_has_run_out_or_is_for_something_else_is_not_used() -> None:
    student = amara()
    make.sessions(student, expires_on=TODAY - DAY)
    make.sessions(student, kinds=[OfferKind.MOCK])

    with pytest.raises(NothingLeft) as refused:
        reserve(student=student, use=use())

    assert "Ask for a mentor" in refused.value.instead


def test_the_last_day_still_counts() -> None:
    given = make.sessions(student := amara(), expires_on=TODAY)

    assert reserve(student=student, use=use()) == given


def test_a_use_is_not_split_over_two_grants() -> None:
    student = amara()
    for _ in range(2):
        make.sessions(student, 1)

    with pytest.raises(NothingLeft):
        reserve(student=student, use=use(amount=2))


def test_sessions_of_others_are_nobodys() -> None:
    make.sessions(make.student())

    with pytest.raises(NothingLeft):
        reserve(student=amara(), use=use())


def test_what_costs_nothing_reserves_nothing() -> None:
    assert reserve(student=amara(), use=use(amount=0)) is None


def set_aside() -> tuple[User, Entitlement]:
    given = make.sessions(student := amara(), 2)
    reserve(student=student, use=use())
    return student, given


def test_using_twice_is_once() -> None:
    _, given = set_aside()

    for _ in range(2):
        consume(use=use())

    assert (left(given), kinds(given)) == (1, ["grant", "reserve", "consume"])


def test_giving_back_twice_is_once() -> None:
    _, given = set_aside()

    for _ in range(2):
        release(use=use(), why="The mentor did not come.")

    assert (left(given), kinds(given)) == (2, ["grant", "reserve", "release"])


def test_what_was_used_may_still_be_given_back() -> None:
    _, given = set_aside()
    consume(use=use())

    release(use=use())

    assert left(given) == 2


def test_what_was_given_back_is_not_used() -> None:
    _, given = set_aside()
    release(use=use())

    consume(use=use())

    assert kinds(given) == ["grant", "reserve", "release"]


def test_using_or_giving_back_what_was_never_set_aside_is_nothing() -> None:
    given = make.sessions(amara(), 2)

    consume(use=use())
    release(use=use())

    assert (left(given), kinds(given)) == (2, ["grant"])


def test_what_ran_out_is_written_off_once(clock: Any) -> None:
    given = make.sessions(amara(), 2, expires_on=TODAY)
    assert not expire_unused(entitlement=given)
    clock.shift(DAY)

    assert expire_unused(entitlement=given)
    assert not expire_unused(entitlement=given)
    assert (left(given), kinds(given)) == (0, ["grant", "expire"])


def test_what_is_taken_back_leaves_what_is_set_aside() -> None:
    _, given = set_aside()

    assert take_back(entitlement=given, why="Granted twice.")
    assert not take_back(entitlement=given, why="Granted twice.")
    release(use=use())

    assert left(given) == 1


# The database keeps what the code might forget.


def test_nobody_uses_more_than_was_granted() -> None:
    given = make.sessions(amara(), 1)

    with pytest.raises(IntegrityError, match="nobody_uses_more"), transaction.atomic():
        EntitlementEntry.objects.create(entitlement=given, kind=EntryKind.RESERVE, amount=-2)


def test_the_ledger_is_only_added_to() -> None:
    _, given = set_aside()
    entry = given.entries.earliest("pk")

    for act in (entry.delete, lambda: given.entries.update(amount=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_sum_is_kept_by_the_database_alone() -> None:
    given = make.sessions(amara(), 3)

    with transaction.atomic():
        EntitlementEntry.objects.create(entitlement=given, kind=EntryKind.RESERVE, amount=-1)

    assert left(given) == 2
