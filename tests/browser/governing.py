"""Applications, decisions, results and appeals to look at."""

import uuid
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from certification.models import Attempt, AttemptStatus, Score
from certification.operations import appealing, deciding, releasing
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying as given
from tests import make


def of_student(student: User) -> list[str]:
    """An application, a result that is out, and the ways to contest it."""
    sat = _scored(student)
    asked = sat.authorisation.application
    slug = given.scheme_version().scheme.slug
    _released(sat)
    return [
        *(reverse(f"certification:{name}") for name in ("mine", "complaint_new")),
        reverse("certification:apply", args=[slug]),
        reverse("certification:application", args=[asked.public_id]),
        reverse("certification:result", args=[sat.public_id]),
        reverse("certification:appeal_new", args=[sat.public_id]),
    ]


def of_manager() -> list[str]:
    """What waits for a decision, what goes out, an appeal, and the log of it all."""
    waiting, contested = _scored(make.student()), _scored(make.student())
    _released(contested)
    by = contested.candidate
    appeal = appealing.appeal(attempt=contested, by=by, grounds="The fire alarm rang twice.")
    appealing.complain(by=by, grounds="The room was loud.", key=uuid.uuid4())
    names = ("applications", "decisions", "releases", "appeals", "decision_log")
    return [
        *(reverse(f"certification:{name}") for name in names),
        reverse("certification:decision", args=[waiting.public_id]),
        reverse("certification:appeal", args=[appeal.public_id]),
    ]


def _scored(candidate: User) -> Attempt:
    attempt = given.submitted(candidate=candidate, status=AttemptStatus.SCORED)
    Score.objects.create(
        attempt=attempt,
        number=1,
        raw=Decimal(40),
        maximum=Decimal(50),
        scaled=560,
        cut_raw=Decimal(35),
        passed=True,
        domains={"risk": {"raw": "40", "max": "50"}},
        algorithm="test",
        inputs_hash="0" * 64,
    )
    return attempt


def _released(attempt: Attempt) -> None:
    manager = make.staff(Role.MANAGER)
    decision = deciding.decide_as_scored(attempt=attempt, by=manager)
    batch = releasing.plan_release(title="December", at=timezone.now(), by=manager)
    deciding.put_in_batch(decision=decision, batch=batch, by=manager)
    releasing.release(batch=batch)
    attempt.refresh_from_db()
