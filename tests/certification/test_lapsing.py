"""The calendar, and managers' acts: what a certification is worth, and was on any day."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from certification.models import CycleStatus, Standing
from certification.operations import lapsing, renewing
from certification.operations.certifying import months_after
from certification.standing import status_at
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests.certification import renewing as given
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    sent = OutboundMessage.objects.filter(kind="certification.standing_changed").order_by("pk")
    return [one.context["act"] for one in sent]


def test_a_certification_falls_due_enters_grace_and_expires_on_its_days() -> None:
    certification = given.certified(ends_in=181)
    now, stood = timezone.now(), []

    for days in (0, 1, 180, 181, 270, 271):
        with time_machine.travel(now + dt.timedelta(days=days), tick=False):
            lapsing.follow_calendar()
            lapsing.follow_calendar()
        certification.refresh_from_db()
        stood.append(certification.status)

    assert stood == ["active", "renewal_due", "renewal_due", "grace", "grace", "expired"]
    assert certification.events.count() == 3
    assert letters() == ["enter_grace", "lapse"]


def test_what_it_was_worth_on_a_past_day_is_read_from_its_events() -> None:
    certification = given.certified(ends_in=10)
    now = timezone.now()
    for days in (0, 10, 100):
        with time_machine.travel(now + dt.timedelta(days=days), tick=False):
            lapsing.follow_calendar()

    worth = [status_at(certification, now + dt.timedelta(days=days)) for days in (-1, 5, 50, 101)]

    assert worth == ["", "renewal_due", "grace", "expired"]


def test_who_asked_in_time_does_not_expire_while_we_audit() -> None:
    certification = given.certified(ends_in=-89, status=Standing.GRACE)
    cycle = given.complete(certification, audited=True)
    renewing.ask_to_renew(cycle=cycle, by=certification.holder)

    with time_machine.travel(timezone.now() + dt.timedelta(days=30), tick=False):
        assert not lapsing.follow(certification=certification)


def test_an_expired_one_comes_back_within_a_year_with_its_hours(manager: User) -> None:
    certification = given.certified(ends_in=-91, status=Standing.EXPIRED)
    until = certification.until
    with pytest.raises(RuleBroken, match="Still missing"):
        lapsing.act(certification=certification, act="reinstate", by=manager, reason="Back.")
    given.complete(certification)

    lapsing.act(certification=certification, act="reinstate", by=manager, reason="Back.")

    certification.refresh_from_db()
    assert (certification.status, certification.until) == ("active", months_after(until, 36))
    assert letters() == ["reinstate"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_managers_who_reinstate_at_once_bring_it_back_once(manager: User) -> None:
    certification = given.certified(ends_in=-91, status=Standing.EXPIRED)
    until = certification.until
    given.complete(certification)

    def reinstate(_: int) -> object:
        return lapsing.act(certification=certification, act="reinstate", by=manager, reason="Back.")

    answers = at_the_same_time(reinstate, range(4))

    assert sum(isinstance(one, RuleBroken) for one in answers) == 3
    certification.refresh_from_db()
    assert (certification.status, certification.until) == ("active", months_after(until, 36))
    assert certification.cycles.count() == 2
    assert letters() == ["reinstate"]


def test_after_a_year_it_stays_expired_and_its_cycle_ends(manager: User) -> None:
    certification = given.certified(ends_in=-460, status=Standing.EXPIRED)
    cycle = given.complete(certification)

    with pytest.raises(RuleBroken, match="twelve months"):
        lapsing.act(certification=certification, act="reinstate", by=manager, reason="Back.")
    lapsing.follow_calendar()

    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.LAPSED


def test_a_suspended_one_that_is_reinstated_late_stands_where_the_calendar_has_it(
    manager: User,
) -> None:
    certification = given.certified(ends_in=10)
    lapsing.act(certification=certification, act="suspend", by=manager, reason="A complaint.")
    assert letters() == ["suspend"]

    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        lapsing.act(certification=certification, act="reinstate", by=manager, reason="Cleared.")

    certification.refresh_from_db()
    assert certification.status == Standing.GRACE


def test_nobody_acts_on_their_own_certification_nor_without_a_reason(manager: User) -> None:
    own, other = given.certified(who=manager), given.certified()

    with pytest.raises(RuleBroken, match="own"):
        lapsing.act(certification=own, act="suspend", by=manager, reason="Why not.")
    with pytest.raises(RuleBroken, match="why"):
        lapsing.act(certification=other, act="withdraw", by=manager, reason=" ")
    with pytest.raises(RuleBroken, match="Choose"):
        lapsing.act(certification=other, act="renew", by=manager, reason="Free.")
