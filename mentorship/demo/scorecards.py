"""Scorecards of invented mock interviews, the questions they asked, and two interviews ahead."""

import datetime as dt
import hashlib
import tomllib
import uuid
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from mentorship.models import Booking, BookingStatus, InterviewTarget, QuestionUse, Scorecard
from mentorship.operations import interviews
from mentorship.operations.questions import A_SHEET, pick
from mentorship.operations.scoring import Assessment, Judged, submit_scorecard
from mentorship.progress import criteria

CONTENT = Path(__file__).with_name("scorecards.toml")
WRITTEN_AFTER = dt.timedelta(minutes=25)
UNWRITTEN = 3  # of the latest sessions no scorecard is written yet
TARGETS = (
    ("Northlake Payments", "Staff TPM", "staff", "Loop, five conversations", 19, 10),
    ("Harbour Grid", "Senior TPM", "senior", "Hiring manager", 4, 14),
)


@transaction.atomic
def plant_scorecards(mocks: Sequence[Booking]) -> int:
    """Score past mock interviews, unless some are scored; how many scorecards are new.

    Sessions that never took place are left alone, and the latest few still wait for their mentor.
    """
    if Scorecard.objects.filter(booking__in=list(mocks)).exists():
        return 0
    held = [one for one in mocks if one.status == BookingStatus.COMPLETED]
    held.sort(key=lambda one: one.starts_at)
    to_write = held[: max(len(held) - UNWRITTEN, 0)]
    before: Counter[int] = Counter()
    with mail.silenced():
        for booking in to_write:
            _score(booking, before[booking.student_id])
            before[booking.student_id] += 1
    return len(to_write)


@transaction.atomic
def plant_targets(student: User) -> int:
    """Two interviews the student prepares for; how many are new."""
    if InterviewTarget.objects.visible_to(student).exists():
        return 0
    with mail.silenced():
        for number, (company, role, level, name, days, hour) in enumerate(TARGETS):
            day = timezone.now().astimezone(student.zone).date() + dt.timedelta(days=days)
            at = dt.datetime.combine(day, dt.time(hour), student.zone).astimezone(dt.UTC)
            aim = interviews.Aim(company, role, at, student.zone.key, level, name)
            token = uuid.uuid5(uuid.NAMESPACE_OID, f"demo interview {student.pk} {number}")
            interviews.aim_for(student=student, aim=aim, form_token=token)
    return len(TARGETS)


def _score(booking: Booking, earlier: int) -> None:
    _ask(booking)
    number = booking.pk
    summaries, notes = _document()["summary"], _document()["note"]
    says = Assessment(
        scores={one.key: _judged(one.key, booking, earlier) for one in criteria()},
        summary=summaries[number % len(summaries)]["text"],
        note=notes[number % len(notes)]["text"],
    )
    submit_scorecard(
        booking=booking,
        by=booking.mentor.user,
        says=says,
        form_token=uuid.uuid5(uuid.NAMESPACE_OID, f"demo scorecard {booking.public_id}"),
        at=booking.ends_at + WRITTEN_AFTER,
    )


def _ask(booking: Booking) -> None:
    """The questions of the session, as if they had been drawn before it."""
    chosen = pick(student=booking.student, number=A_SHEET - 1)
    QuestionUse.objects.bulk_create(
        QuestionUse(
            student=booking.student,
            question=question,
            booking=booking,
            position=position,
            at=booking.starts_at,
        )
        for position, question in enumerate(chosen, start=1)
    )


def _judged(key: str, booking: Booking, earlier: int) -> Judged:
    """People differ by criterion, learn from session to session, and meet kinder mentors."""
    start = 1 + _chance(f"{booking.student.email} {key}", 2)
    learned = (earlier + _chance(f"{booking.student.email} {key} learns", 2)) // 2
    kinder = _chance(f"{booking.mentor.slug} marks", 3) - 1
    seldom = _chance(f"{booking.mentor.slug} {booking.student.email} {earlier} {key}", 3) == 0
    level = min(4, max(1, start + learned + (kinder if seldom else 0)))
    lines = {row["criterion"]: row["lines"] for row in _document()["said"]}
    return Judged(level, lines[key][level - 1])


def _chance(of: str, sides: int) -> int:
    """The same for the same words, every time the demo is planted."""
    return hashlib.sha256(of.encode()).digest()[0] % sides


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))
