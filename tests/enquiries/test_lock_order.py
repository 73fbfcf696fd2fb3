"""Everybody locks in one order, so that nobody waits for somebody who waits for them.

Each test holds what comes first, lets an act begin elsewhere until it waits, and takes what
comes later in the order: it must still be free.
"""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from enquiries import emails
from enquiries.contact_points import ContactPoints
from enquiries.models import (
    Call,
    Callback,
    CallbackStatus,
    DuplicateCandidate,
    Enquiry,
    Interaction,
    Outcome,
    Promise,
)
from enquiries.operations.alerting import settle_promises
from enquiries.operations.calling import Closing, close_call, open_call, resume
from enquiries.operations.converting import convert_to_enrolment
from enquiries.operations.do_not_call import stop_calling
from enquiries.operations.doing import promise_kept
from enquiries.operations.inviting import Applicant
from enquiries.operations.keeping import keep_calls, key_of
from enquiries.operations.merging import merge
from enquiries.operations.people import hold_contact_points
from enquiries.operations.returning import match_returns
from enquiries.operations.working import Happened, promise
from enquiries.provider import Row
from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from institute.moves import locked
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NUMBER = "+14165550142"


def assert_free(
    later: models.Model | ContactPoints, *, hold: Callable[[], Any], act: Callable[[], Any]
) -> None:
    """While `act` waits for what we hold, it holds nothing that comes later."""
    _begin_while_held(hold, act, then=lambda: _take_at_once(later))


def _begin_while_held(
    hold: Callable[[], Any], act: Callable[[], Any], *, then: Callable[[], Any]
) -> None:

    def elsewhere() -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold()
            begun = pool.submit(elsewhere)
            _until_somebody_waits()
            then()
        begun.result(timeout=30)


def _take_at_once(later: models.Model | ContactPoints) -> None:
    if isinstance(later, models.Model):
        rows: models.Manager[Any] = type(later)._base_manager
        rows.select_for_update(of=("self",), nowait=True).get(pk=later.pk)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    hold_contact_points(later)


def _until_somebody_waits() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one moment
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")


def owed(enquiry: Enquiry, desk: User) -> Promise:
    due = timezone.now() + dt.timedelta(days=1)
    return promise(enquiry=enquiry, text="Send the dates", due_at=due, by=desk)


def test_a_merge_waits_for_a_call_before_it_takes_enquiries(desk: User) -> None:
    keep, gone = make.contact(), make.contact()
    enquiry = make.enquiry(gone)
    call = Call.objects.create(staff=desk, person=gone, enquiry=enquiry)

    assert_free(
        enquiry, hold=lambda: locked(call), act=lambda: merge(keep=keep, gone=gone, by=desk)
    )

    call.refresh_from_db()
    assert call.person == keep


def test_a_conversion_takes_contact_points_before_the_enquiry(desk: User) -> None:
    enquiry = make.enquiry(source="missed_call", email="", phone=NUMBER)
    enquiry.person = None
    enquiry.save()
    cohort, who = make.cohort(), Applicant("ana@example.com", "Ana Souza", "Ana Souza")

    assert_free(
        enquiry,
        hold=lambda: hold_contact_points(ContactPoints(phone=NUMBER)),
        act=lambda: convert_to_enrolment(enquiry=enquiry, cohort=cohort, by=desk, who=who),
    )


def test_a_promise_comes_after_its_enquiry_when_a_message_is_lost(desk: User) -> None:
    enquiry = make.enquiry()
    made = owed(enquiry, desk)
    message = mail.queue(emails.enquiry_received(enquiry))
    OutboundMessage.objects.update(status=Status.BOUNCED)
    Promise.objects.filter(pk=made.pk).update(awaits_message=message)

    assert_free(made, hold=lambda: locked(enquiry), act=settle_promises)


def test_a_promise_comes_after_its_enquiry_when_it_is_ticked_off(desk: User) -> None:
    enquiry = make.enquiry()
    made = owed(enquiry, desk)
    sent = Happened("email", "out", "Sent.")

    assert_free(
        made,
        hold=lambda: locked(enquiry),
        act=lambda: promise_kept(promise=made, happened=sent, by=desk),
    )


def test_a_file_of_calls_takes_enquiries_upwards(desk: User) -> None:
    lower, higher = (
        make.enquiry(source="missed_call", email="", phone=number)
        for number in (NUMBER, "+14165550143")
    )
    Enquiry.objects.update(person=None)
    earlier = timezone.now() - dt.timedelta(hours=2)
    rows = [
        Row(line, number, earlier, incoming=True, answered=False)
        for line, number in ((2, higher.phone), (3, NUMBER))
    ]

    def read() -> None:
        with transaction.atomic():
            keep_calls(rows, {})

    assert_free(higher, hold=lambda: locked(lower), act=read)


def test_a_file_of_calls_waits_for_a_call_at_the_desk_before_contact_points(desk: User) -> None:
    call = open_call(staff=desk, number=NUMBER)
    row = Row(2, NUMBER, call.started_at, incoming=True, answered=True)

    def read() -> None:
        with transaction.atomic():
            keep_calls([row], {})

    assert_free(ContactPoints(phone=NUMBER), hold=lambda: locked(call), act=read)

    assert Call.objects.get().import_key == key_of(row)


def test_returned_calls_wait_for_nobody(desk: User) -> None:
    now = timezone.now()
    missed, answer, other, other_answer = (
        Call.objects.create(
            staff=desk, number=number, direction=way, outcome=outcome, status="closed",
            started_at=now + dt.timedelta(minutes=minute), closed_at=now,
        )
        for minute, (number, way, outcome) in enumerate(
            [
                (NUMBER, "in", Outcome.MISSED),
                (NUMBER, "out", Outcome.FOLLOW_UP),
                ("+14165550143", "in", Outcome.MISSED),
                ("+14165550143", "out", Outcome.FOLLOW_UP),
            ]
        )
    )  # fmt: skip

    def elsewhere() -> int:
        try:
            return match_returns()
        finally:
            connection.close()

    for held in (missed, answer):
        Call.objects.update(returned_by=None)
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            locked(held)
            assert pool.submit(elsewhere).result(timeout=10) == 1
            assert Call.objects.get(returned_by=other_answer) == other
        assert match_returns() == 1
        assert Call.objects.get(returned_by=answer) == missed


def test_calls_change_places_upwards(desk: User) -> None:
    parked_later = open_call(staff=desk, number=NUMBER)
    parked = open_call(staff=desk, number="+14165550143")
    resume(call=parked_later, staff=desk)

    assert_free(
        parked, hold=lambda: locked(parked_later), act=lambda: resume(call=parked, staff=desk)
    )

    assert Call.objects.get(status="open") == parked


def test_a_call_ends_call_backs_upwards(desk: User) -> None:
    who = make.contact("Marcus Bell", phone=NUMBER)
    lower, higher = make.enquiry(who), make.enquiry(who)
    _booked(lower, desk)
    call = Call.objects.create(staff=desk, person=who, number=NUMBER, enquiry=higher)

    assert_free(higher, hold=lambda: locked(lower), act=lambda: _close(call, desk))

    assert lower.callbacks.get().status == CallbackStatus.CANCELLED


def test_a_call_claims_missed_calls_upwards(desk: User) -> None:
    who = make.contact("Marcus Bell", phone=NUMBER)
    lower = make.enquiry(source="missed_call", email="", phone=NUMBER)
    Enquiry.objects.update(person=None)
    higher = make.enquiry(who)
    call = Call.objects.create(staff=desk, person=who, number=NUMBER, enquiry=higher)

    assert_free(higher, hold=lambda: locked(lower), act=lambda: _close(call, desk))

    lower.refresh_from_db()
    assert lower.duplicate_of == higher


def test_a_number_is_taken_off_the_calendar_upwards(desk: User) -> None:
    lower, higher = (make.enquiry(make.contact(phone=NUMBER)) for _ in range(2))

    assert_free(higher, hold=lambda: locked(lower), act=lambda: stop_calling(NUMBER, desk))


def test_a_merge_takes_people_upwards_with_all_they_may_be(desk: User) -> None:
    third, keep, gone = make.contact(), make.contact(), make.contact()
    DuplicateCandidate.objects.create(first=third, second=gone, score=60, why="The same number")

    assert_free(keep, hold=lambda: locked(third), act=lambda: merge(keep=keep, gone=gone, by=desk))


def test_the_desk_tries_again_when_it_gave_way_to_somebody(desk: User) -> None:
    who = make.contact("Marcus Bell", phone=NUMBER)
    enquiry = make.enquiry(who)
    call = Call.objects.create(staff=desk, person=who, number=NUMBER, enquiry=enquiry)

    # Somebody who keeps no order: they hold the enquiry and then want the call.
    _begin_while_held(
        lambda: locked(enquiry), lambda: _close(call, desk), then=lambda: locked(call)
    )

    call.refresh_from_db()
    assert call.status == "closed"
    assert Interaction.objects.filter(call=call).count() == 1


def _close(call: Call, desk: User) -> None:
    close_call(call=call, closing=Closing(Outcome.FOLLOW_UP, number=NUMBER), by=desk)


def _booked(enquiry: Enquiry, desk: User) -> None:
    at = timezone.now() + dt.timedelta(days=1)
    during = DateTimeTZRange(at, at + dt.timedelta(minutes=15))
    Callback.objects.create(enquiry=enquiry, staff=desk, during=during)
