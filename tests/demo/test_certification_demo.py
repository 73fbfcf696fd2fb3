"""The sample certification: complete, in order, sealed, and the same when loaded again."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from statistics import fmean, stdev

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from certification import sitting
from certification.marking_queue import agreeing
from certification.models import (
    Accommodation,
    AnchorScript,
    Appeal,
    Application,
    ApplicationStatus,
    Attempt,
    AttemptStatus,
    Certification,
    CpdAudit,
    CpdEntry,
    Credential,
    Discrepancy,
    ExamForm,
    Item,
    ItemAnalysis,
    ItemReview,
    ItemStatus,
    LogEntry,
    MarkingTask,
    Outcome,
    ReleaseBatch,
    SchemeVersion,
    Score,
    Signal,
    Standing,
    TaskStatus,
)
from certification.operations import log, scoring, starting, submitting
from certification.operations.integrity import errors
from certification.operations.verifying import check_file, newest_revision
from certification.verification.verdicts import verdict
from institute.accounts.models import User

pytestmark = pytest.mark.django_db
PAST = 60
AGES = dt.timedelta(hours=9)


@pytest.fixture(scope="module", autouse=True)
def _planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo once for all tests of this module, and take it away afterwards."""
    with django_db_blocker.unblock():
        call_command("seed_demo", stdout=StringIO())
        yield
        call_command("flush", interactive=False, verbosity=0)


def person(number: int | str = "") -> User:
    return User.objects.get(email=f"student{number}@example.com")


def examiner() -> User:
    return User.objects.get(email="examiner@example.com")


def test_loading_it_again_writes_nothing_into_the_log() -> None:
    before = LogEntry.objects.count(), Attempt.objects.count(), Credential.objects.count()

    call_command("seed_demo", stdout=StringIO())

    after = LogEntry.objects.count(), Attempt.objects.count(), Credential.objects.count()
    assert after == before


def test_the_log_is_whole_and_goes_forward_in_time() -> None:
    times = list(LogEntry.objects.order_by("number").values_list("at", flat=True))

    assert log.first_break() is None
    assert all(before <= after for before, after in pairwise(times))
    assert times[-1] <= timezone.now()


def test_the_bank_has_items_in_every_state_reviewed_by_others() -> None:
    states = Counter(Item.objects.values_list("status", flat=True))

    assert sum(states.values()) >= 270
    assert states[ItemStatus.OPERATIONAL] >= 220
    assert set(states) == set(ItemStatus.values)
    assert ItemReview.objects.exclude(comment="").count() >= 4
    reviews = ItemReview.objects.select_related("version__item")
    assert all(one.reviewer_id != one.version.item.author_id for one in reviews)


def test_every_scheme_has_rules_and_every_form_a_signed_cut_score() -> None:
    assert SchemeVersion.objects.in_force().count() == 3
    forms = ExamForm.objects.published()
    assert set(forms.values_list("code", flat=True)) == {"PRO-26-A", "PRO-26-B", "ASC-26-A"}
    assert all(form.cut_scores.count() == 1 for form in forms)


def test_sittings_stand_in_every_state_after_the_exam() -> None:
    states = Counter(Attempt.objects.values_list("status", flat=True))

    assert sum(states.values()) >= PAST
    assert states[AttemptStatus.RELEASED] >= 44
    after = {"marking", "moderation", "scored", "decided", "released"}
    assert set(states) == after | {"started", "paused"}
    outcomes = set(Attempt.objects.values_list("decisions__outcome", flat=True))
    assert {Outcome.GRANTED, Outcome.REFUSED, Outcome.DEFERRED} <= outcomes
    assert ReleaseBatch.objects.open().count() == 1


def test_results_are_spread_as_real_ones_are() -> None:
    scaled = list(Score.objects.values_list("scaled", flat=True))
    passed = Score.objects.filter(passed=True).count() / len(scaled)

    assert 480 < fmean(scaled) < 680
    assert stdev(scaled) > 60
    assert 0.5 < passed < 0.9


def test_a_score_is_what_the_rules_make_of_the_answers() -> None:
    for attempt in Attempt.objects.filter(status=AttemptStatus.RELEASED)[:4]:
        result, _cut = scoring.result_of(attempt)
        assert attempt.scores.get().inputs_hash == result.inputs_hash


def test_the_examiner_has_something_to_mark_and_knows_nobody() -> None:
    waiting = MarkingTask.objects.waiting_for(examiner())

    assert waiting.count() >= 12
    assert Discrepancy.objects.filter(resolved_at=None).count() == 2
    assert MarkingTask.objects.filter(round=3, status=TaskStatus.WAITING).count() == 2
    assert AnchorScript.objects.count() >= 6


def test_agreement_rests_on_thirty_double_marked_essays_and_more() -> None:
    totals = [one.total for one in agreeing.agreements()]

    assert max(one.number for one in totals) >= 30
    assert all(0.5 < (one.icc or 0) < 1 for one in totals if one.number >= 30)


def test_drift_shows_who_marks_as_the_experts_and_who_does_not() -> None:
    manager = User.objects.get(email="manager@example.com")
    found = {one.marker: one for one in agreeing.drifts(manager, everybody=True)}

    assert len(found) == 3
    assert Counter(one.verdict for one in found.values()) == {"As the experts": 2, "Severe": 1}
    assert found[examiner()].scripts == 4
    assert AnchorScript.objects.exclude(tasks__marker=examiner()).count() == 4


def test_an_audit_waits_one_was_passed_and_one_was_not() -> None:
    waiting = CpdAudit.objects.open().get()

    assert waiting.cycle.entries.waiting().count() == 2
    assert {one.passed for one in CpdAudit.objects.settled()} == {True, False}


def test_a_sitting_runs_that_a_visitor_sees_on_the_console() -> None:
    form = ExamForm.objects.get(code="PRO-26-B")
    client = Client()
    client.force_login(examiner())

    states = Counter(one.state for one in sitting.desks(form))

    assert states == {"running": 3, "paused": 1}
    assert all(one.answered for one in sitting.desks(form))
    page = client.get(f"/certification/sittings/{form.public_id}/")
    assert page.status_code == 200
    assert Signal.objects.waiting().get(kind="report").attempt.form == form


def test_the_sitting_ends_by_itself_and_whoever_is_paused_stays() -> None:
    with transaction.atomic():
        past = {"started_at": F("started_at") - AGES, "deadline_at": F("deadline_at") - AGES}
        Attempt.objects.running().update(paused_at=F("paused_at") - AGES, **past)

        submitting.submit_overdue()

        states = Counter(one.state for one in sitting.desks(ExamForm.objects.get(code="PRO-26-B")))
        assert states == {"over": 3, "paused": 1}
        transaction.set_rollback(True)


def test_the_health_of_a_form_is_shown_from_thirty_candidates_on() -> None:
    professional = ItemAnalysis.objects.get(form__code="PRO-26-A")

    assert professional.n >= 30
    assert 0.5 < (professional.alpha or 0) < 0.97
    assert professional.stats.filter(p__gt=0.2, p__lt=0.95, r__gt=0).count() > 30
    assert not ItemAnalysis.objects.get(form__code="ASC-26-A").stats.exclude(p=None).exists()


def test_a_certification_stands_in_every_state() -> None:
    states = set(Certification.objects.values_list("status", flat=True))

    assert states == set(Standing.values)
    assert person(2).certifications.get().status == Standing.ACTIVE
    assert person(3).certifications.get().status == Standing.RENEWAL_DUE
    assert CpdEntry.objects.of(person(3)).count() == 5
    assert not Certification.objects.filter(credentials=None).exists()


def test_every_document_verifies_as_what_it_is_worth() -> None:
    found: Counter[str] = Counter()
    for one in Credential.objects.with_standing().filter(certification__decision=None):
        checked = check_file(one.document.encode())
        assert checked.credential == one
        assert checked.verdict == verdict(one, newest_revision(one))
        assert check_file(one.token.encode()).verdict == checked.verdict
        found[str(checked.verdict)] += 1
    assert {"valid", "expired", "suspended", "withdrawn", "superseded"} <= set(found)


def test_the_student_of_the_tour_can_start_at_once() -> None:
    attempt = starting.start(right=person().authorisations.get(), key="now")

    assert attempt.is_running
    assert attempt.items.count() == 58


def test_people_around_the_examinations_have_something_to_do() -> None:
    assert Application.objects.waiting().get().candidate == person(6)
    assert person(8).applications.get().status == ApplicationStatus.REJECTED
    assert Accommodation.objects.in_force(person(5)).get().factor == pytest.approx(1.25)
    assert Appeal.objects.open().get().made_by == person(4)
    assert {"time", "similarity"} <= set(Signal.objects.waiting().values_list("kind", flat=True))
    assert Signal.objects.looked_at().count() == 1
    assert errors(ExamForm.objects.get(code="PRO-26-A"))


def test_everything_invented_says_so() -> None:
    for model in (Item, ExamForm, Attempt, Certification):
        assert not model._base_manager.filter(is_demo=False).exists()
    assert not User.objects.filter(email__startswith="candidate", is_demo=False).exists()


def test_the_pages_of_certification_open() -> None:
    client = Client()
    client.force_login(examiner())

    for page in ("/certification/", "/marking/", "/verify/"):
        assert client.get(page).status_code == 200
