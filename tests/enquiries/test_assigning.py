"""Enquiries are dealt out fairly, each once, however many managers deal."""

from collections import Counter

import pytest

from enquiries.models import Enquiry, Kind, Queue, Status
from enquiries.operations.assigning import give, round_robin
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time


def desk_of(number: int) -> list[User]:
    return [make.staff(Role.DESK) for _ in range(number)]


@pytest.mark.django_db
def test_giving_leaves_a_note_of_who_gave_it_to_whom(manager: User, desk: User) -> None:
    given = give(enquiry=make.enquiry(), to=desk, by=manager)

    note = given.interactions.get()
    assert (note.kind, note.staff) == (Kind.NOTE, manager)
    assert note.text == f"Assigned to {desk.name} by {manager.name}"
    assert (given.owner, given.queue) == (desk, "")


@pytest.mark.django_db
def test_a_queue_takes_it_from_its_owner(manager: User, desk: User) -> None:
    given = give(enquiry=make.enquiry(owner=desk), queue=Queue.EMPLOYERS, by=manager)

    assert (given.owner, given.queue) == (None, Queue.EMPLOYERS)


@pytest.mark.django_db
def test_what_is_there_already_is_not_given_again(manager: User, desk: User) -> None:
    with pytest.raises(RuleBroken, match="already with"):
        give(enquiry=make.enquiry(owner=desk), to=desk, by=manager)
    with pytest.raises(RuleBroken, match="already in the queue Desk"):
        give(enquiry=make.enquiry(), queue=Queue.DESK, by=manager)
    closed = make.enquiry(status=Status.LOST, lost_reason="price")
    with pytest.raises(RuleBroken, match="closed"):
        give(enquiry=closed, to=desk, by=manager)


@pytest.mark.django_db
def test_who_has_fewest_open_ones_gets_the_next(manager: User) -> None:
    busy, free = desk_of(2)
    for _ in range(3):
        make.enquiry(owner=busy)

    dealt = round_robin(
        enquiries=[make.enquiry() for _ in range(5)], staff=[busy, free], by=manager
    )

    assert Counter(one.owner for one in dealt.given) == {free: 4, busy: 1}


@pytest.mark.django_db
def test_closed_ones_do_not_count_as_a_load(manager: User) -> None:
    done, free = desk_of(2)
    for _ in range(4):
        make.enquiry(owner=done, status=Status.LOST, lost_reason="price")

    dealt = round_robin(
        enquiries=[make.enquiry() for _ in range(4)], staff=[done, free], by=manager
    )

    assert Counter(one.owner for one in dealt.given) == {done: 2, free: 2}


@pytest.mark.django_db
def test_turns_go_round_from_one_deal_to_the_next(manager: User) -> None:
    staff = desk_of(3)

    for _ in range(3):
        one = make.enquiry()
        round_robin(enquiries=[one], staff=staff, by=manager)
        Enquiry.objects.filter(pk=one.pk).update(
            status=Status.LOST, lost_reason="price", next_action="", next_action_at=None
        )

    assert set(Enquiry.objects.values_list("owner", flat=True)) == {one.pk for one in staff}


@pytest.mark.django_db
def test_what_somebody_has_stays_with_them(manager: User, desk: User) -> None:
    taken = make.enquiry(owner=manager)

    dealt = round_robin(enquiries=[taken, make.enquiry()], staff=[desk], by=manager)

    assert [one.why for one in dealt.refused] == [f"{manager.name} has it already."]
    assert len(dealt.given) == 1


@pytest.mark.django_db
def test_without_anybody_nothing_is_dealt(manager: User) -> None:
    with pytest.raises(RuleBroken, match="Nobody works at the desk"):
        round_robin(enquiries=[make.enquiry()], staff=[], by=manager)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_managers_deal_the_same_twenty_and_each_goes_out_once() -> None:
    staff, managers = desk_of(4), [make.staff(Role.MANAGER) for _ in range(2)]
    fresh = [make.enquiry() for _ in range(20)]

    deals = at_the_same_time(
        lambda manager: round_robin(enquiries=fresh, staff=staff, by=manager), managers
    )

    assert sum(len(deal.given) for deal in deals) == 20
    assert Counter(Enquiry.objects.values_list("owner", flat=True)) == {one.pk: 5 for one in staff}
    assert all(one.interactions.count() == 1 for one in fresh)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_managers_deal_different_halves_and_the_load_stays_even() -> None:
    staff, managers = desk_of(4), [make.staff(Role.MANAGER) for _ in range(2)]
    fresh = [make.enquiry() for _ in range(20)]
    halves = [(managers[0], fresh[::2]), (managers[1], fresh[1::2])]

    deals = at_the_same_time(
        lambda half: round_robin(enquiries=half[1], staff=staff, by=half[0]), halves
    )

    assert [len(deal.given) for deal in deals] == [10, 10]
    assert set(Counter(Enquiry.objects.values_list("owner", flat=True)).values()) == {5}
