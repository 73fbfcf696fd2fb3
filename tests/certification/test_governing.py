"""From the application to the appeal: who may, who may not, and what is written down."""

import datetime as dt
import json
import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification import chain, eligibility
from certification.models import (
    Appeal,
    Application,
    Attempt,
    AttemptStatus,
    Authorisation,
    Certification,
    Decision,
    LogEntry,
    Mark,
    MarkingTask,
    Outcome,
    ReleaseBatch,
    Score,
    Standing,
)
from certification.operations import appealing, applying, certifying, deciding, log, releasing
from certification.operations.applying import Declared
from certification.standing import today
from courses.models import Enrolment
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import certifying as given
from tests import make

pytestmark = pytest.mark.django_db
DECLARED = Declared("Two launches.", 48, "Ana Ruiz", accepts_conduct=True)


def scored(*, passed: bool | None = True, candidate: User | None = None) -> Attempt:
    """An attempt with one score, by nobody who could decide."""
    attempt = given.submitted(candidate=candidate, status=AttemptStatus.SCORED)
    Score.objects.create(
        attempt=attempt,
        number=1,
        raw=Decimal(40),
        maximum=Decimal(50),
        scaled=560,
        cut_raw=Decimal(35),
        passed=passed,
        domains={"risk": {"raw": "40", "max": "50"}},
        algorithm="test",
        inputs_hash="0" * 64,
    )
    return attempt


def batch(by: User | None = None) -> ReleaseBatch:
    made = by or make.staff(Role.MANAGER)
    return releasing.plan_release(title="December", at=timezone.now(), by=made)


def released(*, passed: bool = True) -> Attempt:
    """A candidate's result that is out."""
    attempt = scored(passed=passed)
    manager = make.staff(Role.MANAGER)
    decision = deciding.decide_as_scored(attempt=attempt, by=manager)
    one = batch(manager)
    deciding.put_in_batch(decision=decision, batch=one, by=manager)
    releasing.release(batch=one)
    attempt.refresh_from_db()
    return attempt


def taught(instructor: User, student: User) -> None:
    cohort = make.cohort(taught_by=instructor)
    Enrolment.objects.create(cohort=cohort, student=student, status="confirmed")


def test_applying_twice_gives_the_one_application_with_one_letter() -> None:
    version = given.scheme_version(prerequisites=[{"kind": "experience", "text": "Work."}])
    student = make.student()

    first = applying.apply(candidate=student, scheme=version.scheme, declared=DECLARED)
    again = applying.apply(candidate=student, scheme=version.scheme, declared=DECLARED)

    assert first == again
    assert OutboundMessage.objects.filter(to_address=student.email).count() == 1


def test_who_does_not_accept_the_code_of_conduct_does_not_apply() -> None:
    version = given.scheme_version()
    declined = Declared("So.", 48, "", accepts_conduct=False)

    with pytest.raises(RuleBroken, match="code of conduct"):
        applying.apply(candidate=make.student(), scheme=version.scheme, declared=declined)


def test_a_completed_course_admits_at_once_and_opens_the_window() -> None:
    student, cohort = make.student(), make.cohort()
    Enrolment.objects.create(cohort=cohort, student=student, status="completed")
    slug = cohort.version.course.slug
    version = given.scheme_version(
        prerequisites=[{"kind": "course", "slugs": [slug], "text": "The course."}]
    )

    application = applying.apply(candidate=student, scheme=version.scheme, declared=DECLARED)

    right = Authorisation.objects.get(application=application)
    assert application.status == "eligible"
    assert right.window.upper - right.window.lower == dt.timedelta(days=version.window_days)


def test_experience_is_declared_and_weighed_by_a_person() -> None:
    version = given.scheme_version(
        prerequisites=[{"kind": "experience", "months": 24, "text": "Two years."}]
    )

    application = applying.apply(candidate=make.student(), scheme=version.scheme, declared=DECLARED)

    asked = eligibility.of(application).requirements[0]
    assert (application.status, asked.met, asked.shown_by) == (
        "submitted",
        None,
        "48 of 24 months, declared",
    )


def test_nobody_answers_their_own_application() -> None:
    manager = make.staff(Role.MANAGER)
    version = given.scheme_version(prerequisites=[{"kind": "experience", "text": "Work."}])
    application = applying.apply(candidate=manager, scheme=version.scheme, declared=DECLARED)

    with pytest.raises(RuleBroken, match="Somebody else"):
        applying.admit(application=application, by=manager)


def test_who_taught_a_candidate_does_not_decide_on_them() -> None:
    attempt, instructor = scored(), make.instructor()
    taught(instructor, attempt.candidate)

    with pytest.raises(RuleBroken, match="taught or mentored"):
        deciding.decide(attempt=attempt, outcome=Outcome.GRANTED, by=instructor)
    assert not Decision.objects.exists()


def test_an_override_is_written_down_for_good() -> None:
    attempt, instructor = scored(), make.instructor()
    taught(instructor, attempt.candidate)

    deciding.decide(
        attempt=attempt, outcome=Outcome.GRANTED, by=instructor, override="No other manager."
    )

    assert LogEntry.objects.latest("number").facts["override"] == "No other manager."
    assert Decision.objects.get().override == "No other manager."


def test_the_database_itself_refuses_a_decision_by_who_taught() -> None:
    attempt, instructor = scored(), make.instructor()
    taught(instructor, attempt.candidate)

    with pytest.raises(IntegrityError, match="taught or mentored"), transaction.atomic():
        Decision.objects.create(
            attempt=attempt,
            number=1,
            score=attempt.scores.get(),
            outcome=Outcome.GRANTED,
            decided_by=instructor,
        )


def test_who_marked_does_not_decide_and_no_override_helps() -> None:
    paper = given.form("essay")
    attempt = given.submitted(paper, status=AttemptStatus.SCORED)
    score = scored().scores.get()
    Score.objects.create(
        **{
            name: getattr(score, name)
            for name in ("raw", "maximum", "scaled", "passed", "domains", "algorithm")
        },
        attempt=attempt,
        number=1,
        inputs_hash="1" * 64,
    )
    examiner, dealt = make.staff(Role.EXAMINER), attempt.items.get()
    task = MarkingTask.objects.create(
        attempt_item=dealt, version=dealt.form_item.version, code="7F3K", round=1, marker=examiner
    )
    Mark.objects.create(task=task, revision=1, levels={"path": 3}, marked_by=examiner)

    with pytest.raises(RuleBroken, match="marked this examination"):
        deciding.decide(attempt=attempt, outcome=Outcome.GRANTED, by=examiner, override="I must.")


def test_a_decision_against_the_score_needs_a_reason() -> None:
    attempt, manager = scored(passed=False), make.staff(Role.MANAGER)

    with pytest.raises(RuleBroken, match="Write down why"):
        deciding.decide(attempt=attempt, outcome=Outcome.GRANTED, by=manager)


def test_nobody_passes_before_there_is_a_cut_score() -> None:
    attempt, manager = scored(passed=None), make.staff(Role.MANAGER)

    with pytest.raises(RuleBroken, match="no cut score"):
        deciding.decide(attempt=attempt, outcome=Outcome.GRANTED, by=manager)


def test_a_decision_is_never_rewritten() -> None:
    decision = deciding.decide_as_scored(attempt=scored(), by=make.staff(Role.MANAGER))

    decision.outcome = Outcome.REFUSED
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        decision.save()


def test_a_release_tells_each_candidate_once_and_certifies_who_passed() -> None:
    attempt = released()

    assert releasing.release(batch=ReleaseBatch.objects.get()) == 0
    assert attempt.is_released
    letters = OutboundMessage.objects.filter(kind="certification.result_released")
    assert letters.count() == 1
    certification = Certification.objects.get(holder=attempt.candidate)
    assert certification.until == certifying.months_after(today(), 36)


def test_results_do_not_go_out_before_their_time() -> None:
    manager = make.staff(Role.MANAGER)
    later = timezone.now() + dt.timedelta(hours=1)
    one = releasing.plan_release(title="Later", at=later, by=manager)

    assert releasing.release_due() == 0
    with pytest.raises(RuleBroken):
        releasing.release(batch=one)


def test_certifying_anew_supersedes_what_was_held() -> None:
    first = released()
    held = Certification.objects.get(holder=first.candidate)
    certifying.change(certification=held, act="supersede", by=None)

    held.refresh_from_db()
    assert held.status == Standing.SUPERSEDED
    assert held.until > held.period.lower


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-11-22", 36, "2029-11-22"),
    ],
)
def test_months_end_on_the_last_day_there_is(day: str, months: int, then: str) -> None:
    start = dt.date.fromisoformat(day)

    assert certifying.months_after(start, months) == dt.date.fromisoformat(then)


def test_an_appeal_goes_to_somebody_who_had_no_part() -> None:
    attempt = released(passed=False)
    decider = attempt.decisions.get().decided_by
    appeal = appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Question 4.")

    with pytest.raises(RuleBroken, match="had a part"):
        appealing.assign(appeal=appeal, reviewer=decider, by=decider)
    assert Appeal.objects.get().reviewer is None


def test_an_upheld_appeal_reopens_the_decision_for_somebody_free() -> None:
    attempt, reviewer = released(passed=False), make.staff(Role.MANAGER)
    appeal = appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Question 4.")
    appealing.assign(appeal=appeal, reviewer=reviewer, by=make.staff(Role.MANAGER))

    appealing.answer(appeal=appeal, act="uphold", by=reviewer, answer="Question 4 had two keys.")

    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.SCORED
    again = deciding.decide(
        attempt=attempt, outcome=Outcome.GRANTED, by=make.staff(Role.MANAGER), reason="Appeal."
    )
    assert again.number == 2


def test_after_thirty_days_a_decision_stands() -> None:
    attempt = released(passed=False)
    out = timezone.now() - dt.timedelta(days=31)
    ReleaseBatch.objects.update(released_at=out)

    with pytest.raises(RuleBroken, match="30 days"):
        appealing.appeal(attempt=attempt, by=attempt.candidate, grounds="Late.")


def test_a_complaint_sent_twice_is_one_complaint() -> None:
    student, key = make.student(), uuid.uuid4()

    one = appealing.complain(by=student, grounds="Noise.", key=key)
    two = appealing.complain(by=student, grounds="Noise.", key=key)

    assert one == two


def test_the_exported_log_is_checked_by_a_program_that_stands_alone(tmp_path: Path) -> None:
    released()
    lines = [json.dumps(entry, ensure_ascii=False) for entry in log.entries()]
    whole, forged = tmp_path / "log.jsonl", tmp_path / "forged.jsonl"
    whole.write_text("\n".join(lines), encoding="utf-8")
    forged.write_text("\n".join(lines).replace("granted", "refused"), encoding="utf-8")

    good = subprocess.run([sys.executable, "-I", chain.__file__, str(whole)], check=False)
    bad = subprocess.run([sys.executable, "-I", chain.__file__, str(forged)], check=False)

    assert (good.returncode, bad.returncode) == (0, 1)
    assert len(lines) > 3


def test_an_entry_of_the_log_cannot_be_changed_or_removed() -> None:
    released()
    entry = LogEntry.objects.first()
    assert entry

    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(act="other")
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        entry.delete()


def test_one_open_application_per_person_is_a_law_of_the_database() -> None:
    right = given.authorisation()

    with pytest.raises(IntegrityError, match="one_open_application"), transaction.atomic():
        Application.objects.create(
            candidate=right.candidate, scheme_version=right.scheme_version, status="submitted"
        )
