"""Renewal: the same certification for another period, once, whoever presses when."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from certification.models import Certification, CycleStatus, LogEntry, Standing
from certification.operations import cycles, issuing, lapsing, log, renewing
from certification.operations.certifying import months_after
from certification.standing import today
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.mail.operations import deliver
from tests import make
from tests.certification import renewing as given
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def test_renewing_extends_the_period_and_reissues_the_same_badge() -> None:
    certification = given.certified()
    before = issuing.issue(certification=certification)
    cycle = given.complete(certification)
    until = certification.until

    renewing.ask_to_renew(cycle=cycle, by=certification.holder)

    certification.refresh_from_db()
    after = certification.credentials.latest("revision")
    assert certification.until == months_after(until, 36)
    assert certification.status == Standing.ACTIVE
    assert (after.revision, after.badge_urn) == (2, before.badge_urn)
    assert after.valid_from > before.valid_from
    assert log.first_break() is None


def test_the_cycle_closes_with_what_counted_and_the_next_begins_that_day() -> None:
    certification = given.certified()
    cycle = given.complete(certification)
    given.claimed(cycle, "reading", "11")

    renewing.ask_to_renew(cycle=cycle, by=certification.holder)

    cycle.refresh_from_db()
    following = certification.cycles.running().get()
    assert cycle.counted["reading"] == "6"
    assert {one.status for one in cycle.entries.all()} == {"approved"}
    assert following.begins == today() == cycle.during.upper
    assert following.account().counted == 0


def test_missing_hours_are_named_and_nothing_happens() -> None:
    certification = given.certified()
    cycle = given.cycle_of(certification)
    given.claimed(cycle, "learning", "16")

    with pytest.raises(RuleBroken, match="4 hours of practice"):
        renewing.ask_to_renew(cycle=cycle, by=certification.holder)

    assert certification.cycles.running().get() == cycle


def test_renewal_opens_180_days_before_the_end() -> None:
    certification = given.certified(ends_in=181)
    cycle = given.complete(certification)

    with pytest.raises(RuleBroken, match="opens on"):
        renewing.ask_to_renew(cycle=cycle, by=certification.holder)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        renewing.ask_to_renew(cycle=cycle, by=certification.holder)


def test_nobody_renews_for_somebody_else() -> None:
    cycle = given.complete(given.certified())

    with pytest.raises(RuleBroken, match="Only the holder"):
        renewing.ask_to_renew(cycle=cycle, by=make.student())


@pytest.mark.parametrize("status", [Standing.SUSPENDED, Standing.WITHDRAWN, Standing.EXPIRED])
def test_what_is_not_held_is_not_renewed(status: str) -> None:
    certification = given.certified()
    cycle = given.complete(certification)
    Certification.objects.filter(pk=certification.pk).update(status=status)

    with pytest.raises(RuleBroken, match="no longer"):
        renewing.ask_to_renew(cycle=cycle, by=certification.holder)


@pytest.mark.django_db(transaction=True)
def test_pressing_renew_many_times_at_once_renews_once() -> None:
    certification = given.certified()
    cycle = given.complete(certification)
    until = certification.until

    def press(_: int) -> str:
        return renewing.ask_to_renew(cycle=cycle, by=certification.holder).status

    assert at_the_same_time(press, range(6)) == [CycleStatus.RENEWED] * 6
    certification.refresh_from_db()
    assert certification.until == months_after(until, 36)
    assert certification.cycles.count() == 2
    assert certification.events.filter(act="renew").count() == 1


@pytest.mark.django_db(transaction=True)
def test_renewing_while_the_lapse_job_runs_ends_renewed_or_refused_never_between() -> None:
    held = [given.certified(ends_in=0, status=Standing.RENEWAL_DUE) for _ in range(3)]
    pressing = {one.pk: given.complete(one) for one in held}

    def meet(number: int) -> object:
        one = held[number // 2]
        if number % 2:
            return lapsing.follow(certification=one)
        return renewing.ask_to_renew(cycle=pressing[one.pk], by=one.holder).status

    answers = at_the_same_time(meet, range(6))

    assert answers[0::2] == [CycleStatus.RENEWED] * 3
    for one in held:
        one.refresh_from_db()
        assert (one.status, one.cycles.count()) == (Standing.ACTIVE, 2)
        last = one.events.latest("pk")
        assert last.after == Standing.ACTIVE
    assert log.first_break() is None
    assert LogEntry.objects.exists()


def test_reminders_are_written_when_the_cycle_opens_each_in_its_time() -> None:
    certification = given.certified(ends_in=100)

    waiting = OutboundMessage.objects.filter(kind="certification.renewal_reminder")

    assert sorted(one.about_sequence for one in waiting) == [7, 30, 90, 180]
    assert cycles.open_cycle(certification=certification)
    assert waiting.count() == 4
    ninety = waiting.get(about_sequence=90)
    assert ninety.send_after
    assert ninety.send_after.date() == certification.until - dt.timedelta(days=90)


def test_a_reminder_of_what_was_renewed_does_not_leave() -> None:
    certification = given.certified(ends_in=100)
    cycle = given.complete(certification)
    first = OutboundMessage.objects.get(kind="certification.renewal_reminder", about_sequence=90)
    renewing.ask_to_renew(cycle=cycle, by=certification.holder)

    with time_machine.travel(timezone.now() + dt.timedelta(days=11), tick=False):
        deliver()

    first.refresh_from_db()
    assert first.status == "cancelled"
