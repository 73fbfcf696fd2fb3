"""Decision, release and appeal to their end: by somebody else, once, and with what follows."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from time import monotonic

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from certification.models import (
    Appeal,
    Attempt,
    AttemptStatus,
    Certification,
    Decision,
    Outcome,
    ReleaseBatch,
    Score,
    Standing,
    StatusEntry,
    VoidedFor,
)
from certification.operations import (
    appealing,
    console,
    deciding,
    log,
    releasing,
    starting,
    submitting,
    voiding,
)
from courses.models import Enrolment
from courses.operations.enrolling import reserve_place
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.moves import locked
from tests import certifying, make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def manager() -> User:
    return make.staff(Role.MANAGER)


def scored(candidate: User | None = None, by: User | None = None) -> Attempt:
    """A passed attempt nobody has decided on."""
    attempt = certifying.submitted(candidate=candidate, status=AttemptStatus.SCORED)
    Score.objects.create(
        attempt=attempt,
        number=1,
        raw=Decimal(40),
        maximum=Decimal(50),
        scaled=560,
        cut_raw=Decimal(35),
        passed=True,
        algorithm="test",
        inputs_hash="0" * 64,
        scored_by=by,
    )
    return attempt


def batched(*attempts: Attempt, by: User | None = None) -> ReleaseBatch:
    """A batch with what the scores say, due now."""
    by = by or manager()
    one = releasing.plan_release(title="December", at=timezone.now(), by=by)
    for attempt in attempts:
        found = deciding.decide_as_scored(attempt=attempt, by=by)
        deciding.put_in_batch(decision=found, batch=one, by=by)
    return one


def upheld(attempt: Attempt) -> Appeal:
    """The candidate appeals, and a stranger to the case upholds it."""
    attempt.refresh_from_db()
    made = appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Look again.")
    reviewer = make.staff(Role.EXAMINER)
    appealing.assign(appeal=made, reviewer=reviewer, by=manager())
    return appealing.answer(appeal=made, act="uphold", by=reviewer, answer="You are right.")


def decided_anew(attempt: Attempt, outcome: Outcome) -> None:
    attempt.refresh_from_db()
    by = manager()
    found = deciding.decide(attempt=attempt, outcome=outcome, by=by, reason="Read again.")
    one = releasing.plan_release(title="Anew", at=timezone.now(), by=by)
    deciding.put_in_batch(decision=found, batch=one, by=by)
    releasing.release(batch=one)


def test_no_reason_lets_a_manager_decide_on_their_own_examination() -> None:
    one = manager()
    attempt = scored(candidate=one)

    with pytest.raises(RuleBroken, match="your own"):
        deciding.decide(
            attempt=attempt, outcome=Outcome.GRANTED, by=one, override="Nobody else is here."
        )
    assert not Decision.objects.exists()


def test_a_manager_does_not_read_their_own_score_before_it_is_out(client: Client) -> None:
    one = manager()
    attempt = scored(candidate=one)
    client.force_login(one)

    assert attempt.code not in client.get("/certification/decisions/").content.decode()
    page = client.get(f"/certification/decisions/{attempt.public_id}/")
    assert page.status_code == 404
    client.post("/certification/decisions/", {"attempt": [attempt.pk]})
    assert not Decision.objects.exists()


def test_whoever_was_contested_with_success_does_not_decide_anew() -> None:
    first, attempt = manager(), scored()
    releasing.release(batch=batched(attempt, by=first))
    upheld(attempt)

    with pytest.raises(RuleBroken, match="upheld"):
        deciding.decide_as_scored(attempt=attempt, by=first)
    assert deciding.decide_as_scored(attempt=attempt, by=manager()).number == 2


def test_whoever_scored_an_attempt_does_not_review_its_appeal() -> None:
    scorer = manager()
    attempt = scored(by=scorer)
    releasing.release(batch=batched(attempt))
    attempt.refresh_from_db()
    made = appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Look again.")

    with pytest.raises(RuleBroken, match="had a part"):
        appealing.assign(appeal=made, reviewer=scorer, by=manager())


def test_an_earlier_score_by_hand_keeps_its_author_from_deciding() -> None:
    scorer = manager()
    attempt = scored(by=scorer)
    later = attempt.scores.get()
    later.pk, later.number, later.scored_by = None, 2, None
    later.save(force_insert=True)

    with pytest.raises(RuleBroken, match="marked"):
        deciding.decide_as_scored(attempt=attempt, by=scorer)


def test_a_grant_decided_anew_and_refused_is_withdrawn_with_its_bit() -> None:
    attempt = scored()
    releasing.release(batch=batched(attempt))
    held = Certification.objects.get()
    upheld(attempt)

    decided_anew(attempt, Outcome.REFUSED)

    held.refresh_from_db()
    assert held.status == Standing.WITHDRAWN
    assert StatusEntry.objects.revoked().get().credential.certification == held


def test_a_grant_decided_anew_and_granted_stays_the_same_certification() -> None:
    attempt = scored()
    releasing.release(batch=batched(attempt))
    upheld(attempt)

    decided_anew(attempt, Outcome.GRANTED)

    held = Certification.objects.get()
    assert held.status == Standing.ACTIVE
    assert held.credentials.count() == 1


def test_one_voided_paper_does_not_hold_up_the_results_of_others() -> None:
    kept, voided = scored(), scored()
    one = batched(kept, voided)
    voided.refresh_from_db()
    voided.move("void")
    voided.save()

    assert releasing.release(batch=one) == 1
    kept.refresh_from_db()
    assert kept.status == AttemptStatus.RELEASED


def test_a_result_that_is_out_is_not_put_into_another_batch() -> None:
    attempt = scored()
    releasing.release(batch=batched(attempt))
    later = releasing.plan_release(title="Later", at=timezone.now(), by=manager())

    with pytest.raises(RuleBroken, match="cannot go out"):
        deciding.put_in_batch(decision=Decision.objects.get(), batch=later, by=manager())


def test_an_examiner_gives_themselves_no_minutes() -> None:
    one = make.staff(Role.EXAMINER)
    form = certifying.form()
    own, other = certifying.attempt(form, one), certifying.attempt(form)

    with pytest.raises(RuleBroken, match="your own"):
        console.add_minutes(attempts=[own], minutes=9, why="Noise.", by=one)
    with pytest.raises(RuleBroken, match="your own"):
        console.pause(attempts=[own], why="Noise.", by=one)
    assert console.add_minutes(attempts=[own, other], minutes=9, why="Noise.", by=one) == 1


def beside(attempt: Attempt, act: Callable[[], object]) -> object:
    """Run `act` while somebody holds this attempt and writes the log as soon as `act` waits."""
    held = threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                one = locked(attempt)
                held.set()
                _until_somebody_waits()
                log.record(act="attempt.looked_at", subject=one, actor=None)
        finally:
            connection.close()

    def run() -> object:
        held.wait(10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        other, ours = pool.submit(hold), pool.submit(run)
        other.result(20)
        return ours.result(20)


def _until_somebody_waits() -> None:
    ends = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < ends:
            cursor.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                " WHERE NOT l.granted AND a.datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", [0, 1])
def test_a_batch_goes_out_beside_somebody_who_writes_about_one_of_its_papers(held: int) -> None:
    papers = [scored(), scored()]
    one = batched(*papers)

    assert beside(papers[held], lambda: releasing.release(batch=one)) == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_room_gets_minutes_while_a_candidate_of_it_hands_in() -> None:
    form, by = certifying.form(), make.staff(Role.EXAMINER)
    room = sorted((certifying.attempt(form) for _ in range(2)), key=lambda one: one.pk)

    done = beside(
        room[1], lambda: console.add_minutes(attempts=room, minutes=5, why="Noise.", by=by)
    )

    assert done == 2
    assert submitting.submit(attempt=room[1]).status == AttemptStatus.SUBMITTED


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_appeal_is_upheld_beside_somebody_who_writes_about_its_paper() -> None:
    attempt = scored()
    releasing.release(batch=batched(attempt))
    attempt.refresh_from_db()
    made = appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Look again.")
    reviewer = make.staff(Role.EXAMINER)
    appealing.assign(appeal=made, reviewer=reviewer, by=manager())

    def uphold() -> object:
        return appealing.answer(appeal=made, act="uphold", by=reviewer, answer="Right.").status

    assert beside(attempt, uphold) == "upheld"


def taught_by(teacher: User, student: User) -> None:
    place = reserve_place(student=student, cohort=make.cohort(taught_by=teacher))
    Enrolment.objects.filter(pk=place.pk).update(status="confirmed")


def deferred(by: User) -> Attempt:
    """A decision that waits for something, released to the candidate."""
    attempt = scored()
    found = deciding.decide(
        attempt=attempt, outcome=Outcome.DEFERRED, by=by, reason="A letter is missing."
    )
    one = releasing.plan_release(title="December", at=timezone.now(), by=by)
    deciding.put_in_batch(decision=found, batch=one, by=by)
    releasing.release(batch=one)
    attempt.refresh_from_db()
    return attempt


def test_a_deferred_decision_is_taken_up_again_without_an_appeal(client: Client) -> None:
    one = manager()
    attempt = deferred(one)
    client.force_login(one)
    page = f"/certification/decisions/{attempt.public_id}/"

    assert client.post(f"{page}again/", {"why": " "}).status_code == 422
    client.post(f"{page}again/", {"why": "The letter is here."})

    assert deciding.decide_as_scored(attempt=attempt, by=one).outcome == Outcome.GRANTED
    assert client.post(f"{page}again/", {"why": "Once more."}).status_code == 422


def test_whoever_is_tied_decides_only_where_nobody_else_is_free(client: Client) -> None:
    tied, attempt = manager(), scored()
    taught_by(tied, attempt.candidate)
    free = manager()

    with pytest.raises(RuleBroken) as refused:
        deciding.decide(attempt=attempt, outcome=Outcome.GRANTED, by=tied, override="In a hurry.")
    assert refused.value.instead == f"{free.name} is free to."

    taught_by(free, attempt.candidate)
    found = deciding.decide(
        attempt=attempt, outcome=Outcome.GRANTED, by=tied, override="All of us taught her."
    )
    assert found.override == "All of us taught her."


def test_a_sitting_we_failed_is_given_back_and_the_candidate_reads_why(client: Client) -> None:
    attempt, one = scored(), manager()
    client.force_login(one)
    page = f"/certification/decisions/{attempt.public_id}/void/"

    assert client.post(page, {"cause": "", "why": "The server was down."}).status_code == 422
    client.post(page, {"cause": VoidedFor.OURS, "why": "The server was down for an hour."})

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.VOIDED
    assert not attempt.authorisation.attempts.used_up().exists()
    assert starting.may_start_from(attempt.authorisation) is None
    told = OutboundMessage.objects.get(kind__endswith="sitting_voided")
    assert "The server was down for an hour." in str(told.context)
    assert client.post(page, {"cause": VoidedFor.OURS, "why": "Again."}).status_code == 422


def test_nobody_voids_their_own_sitting_nor_one_whose_result_is_out(client: Client) -> None:
    one = manager()
    own = scored(candidate=one)
    client.force_login(one)
    page = f"/certification/decisions/{own.public_id}/void/"
    assert client.post(page, {"cause": VoidedFor.OURS, "why": "So."}).status_code == 404

    out = deferred(one)
    with pytest.raises(RuleBroken):
        voiding.void(attempt=out, cause=VoidedFor.CONDUCT, why="So.", by=manager())
    broken = scored()
    voiding.void(attempt=broken, cause=VoidedFor.CONDUCT, why="A second person.", by=one)
    assert broken.authorisation.attempts.used_up().count() == 1


def test_whoever_writes_or_marks_questions_does_not_sit_them() -> None:
    for role in (Role.INSTRUCTOR, Role.EXAMINER, Role.MANAGER):
        insider = make.staff(role)
        right = certifying.authorisation(insider, certifying.form().scheme_version)
        with pytest.raises(RuleBroken, match="write or mark questions"):
            starting.start(right=right, key=f"key-{role}")


def test_a_batch_that_cannot_go_out_holds_no_other_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = scored(), scored()
    stuck, free = batched(first), batched(second)
    out = releasing._out

    def failing(decision: Decision) -> bool:
        if decision.batch == stuck:
            raise ValueError("No seal.")
        return out(decision)

    monkeypatch.setattr(releasing, "_out", failing)

    assert releasing.release_due() == 1
    second.refresh_from_db()
    free.refresh_from_db()
    assert second.is_released
    assert free.released_at
    assert str(stuck.public_id) in caplog.text


def test_numbers_too_long_for_a_row_are_nobodys(client: Client) -> None:
    client.force_login(manager())
    for number in ("9" * 20, "9223372036854775808", "-1", "x", "٣"):
        said = {"attempt": [number], "decision": [number]}
        assert client.post("/certification/decisions/", said).status_code == 302
        assert client.post("/certification/decisions/batch/", said).status_code == 302


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_batch_that_two_workers_release_at_once_goes_out_once() -> None:
    papers = [scored() for _ in range(3)]
    one = batched(*papers)

    given = at_the_same_time(lambda _: releasing.release(batch=one), range(4), at_once=4)

    assert sorted(given) == [0, 0, 0, 3]
    told = OutboundMessage.objects.filter(kind__endswith="result_released")
    assert (told.count(), Certification.objects.count()) == (3, 3)
