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
from django.utils import timezone

from enquiries import emails
from enquiries.contact_points import ContactPoints
from enquiries.models import Call, Enquiry, Promise
from enquiries.operations.alerting import settle_promises
from enquiries.operations.converting import convert_to_enrolment
from enquiries.operations.doing import promise_kept
from enquiries.operations.inviting import Applicant
from enquiries.operations.keeping import keep_calls
from enquiries.operations.merging import merge
from enquiries.operations.people import hold_contact_points
from enquiries.operations.working import Happened, promise
from enquiries.provider import Row
from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from institute.moves import locked
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NUMBER = "+14165550142"


def assert_free(later: models.Model, *, hold: Callable[[], Any], act: Callable[[], Any]) -> None:
    """While `act` waits for what we hold, it holds nothing that comes later."""

    def elsewhere() -> None:
        try:
            act()
        finally:
            connection.close()

    rows: models.Manager[Any] = type(later)._base_manager
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold()
            begun = pool.submit(elsewhere)
            _until_somebody_waits()
            rows.select_for_update(of=("self",), nowait=True).get(pk=later.pk)
        begun.result(timeout=30)


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
