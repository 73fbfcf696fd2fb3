"""A call from the first key on: parked, taken up again, its draft kept."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, transaction

from enquiries.models import Call, CallStatus, DoNotCall, Person
from enquiries.operations import calling
from enquiries.operations.closing import Closing, FieldMissing
from enquiries.operations.merging import merge
from enquiries.worklists import desk as lists
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.consent import Basis, Topic
from institute.mail.operations import permissions_of, record_consent
from tests import make
from tests.conftest import at_the_same_time

MONDAY = dt.datetime(2026, 11, 23, 19, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_a_second_call_parks_the_first(desk: User) -> None:
    first = calling.open_call(staff=desk, number="416 555 0142")

    second = calling.open_call(staff=desk)

    first.refresh_from_db()
    assert (first.status, second.status) == (CallStatus.PARKED, CallStatus.OPEN)


def test_taking_a_call_up_again_parks_the_other(desk: User) -> None:
    first = calling.open_call(staff=desk, number="416 555 0142")
    second = calling.open_call(staff=desk)

    calling.resume(call=first, staff=desk)

    statuses = dict(Call.objects.values_list("pk", "status"))
    assert statuses == {first.pk: CallStatus.OPEN, second.pk: CallStatus.PARKED}


def test_the_key_pressed_twice_is_one_call(desk: User) -> None:
    first = calling.open_call(staff=desk)

    assert calling.open_call(staff=desk) == first
    assert Call.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_new_calls_at_once_leave_one_on_the_line() -> None:
    desk = make.staff(Role.DESK)

    numbers = [f"416 555 010{n}" for n in range(8)]
    calls = at_the_same_time(lambda each: calling.open_call(staff=desk, number=each), numbers)

    assert all(isinstance(call, Call) for call in calls), calls
    assert Call.objects.filter(status=CallStatus.OPEN).count() == 1
    assert Call.objects.filter(status=CallStatus.PARKED).count() == 7


def test_the_database_keeps_one_call_on_the_line(desk: User) -> None:
    calling.open_call(staff=desk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(staff=desk)


def test_the_newest_draft_wins(desk: User) -> None:
    call = calling.open_call(staff=desk)

    calling.save_draft(call=call, staff=desk, draft={"notes": "third"}, version=3)
    call = calling.save_draft(call=call, staff=desk, draft={"notes": "second"}, version=2)

    assert (call.draft, call.draft_version, call.notes) == ({"notes": "third"}, 3, "third")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_drafts_that_arrive_in_any_order_keep_the_last_words() -> None:
    desk = make.staff(Role.DESK)
    call = calling.open_call(staff=desk)

    def keep(version: int) -> Call:
        draft = {"notes": f"words {version}"}
        return calling.save_draft(call=call, staff=desk, draft=draft, version=version)

    versions = [number * 37 % 80 + 1 for number in range(80)]  # each of 1 to 80 once
    at_the_same_time(keep, versions)

    call.refresh_from_db()
    assert (call.draft_version, call.notes) == (80, "words 80")


def test_a_draft_shows_others_who_is_on_the_line(desk: User) -> None:
    dana = make.staff(Role.DESK, display_name="Dana Roy")
    person = make.contact("Marcus Bell", phone="+14165550142")
    theirs = calling.open_call(staff=dana)
    calling.save_draft(call=theirs, staff=dana, draft={"person": str(person.public_id)}, version=1)
    mine = calling.open_call(staff=desk, number="416 555 0142")
    assert lists.also_on(mine) == []

    mine = calling.save_draft(
        call=mine, staff=desk, draft={"person": str(person.public_id)}, version=1
    )

    assert lists.also_on(mine) == ["Dana"]
    with time_machine.travel(MONDAY + lists.STILL_THERE + dt.timedelta(seconds=1), tick=False):
        assert lists.also_on(mine) == []


def test_nobody_writes_into_the_call_of_another(desk: User) -> None:
    call = calling.open_call(staff=make.staff(Role.DESK))

    with pytest.raises(RuleBroken, match="somebody else"):
        calling.save_draft(call=call, staff=desk, draft={}, version=1)


def test_a_draft_of_a_finished_call_changes_nothing(desk: User) -> None:
    call = calling.open_call(staff=desk)
    calling.close_call(call=call, closing=Closing("wrong_number"), by=desk)

    call = calling.save_draft(call=call, staff=desk, draft={"notes": "late"}, version=9)

    assert (call.notes, call.draft) == ("", {})


def test_hanging_up_starts_the_wrap_up_once(desk: User) -> None:
    call = calling.open_call(staff=desk)

    call = calling.hang_up(call=call, staff=desk)
    with time_machine.travel(MONDAY + dt.timedelta(minutes=1), tick=False):
        call = calling.hang_up(call=call, staff=desk)

    assert call.ended_at == MONDAY
    assert call.status == CallStatus.OPEN


def test_a_wish_to_be_left_alone_holds_at_once(desk: User) -> None:
    person = make.contact("Marcus Bell", "marcus@example.com")
    record_consent("marcus@example.com", Basis.INQUIRY, method="telephone call")
    call = calling.open_call(staff=desk, number="416 555 0142")
    draft = {"person": str(person.public_id), "number": "416 555 0142"}
    call = calling.save_draft(call=call, staff=desk, draft=draft, version=1)

    calling.stop_contact(call=call, staff=desk)
    calling.stop_contact(call=call, staff=desk)

    assert [row.number for row in DoNotCall.objects.all()] == ["+14165550142"]
    assert not permissions_of("marcus@example.com")[Topic.COURSE_NEWS].allowed


def test_a_wish_to_be_left_alone_needs_a_number_or_an_address(desk: User) -> None:
    call = calling.open_call(staff=desk)

    with pytest.raises(FieldMissing) as gap:
        calling.stop_contact(call=call, staff=desk)

    assert gap.value.field == "number"


def test_an_outbound_call_knows_its_enquiry_and_number(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone="+14165550142"))

    call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)

    assert (call.number, call.person, call.enquiry) == ("+14165550142", enquiry.person, enquiry)


def test_we_call_people_who_asked_us_something(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone="+14165550142"))

    call = calling.call_out(staff=desk, enquiry=enquiry)

    assert (call.direction, call.number) == ("out", "+14165550142")


def test_we_call_nobody_at_night_where_they_are(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone="+442079460958"))
    Person.objects.update(zone="Europe/London")
    enquiry.refresh_from_db()

    at_night = MONDAY + dt.timedelta(hours=4)  # 23:00 in London
    with time_machine.travel(at_night, tick=False), pytest.raises(RuleBroken, match="It is 23:00"):
        calling.call_out(staff=desk, enquiry=enquiry)

    assert not Call.objects.exists()


def test_we_call_nobody_who_asked_us_not_to(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone="+14165550142"))
    DoNotCall.objects.create(number="+14165550142")

    with pytest.raises(RuleBroken, match="do-not-call"):
        calling.call_out(staff=desk, enquiry=enquiry)


def test_a_draft_names_whom_its_person_was_merged_into_meanwhile(desk: User) -> None:
    keep, gone = make.contact("Ana Souza"), make.contact("A. Souza")
    merge(keep=keep, gone=gone, by=desk)
    call = calling.open_call(staff=desk)

    draft = {"person": str(gone.public_id)}
    call = calling.save_draft(call=call, staff=desk, draft=draft, version=1)

    assert call.person == keep
