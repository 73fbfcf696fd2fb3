"""Two records of one person: merged in either direction, and taken apart again."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiries.models import (
    Call,
    CallStatus,
    ContactPoint,
    Decision,
    DuplicateCandidate,
    Enquiry,
    Interaction,
    Kind,
    MergeRecord,
    Outcome,
    Person,
    PointKind,
    Source,
)
from enquiries.operations import merging
from enquiries.operations.people import add_contact_point, link_account
from enquiries.operations.working import Happened, record
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time

PHONE = "+14165550142"


def pair(desk: User) -> tuple[Person, Person]:
    """One person twice: each record has an address, an enquiry, a note and a call."""
    return with_past(make.contact("Sara Lind"), desk), with_past(make.contact("S. Lind"), desk)


def with_past(person: Person, desk: User) -> Person:
    enquiry = make.enquiry(person, source=Source.PHONE)
    record(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Asks for dates."), by=desk)
    now = timezone.now()
    Call.objects.create(
        staff=desk, person=person, number=PHONE, status=CallStatus.CLOSED,
        outcome=Outcome.FOLLOW_UP, closed_at=now,
    )  # fmt: skip
    return person


def rows_of(*people: Person) -> dict[str, Any]:
    """Everything a merge may touch, as it is stored."""
    keys = [person.pk for person in people]
    columns = ("pk", "person_id")
    return {
        "people": list(Person.objects.filter(pk__in=keys).order_by("pk").values()),
        "points": list(ContactPoint.objects.filter(person__in=keys).order_by("pk").values()),
        "pairs": list(DuplicateCandidate.objects.order_by("pk").values()),
        **{
            model.__name__: list(
                model._base_manager.filter(person__in=keys).order_by("pk").values(*columns)
            )
            for model in (Enquiry, Interaction, Call)
        },
    }


def test_everything_moves_and_the_empty_record_leads_on(desk: User) -> None:
    keep, gone = pair(desk)

    merging.merge(keep=keep, gone=gone, by=desk)

    gone.refresh_from_db()
    assert gone.merged_into == keep
    assert set(keep.emails) > {keep.email}
    counts = [m.objects.filter(person=keep).count() for m in (Enquiry, Interaction, Call)]
    assert counts == [2, 2, 2]
    assert not gone.points.exists()


@pytest.mark.parametrize("kept", [0, 1])
def test_staff_choose_which_record_is_kept(desk: User, kept: int) -> None:
    people = pair(desk)

    made = merging.merge(keep=people[kept], gone=people[1 - kept], by=desk)

    assert made.kept.name == ["Sara Lind", "S. Lind"][kept]
    assert list(Person.objects.standing().filter(pk__in=[p.pk for p in people])) == [people[kept]]


def test_a_number_that_both_had_stays_once_and_keeps_its_proof(desk: User) -> None:
    keep, gone = pair(desk)
    for person in (keep, gone):
        add_contact_point(person=person, kind=PointKind.PHONE, normalised=PHONE)
    gone.points.filter(kind=PointKind.PHONE).update(verified_at=timezone.now())
    before = rows_of(keep, gone)

    made = merging.merge(keep=keep, gone=gone, by=desk)

    proved = keep.points.get(kind=PointKind.PHONE)
    assert proved.verified_at
    merging.undo(record=made, by=desk)
    assert rows_of(keep, gone) == before


def test_the_account_goes_along_and_comes_back(desk: User) -> None:
    keep, gone = pair(desk)
    user = make.student()
    link_account(person=gone, user=user)
    made = merging.merge(keep=keep, gone=gone, by=desk)
    keep.refresh_from_db()
    assert keep.account == user

    merging.undo(record=made, by=desk)

    gone.refresh_from_db()
    assert gone.account == user


def test_two_accounts_stay_two_people(desk: User) -> None:
    keep, gone = pair(desk)
    for person in (keep, gone):
        link_account(person=person, user=make.student())

    with pytest.raises(RuleBroken, match="an account of their own"):
        merging.merge(keep=keep, gone=gone, by=desk)


def test_what_came_after_the_merge_stays_with_the_kept_record(desk: User) -> None:
    keep, gone = pair(desk)
    made = merging.merge(keep=keep, gone=gone, by=desk)
    later = make.enquiry(keep)
    added = add_contact_point(person=keep, kind=PointKind.PHONE, normalised="+14165550199")

    merging.undo(record=made, by=desk)

    assert Enquiry.objects.filter(person=gone).count() == 1
    assert set(Enquiry.objects.filter(person=keep)) >= {later}
    assert added in keep.points.all()


def test_undoing_twice_is_undoing_once(desk: User) -> None:
    keep, gone = pair(desk)
    made = merging.merge(keep=keep, gone=gone, by=desk)
    first = merging.undo(record=made, by=desk)

    again = merging.undo(record=made, by=desk)

    assert again.undone_at == first.undone_at


def test_a_merge_can_be_made_again_after_it_was_undone(desk: User) -> None:
    keep, gone = pair(desk)
    merging.undo(record=merging.merge(keep=keep, gone=gone, by=desk), by=desk)

    merging.merge(keep=gone, gone=keep, by=desk)

    assert MergeRecord.objects.filter(undone_at=None).count() == 1


def test_a_chain_is_undone_from_its_end(desk: User) -> None:
    (first, second), third = pair(desk), with_past(make.contact("Sara L."), desk)
    one = merging.merge(keep=second, gone=first, by=desk)
    two = merging.merge(keep=third, gone=second, by=desk)
    assert Enquiry.objects.filter(person=third).count() == 3

    with pytest.raises(RuleBroken, match="Undo that merge first"):
        merging.undo(record=one, by=desk)
    merging.undo(record=two, by=desk)
    merging.undo(record=one, by=desk)

    counts = [Enquiry.objects.filter(person=p).count() for p in (first, second, third)]
    assert counts == [1, 1, 1]


def test_a_record_that_was_merged_away_cannot_be_merged_again(desk: User) -> None:
    keep, gone = pair(desk)
    merging.merge(keep=keep, gone=gone, by=desk)

    for keeping, going in ((make.contact(), gone), (gone, make.contact())):
        with pytest.raises(RuleBroken, match="already"):
            merging.merge(keep=keeping, gone=going, by=desk)


def test_nobody_is_merged_into_themselves(desk: User) -> None:
    person = make.contact()

    with pytest.raises(RuleBroken):
        merging.merge(keep=person, gone=person, by=desk)
    with pytest.raises(IntegrityError, match="nobody_is_merged_into_themselves"):
        Person.objects.filter(pk=person.pk).update(merged_into=person)


def test_staff_may_say_that_they_are_two_people(desk: User) -> None:
    one, other = pair(desk)

    merging.keep_apart(one=other, other=one, by=desk)

    said = DuplicateCandidate.objects.get()
    assert (said.first, said.second, said.decision) == (one, other, Decision.DIFFERENT)


WAYS = st.fixed_dictionaries(
    {
        "emails": st.sets(st.sampled_from("abc"), max_size=3),
        "phones": st.sets(st.sampled_from("123"), max_size=3),
        "proved": st.booleans(),
        "enquiries": st.integers(0, 2),
        "account": st.booleans(),
        "heard_from": st.booleans(),
    }
)


def drawn(ways: dict[str, Any], desk: User, *, may_prove: bool) -> Person:
    person = Person.objects.create(name="Sara")
    for letter in sorted(ways["emails"]):
        address = f"{letter}@example.com"
        add_contact_point(person=person, kind=PointKind.EMAIL, normalised=address)
    for digit in sorted(ways["phones"]):
        add_contact_point(person=person, kind=PointKind.PHONE, normalised=f"+1416555014{digit}")
    if ways["proved"] and may_prove:
        person.points.update(verified_at=timezone.now())
    for _ in range(ways["enquiries"]):
        with_past(person, desk)
    if ways["heard_from"]:
        Person.objects.filter(pk=person.pk).update(last_contact_at=timezone.now())
    return Person.objects.get(pk=person.pk)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(one=WAYS, other=WAYS, prover=st.booleans(), said=st.sampled_from([None, *Decision.values]))
def test_merging_and_undoing_leaves_everything_as_it_was(
    desk: User, one: dict[str, Any], other: dict[str, Any], prover: bool, said: str | None
) -> None:
    with transaction.atomic():
        keep, gone = drawn(one, desk, may_prove=prover), drawn(other, desk, may_prove=not prover)
        if one["account"] != other["account"]:
            link_account(person=keep if one["account"] else gone, user=make.person())
        if said is not None:
            DuplicateCandidate.objects.create(
                first=keep, second=gone, score=60, why="The same number", decision=said
            )
        before = rows_of(keep, gone)

        made = merging.merge(keep=keep, gone=gone, by=desk)
        assert not Enquiry.objects.filter(person=gone).exists()
        merging.undo(record=made, by=desk)

        assert rows_of(keep, gone) == before
        transaction.set_rollback(True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_merge_twice_at_once_is_one_merge() -> None:
    desk = make.staff(Role.DESK)
    keep, gone = pair(desk)

    made = at_the_same_time(lambda _: merging.merge(keep=keep, gone=gone, by=desk), range(8))

    assert {record.pk for record in made} == {MergeRecord.objects.get().pk}
    assert Enquiry.objects.filter(person=keep).count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_merges_into_each_other_one_wins() -> None:
    desk = make.staff(Role.DESK)
    people = pair(desk)

    made = at_the_same_time(
        lambda kept: merging.merge(keep=people[kept], gone=people[1 - kept], by=desk), [0, 1]
    )

    assert sorted(type(answer).__name__ for answer in made) == ["MergeRecord", "RuleBroken"]
    assert Person.objects.standing().count() == 1


def suspected(*pairs: tuple[Person, Person]) -> list[DuplicateCandidate]:
    """Pairs nobody has decided about."""
    return [
        DuplicateCandidate.objects.create(
            first=min(pair, key=lambda one: one.pk),
            second=max(pair, key=lambda one: one.pk),
            score=60,
            why="The same number",
        )
        for pair in pairs
    ]


def named(pair: DuplicateCandidate) -> tuple[Person, Person]:
    pair.refresh_from_db()
    return pair.first, pair.second


@pytest.mark.django_db
def test_others_who_may_be_the_same_person_go_along_and_come_back(desk: User) -> None:
    older, keep, gone, younger = (make.contact() for _ in range(4))
    with_older, with_younger = suspected((older, gone), (gone, younger))
    before = rows_of(keep, gone)

    made = merging.merge(keep=keep, gone=gone, by=desk)

    assert named(with_older) == (older, keep)
    assert named(with_younger) == (keep, younger)
    merging.undo(record=made, by=desk)
    assert rows_of(keep, gone) == before


@pytest.mark.django_db
def test_a_pair_known_of_both_is_asked_about_once(desk: User) -> None:
    third, gone, keep = (make.contact() for _ in range(3))
    of_gone, of_keep = suspected((third, gone), (third, keep))

    made = merging.merge(keep=keep, gone=gone, by=desk)

    assert (named(of_gone), named(of_keep)) == ((third, gone), (third, keep))
    merging.undo(record=made, by=desk)
    assert (named(of_gone), named(of_keep)) == ((third, gone), (third, keep))


@pytest.mark.django_db
def test_what_was_decided_since_a_merge_stays_with_the_kept_person(desk: User) -> None:
    third, keep, gone = (make.contact() for _ in range(3))
    (pair,) = suspected((third, gone))
    made = merging.merge(keep=keep, gone=gone, by=desk)
    merging.keep_apart(one=keep, other=third, by=desk)

    merging.undo(record=made, by=desk)

    assert named(pair) == (third, keep)


@pytest.mark.django_db
def test_a_merge_from_before_pairs_went_along_can_be_undone(desk: User) -> None:
    keep, gone = pair(desk)
    made = merging.merge(keep=keep, gone=gone, by=desk)
    del made.moved["pairs"]
    made.save()

    merging.undo(record=made, by=desk)

    gone.refresh_from_db()
    assert gone.merged_into is None
