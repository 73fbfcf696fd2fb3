"""Exams before, during and after, and what examiners see of them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from certification.models import Attempt, AttemptStatus, ExamForm, FormItem, Signal
from certification.operations import accommodating
from certification.operations.accommodating import Grant
from institute.accounts.models import User
from tests import certifying

EXHIBIT = {"title": "task list", "text": "| Task | Days |\n|---|---:|\n| A | 3 |\n"}
STEM = "Network design slips four days.\n\n- State whether the **ship date** moves.\n- Say why."


def _case() -> ExamForm:
    """A question of each kind, and a case with an exhibit."""
    form = certifying.form(*certifying.KINDS, status="draft")
    options = {"words": 180, "exhibits": [EXHIBIT]}
    case = certifying.item("essay", title="Are we late?", stem=STEM, options=options)
    place = {"section": form.sections.get(), "position": len(certifying.KINDS) + 1}
    FormItem.objects.create(form=form, version=case, points=12, **place)
    form.status, form.published_at = "published", timezone.now()
    form.save()
    return form


def of_student(student: User) -> list[str]:
    """A question of each kind, the review, and an exam that was handed in."""
    over = certifying.submitted(candidate=student)
    running = certifying.attempt(_case(), student)
    every = range(1, len(certifying.KINDS) + 2)
    pages = [reverse("certification:question", args=[running.public_id, at]) for at in every]
    return [*pages, reverse("certification:review", args=[running.public_id]), address(over)]


def of_newcomer(student: User) -> list[str]:
    """The rules before the start."""
    right = certifying.authorisation(student, certifying.form().scheme_version)
    return [reverse("certification:start", args=[right.pk])]


def on_a_break(someone: User) -> list[str]:
    until = timezone.now() + dt.timedelta(minutes=50)
    return [address(certifying.attempt(candidate=someone, break_until=until))]


def paused(someone: User) -> list[str]:
    stopped: dict[str, Any] = {"status": AttemptStatus.PAUSED, "paused_at": timezone.now()}
    return [address(certifying.attempt(candidate=someone, **stopped))]


def of_manager(manager: User) -> list[str]:
    """The console, what was noticed, and who has more time."""
    one, other = certifying.attempt(), certifying.submitted()
    what = Grant(Decimal("1.5"), 10, dt.date(2026, 1, 1))
    accommodating.grant(person=one.candidate, what=what, by=manager)
    Signal.objects.create(attempt=other, kind="address", facts={"addresses": 2, "after": 5})
    names = ("sittings", "accommodations", "signals")
    room = reverse("certification:sitting", args=[one.form.public_id])
    return [room, *(reverse(f"certification:{name}") for name in names)]


def address(attempt: Attempt) -> str:
    return attempt.get_absolute_url()
