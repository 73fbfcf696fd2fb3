"""Audits: drawn before anybody knows, judged by somebody else, with a reason."""

import pytest

from certification.models import CpdAudit, CycleStatus, Standing
from certification.operations import auditing, renewing
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests.certification import renewing as given
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def drawn() -> CpdAudit:
    """A renewal with complete hours on which the draw fell."""
    certification = given.certified()
    cycle = given.complete(certification, audited=True)
    renewing.ask_to_renew(cycle=cycle, by=certification.holder)
    return CpdAudit.objects.get(cycle=cycle)


def test_a_tenth_of_seeds_is_drawn_and_a_seed_always_alike() -> None:
    cycle = given.cycle_of(given.certified())
    draws = []
    for number in range(4000):
        cycle.seed = f"case {number}"
        draws.append(auditing.draw(cycle))
        assert draws[-1] == auditing.draw(cycle)

    assert 0.08 < sum(one < auditing.SHARE for one in draws) / 4000 < 0.12


def test_asking_again_during_an_audit_changes_nothing() -> None:
    audit = drawn()

    renewing.ask_to_renew(cycle=audit.cycle, by=audit.cycle.certification.holder)

    assert CpdAudit.objects.count() == 1
    assert audit.cycle.status == CycleStatus.AUDIT


def test_accepted_claims_renew(manager: User) -> None:
    audit = drawn()

    for entry in audit.cycle.entries.all():
        auditing.judge(entry=entry, act="approve", by=manager, reason="Seen.")

    audit.refresh_from_db()
    assert (audit.passed, audit.cycle.status) == (True, CycleStatus.RENEWED)
    assert audit.cycle.certification.status == Standing.ACTIVE


def test_rejected_claims_that_leave_hours_missing_send_the_holder_back(manager: User) -> None:
    audit = drawn()
    first, second = audit.cycle.entries.all()

    auditing.judge(entry=first, act="approve", by=manager, reason="Seen.")
    auditing.judge(entry=second, act="reject", by=manager, reason="No such event.")

    audit.refresh_from_db()
    letter = OutboundMessage.objects.get(kind="certification.audit_settled")
    assert (audit.passed, audit.cycle.status) == (False, CycleStatus.OPEN)
    assert letter.context["refused"][0]["reason"] == "No such event."


def test_a_claim_is_judged_by_somebody_else_once_and_with_a_reason(manager: User) -> None:
    audit = drawn()
    entry = audit.cycle.entries.all()[0]

    with pytest.raises(RuleBroken, match="own hours"):
        auditing.judge(
            entry=entry, act="approve", by=audit.cycle.certification.holder, reason="Mine."
        )
    with pytest.raises(RuleBroken, match="reason"):
        auditing.judge(entry=entry, act="reject", by=manager, reason=" ")
    auditing.judge(entry=entry, act="approve", by=manager, reason="Seen.")
    with pytest.raises(RuleBroken, match="waits for nobody"):
        auditing.judge(entry=entry, act="reject", by=manager, reason="Changed my mind.")


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_judge_the_last_two_claims_at_once_settle_once(manager: User) -> None:
    audit = drawn()
    entries = list(audit.cycle.entries.all())

    def judge(number: int) -> object:
        return auditing.judge(entry=entries[number], act="approve", by=manager, reason="Seen.")

    at_the_same_time(judge, range(2))

    audit.refresh_from_db()
    assert audit.passed is True
    assert audit.cycle.certification.cycles.count() == 2
