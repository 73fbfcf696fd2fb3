"""What an examiner sees of a sitting: who sits, when each was last saved, how long they have."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Now

from certification.models import (
    RUNNING,
    Attempt,
    AttemptStatus,
    ExamForm,
    Response,
    TimeAdjustment,
)
from certification.sitting_clock import words

STALE = 60  # seconds without a save that make an examiner look
LOOKS = {"running": "done", "break": "next", "paused": "warn", "over": "closed", "ending": "now"}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Room:
    """One form that is being sat."""

    form: ExamForm
    running: int
    paused: int
    done: int


@dataclass(frozen=True)
class Desk:
    """One candidate at the console: the number markers see, never the name."""

    attempt: Attempt
    state: str
    words: str
    left: str
    age: int | None
    age_words: str
    answered: int
    questions: int
    given: int

    @property
    def is_stale(self) -> bool:
        return self.state == "running" and (self.age is None or self.age > STALE)

    @property
    def look(self) -> str:
        return LOOKS[self.state]


def rooms() -> list[Room]:
    """Forms somebody sits now or sat within the last day; those with most people first."""
    running, paused = Q(attempts__status="started"), Q(attempts__status="paused")
    done = Q(attempts__submitted_at__gte=Now() - DAY)
    forms = (
        ExamForm.objects.filter(Q(attempts__status__in=RUNNING) | done)
        .annotate(
            n_running=Count("attempts", running, distinct=True),
            n_paused=Count("attempts", paused, distinct=True),
            n_done=Count("attempts", done, distinct=True),
        )
        .select_related("scheme_version__scheme")
        .order_by("-n_running", "-n_paused", "code")
    )
    names = ("n_running", "n_paused", "n_done")
    return [Room(one, *(vars(one)[name] for name in names)) for one in forms]


def attempts_of(form: ExamForm) -> "QuerySet[Attempt]":
    """Who sits it now, then who handed in within the last day. One query with every count."""
    saved = Response.objects.filter(attempt_item__attempt=OuterRef("pk")).order_by()
    by_attempt = saved.values("attempt_item__attempt")
    given = TimeAdjustment.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
    recent = Q(status__in=RUNNING) | Q(submitted_at__gte=Now() - DAY)
    return (
        Attempt.objects.at_now()
        .filter(recent, form=form)
        .annotate(
            n_questions=Count("items"),
            last_answer=Subquery(by_attempt.annotate(last=Max("saved_at")).values("last")),
            n_answered=Coalesce(
                Subquery(by_attempt.exclude(body={}).annotate(n=Count("pk")).values("n")), 0
            ),
            n_given=Coalesce(Subquery(given.annotate(all=Sum("seconds")).values("all")), 0),
        )
        .order_by("submitted_at", "code")
    )


def desks(form: ExamForm) -> list[Desk]:
    """Every candidate of a room, those who sit first."""
    rows = [_desk(one) for one in attempts_of(form)]
    return sorted(rows, key=lambda one: (not one.attempt.is_running, one.attempt.code))


def tag(form: ExamForm, rows: list[Desk]) -> str:
    """Changes when somebody looking would see something new; ages alone do not count twice."""
    facts = [
        (one.attempt.code, one.state, one.age_words, one.left[:-3], one.answered) for one in rows
    ]
    said = repr((form.pk, [one.given for one in rows], facts))
    return f'W/"{hashlib.blake2b(said.encode(), digest_size=9).hexdigest()}"'


def _desk(attempt: Attempt) -> Desk:
    facts = vars(attempt)
    last, moment = facts["last_answer"], attempt.moment
    age = int((moment - last).total_seconds()) if last else None
    state = _state(attempt)
    return Desk(
        attempt=attempt,
        state=state,
        words=_words(attempt, state),
        left=words(attempt.clock.left(moment)) if attempt.is_running else "",
        age=age,
        age_words=age_in_words(age),
        answered=facts["n_answered"],
        questions=facts["n_questions"],
        given=facts["n_given"] // 60,
    )


def _state(attempt: Attempt) -> str:
    if not attempt.is_running:
        return "over"
    if attempt.status == AttemptStatus.PAUSED:
        return "paused"
    if attempt.clock.on_break(attempt.moment):
        return "break"
    return "ending" if attempt.clock.left(attempt.moment) == 0 else "running"


def _words(attempt: Attempt, state: str) -> str:
    if state == "over":
        return f"Handed in by {attempt.get_submitted_by_display().lower()}".strip()
    said = {"paused": "Paused", "break": "On a break", "ending": "Time is up"}
    return said.get(state, f"Section {attempt.section}")


def age_in_words(seconds: int | None) -> str:
    """How long ago the last answer was saved, in steps that a glance can use."""
    if seconds is None:
        return "Nothing saved yet"
    if seconds < 10:
        return "Just now"
    if seconds < 60:
        return f"{seconds // 10 * 10} s ago"
    return f"{seconds // 60} min ago" if seconds < 3600 else f"{seconds // 3600} h ago"
