"""Starting a sitting: one attempt, whole, however often and from wherever it is asked for."""

import datetime as dt
import random
import secrets
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from certification import sitting_clock
from certification.models import (
    Accommodation,
    Attempt,
    AttemptItem,
    AttemptStatus,
    Authorisation,
    ExamForm,
    FormItem,
    ItemKind,
)
from certification.models.form import ExamFormQuerySet
from certification.operations.instants import now
from certification.operations.log import record
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another
CALL = "Call us and we look at it together."
NO_MORE = "If that work is over, a manager takes you off it first."
ONE_OPEN = "Another exam of yours is running. Finish it first."


@dataclass(frozen=True)
class Terms:
    """More time and breaks as they hold for somebody today."""

    factor: Decimal = Decimal("1.00")
    break_seconds: int = 0


@transaction.atomic
def start(*, right: Authorisation, key: str) -> Attempt:
    """Begin, or go on with, the sitting this right stands for.

    Whoever asks again while it runs, with this form or another, gets the same attempt. Raises
    RuleBroken with what stands in the way.
    """
    candidate = User.objects.select_for_update(no_key=True).get(pk=right.candidate_id)
    known = _already(candidate, right, key)
    if known:
        return known
    moment, terms = now(), terms_of(candidate)
    refuse_to_start(right, moment, terms)
    form = _form_for(candidate, right)
    attempt = _new(right, form, terms, moment, key)
    AttemptItem.objects.bulk_create(deal(attempt))
    record(
        act="attempt.started",
        subject=attempt,
        actor=candidate,
        form=form.code,
        number=attempt.number,
        seconds=attempt.limit_seconds,
        factor=str(attempt.factor),
    )
    return attempt


def terms_of(candidate: User) -> Terms:
    """The latest accommodation in force; without one, the time everybody has."""
    found = Accommodation.objects.in_force(candidate).first()
    return Terms(found.factor, found.break_minutes * 60) if found else Terms()


def refuse_to_start(right: Authorisation, moment: dt.datetime, terms: Terms) -> None:
    """Raises RuleBroken with the first thing that stands in the way."""
    if knows_the_questions(right.candidate):
        raise RuleBroken("You write or mark questions, so you do not sit them.", instead=NO_MORE)
    if right.revoked_at or moment < right.window.lower:
        raise RuleBroken("This exam is not open for you now.", instead=CALL)
    if moment >= closes_at(right, terms):
        raise RuleBroken("Your window for this exam has closed.", instead=CALL)
    taken = right.attempts.used_up().count()
    if taken >= right.attempts_allowed:
        raise RuleBroken("You have used every attempt of this authorisation.", instead=CALL)
    opens = may_start_from(right)
    if opens and moment < opens:
        raise RuleBroken(f"Your next attempt opens on {opens:%-d %B %Y at %H:%M} UTC.")


def knows_the_questions(person: User) -> bool:
    """Whether they work where questions and keys are read."""
    return any(may_enter(area, person.roles) for area in ("items", "marking"))


def what_stops(right: Authorisation, moment: dt.datetime, terms: Terms) -> str:
    """What stands in the way, in words; nothing when they may start."""
    try:
        refuse_to_start(right, moment, terms)
    except RuleBroken as rule:
        return f"{rule} {rule.instead}".strip()
    return ""


def lengths(right: Authorisation) -> set[int]:
    """The minutes of the forms one may be dealt."""
    return set(_papers(right).values_list("minutes", flat=True))


def closes_at(right: Authorisation, terms: Terms) -> dt.datetime:
    """Until when this person may start, with as much more as they have more time."""
    longest = max(lengths(right), default=0)
    ends: dt.datetime = right.window.upper
    return sitting_clock.last_start(ends, longest, terms.factor, terms.break_seconds)


def may_start_from(right: Authorisation) -> dt.datetime | None:
    """The end of the waiting time after the last attempt; None before the first."""
    last: Attempt | None = right.attempts.used_up().order_by("-number").first()
    if last is None:
        return None
    wait = right.scheme_version.wait_before(right.attempts.used_up().count() + 1)
    return (last.submitted_at or last.started_at) + wait


def deal(attempt: Attempt) -> list[AttemptItem]:
    """The paper of one candidate: the order within sections and of options, by the seed."""
    dice = random.Random(attempt.seed)  # noqa: S311 - an order that can be repeated, no secret
    rows = attempt.form.items.select_related("version", "section").order_by("position")
    shuffled = sorted(rows, key=lambda one: (one.section.position, dice.random()))
    return [
        AttemptItem(
            attempt=attempt,
            form_item=one,
            section=one.section,
            position=position,
            order=_order(one, dice),
        )
        for position, one in enumerate(shuffled, start=1)
    ]


def _order(one: FormItem, dice: random.Random) -> list[str]:
    """Choices, and the right sides of pairs, in an order of this candidate's own."""
    pairs = one.version.kind == ItemKind.MATCHING
    ids = [each["id"] for each in one.version.options.get("right" if pairs else "choices", [])]
    dice.shuffle(ids)
    return ids


def _already(candidate: User, right: Authorisation, key: str) -> Attempt | None:
    running = Attempt.objects.of(candidate).running().first()
    if running and running.authorisation_id != right.pk:
        raise RuleBroken(ONE_OPEN)
    return running or Attempt.objects.of(candidate).filter(idempotency_key=key).first()


def _papers(right: Authorisation) -> ExamFormQuerySet:
    return ExamForm.objects.published().filter(scheme_version=right.scheme_version_id)


def _form_for(candidate: User, right: Authorisation) -> ExamForm:
    """A published form this person has never met, drawn at random."""
    met = Attempt.objects.of(candidate).values("form")
    free = list(_papers(right).exclude(pk__in=met).order_by("pk"))
    if not free:
        raise RuleBroken("No form of this exam is left that you have not met.", instead=CALL)
    return secrets.choice(free)


def _new(
    right: Authorisation, form: ExamForm, terms: Terms, moment: dt.datetime, key: str
) -> Attempt:
    seconds = sitting_clock.limit(form.minutes, terms.factor)
    return Attempt.objects.create(
        authorisation=right,
        candidate_id=right.candidate_id,
        form=form,
        number=right.attempts.count() + 1,
        code=new_code(),
        seed=secrets.token_hex(16),
        status=AttemptStatus.STARTED,
        started_at=moment,
        deadline_at=moment + dt.timedelta(seconds=seconds),
        limit_seconds=seconds,
        factor=terms.factor,
        extra_break_seconds=terms.break_seconds,
        section=first_section(form),
        idempotency_key=key,
        is_demo=right.candidate.is_demo,
    )


def first_section(form: ExamForm) -> int:
    """The position of the part that opens first."""
    first = form.sections.order_by("position").values_list("position", flat=True).first()
    if first is None or not form.items.exists():
        raise RuleBroken("This form has no questions yet.", instead=CALL)
    return first


def new_code() -> str:
    """Six letters and figures that no other attempt has: all that markers see of somebody."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(6))
        if not Attempt.objects.filter(code=code).exists():
            return code
