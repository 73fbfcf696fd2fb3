"""The demo's desk: every state with its history, and always as if it were today."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from courses.models import Cohort, Enrolment
from courses.models import Status as PlaceStatus
from enquiries import hours
from enquiries.models import (
    OPEN,
    Call,
    Callback,
    Conversion,
    DeskShift,
    DuplicateCandidate,
    Enquiry,
    Interaction,
    LostReason,
    MergeRecord,
    Person,
    Promise,
    Source,
    Status,
    StatusChange,
)
from institute.mail.models import ConsentRecord
from institute.mail.operations import permissions_of

pytestmark = pytest.mark.django_db
# A weekday before nine, an afternoon, a holiday; a weekend behaves as the holiday does.
MOMENTS = ["2026-11-24T12:30", "2026-11-26T19:10", "2026-12-25T15:00"]


@pytest.fixture(scope="module", autouse=True, params=MOMENTS)
def _planted(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The demo loaded at some moment, for all tests of this module; rolled back afterwards."""
    now = dt.datetime.fromisoformat(request.param).replace(tzinfo=dt.UTC)
    with (
        django_db_blocker.unblock(),
        time_machine.travel(now, tick=False),
        transaction.atomic(),
    ):
        call_command("seed_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_nobody_without_a_number_is_to_be_called() -> None:
    assert not Enquiry.objects.filter(next_action="call", phone="").exists()


def test_questions_stand_in_every_status_and_are_lost_for_every_reason() -> None:
    assert set(Enquiry.objects.values_list("status", flat=True)) == set(Status.values)
    lost = Enquiry.objects.filter(status=Status.LOST)
    assert set(lost.values_list("lost_reason", flat=True)) == set(LostReason.values)
    used = set(Enquiry.objects.values_list("source", flat=True))
    assert used >= set(Source.values) - {Source.IMPORT}


def test_nothing_happened_in_the_future_or_before_it_was_asked() -> None:
    now = timezone.now()

    assert not Interaction.objects.filter(at__gt=now).exists()
    assert not StatusChange.objects.filter(at__gt=now).exists()
    assert not Call.objects.filter(started_at__gt=now).exists()
    for trace in (Interaction, StatusChange):
        assert not trace.objects.filter(at__lt=F("enquiry__created_at")).exists()


def test_every_status_is_what_its_changes_led_to() -> None:
    for enquiry in Enquiry.objects.prefetch_related("changes"):
        changes = sorted(enquiry.changes.all(), key=lambda one: (one.at, one.pk))
        became = changes[-1].became if changes else Status.NEW
        assert became == enquiry.status, enquiry.name
        for one, next_one in pairwise(changes):
            assert one.became == next_one.was, enquiry.name


def test_some_of_it_is_overdue_and_some_is_for_the_next_office_day() -> None:
    now = timezone.now()
    ahead = Enquiry.objects.filter(status__in=OPEN, next_action_at__gt=now)

    assert 5 <= Enquiry.objects.due().count() <= 20
    assert ahead.filter(next_action_at__lte=hours.after(now, hours.A_BUSINESS_DAY)).count() >= 8
    for enquiry in ahead.exclude(status=Status.CALLBACK):
        assert enquiry.next_action_at
        local = enquiry.next_action_at.astimezone(hours.ZONE)
        assert hours.is_business_day(local.date())


def test_questions_are_spread_over_four_months() -> None:
    newest, oldest = Enquiry.objects.latest("created_at"), Enquiry.objects.earliest("created_at")
    weeks = {enquiry.created_at.isocalendar()[:2] for enquiry in Enquiry.objects.all()}

    assert (newest.created_at - oldest.created_at).days >= 100
    assert len(weeks) >= 14


def test_promises_are_open_overdue_kept_and_kept_late() -> None:
    kept = [promise.kept_in_time for promise in Promise.objects.exclude(kept_at=None)]

    assert True in kept
    assert False in kept
    assert Promise.objects.overdue().count() >= 2
    assert Promise.objects.open().filter(due_at__gt=timezone.now()).count() >= 3


def test_two_missed_calls_were_not_returned_and_the_others_were() -> None:
    assert Call.objects.not_returned().count() == 2
    assert Call.objects.missed().exclude(returned_by=None).count() >= 3


def test_call_backs_stand_in_the_desks_hours() -> None:
    shifts = {(one.staff_id, one.weekday) for one in DeskShift.objects.all()}

    assert Callback.objects.count() == Enquiry.objects.filter(status=Status.CALLBACK).count()
    for callback in Callback.objects.select_related("enquiry"):
        start = callback.during.lower.astimezone(hours.ZONE)
        assert hours.is_open(start)
        assert (callback.staff_id, start.weekday()) in shifts
        assert callback.enquiry.next_action_at == start


def test_places_that_came_of_it_are_counted() -> None:
    for cohort in Cohort.objects.filter(enrolments__conversion__isnull=False).distinct():
        assert cohort.taken == cohort.enrolments.holding_a_place().count()
        assert cohort.taken < cohort.capacity
    places = Enrolment.objects.filter(conversion__isnull=False)
    assert places.filter(status=PlaceStatus.CONFIRMED).exists()
    assert places.filter(status=PlaceStatus.RESERVED).exists()
    assert Conversion.objects.filter(kind="mentorship").exists()


def test_consent_has_every_age() -> None:
    today = timezone.localdate(timezone=hours.ZONE)
    ends = dict(ConsentRecord.objects.values_list("address", "expires_on"))

    assert today + dt.timedelta(days=41) in ends.values()
    assert any(day and day < today for day in ends.values())
    assert None in ends.values()
    (soon,) = [a for a, day in ends.items() if day == today + dt.timedelta(days=41)]
    assert all(verdict.allowed for verdict in permissions_of(soon).values())


def test_three_pairs_may_be_one_person_and_one_pair_was() -> None:
    assert DuplicateCandidate.objects.filter(decision="").count() == 3
    assert MergeRecord.objects.get().gone.merged_into


@pytest.mark.parametrize("model", [Person, Enquiry, Interaction, Call, Promise, Conversion])
def test_everything_at_the_desk_says_that_it_is_invented(model: type[Model]) -> None:
    assert not model._base_manager.filter(is_demo=False).exists()
