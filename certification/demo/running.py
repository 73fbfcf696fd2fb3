"""A sitting that runs while somebody looks: four people in one room, one of them paused.

Its times are minutes before the demo was made, whatever the hour. The clocks of the others run out
and they are handed in as any exam; whoever is paused stays at the console until they go on.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils import timezone

from certification import irt, sitting_clock
from certification.demo.answers import answer
from certification.demo.clock import ago
from certification.demo.ledger import Ledger
from certification.demo.papers import SEED, question_of
from certification.demo.people import Staff
from certification.demo.sittings import Sitting, attempt_of, deal, rights_of
from certification.demo.stories import Stage, Story
from certification.models import Attempt, AttemptStatus, ExamForm, Response, TimeAdjustment
from certification.operations import accommodating, reporting
from institute.accounts.models import User

FORM = "PRO-26-B"
NOISE = "Drilling next door until 20 past."
STOPPED = "The candidate feels unwell and rests."
SEEN = "Looked again and again to the left, where the neighbour's notes lay in the break."
NEEDS = "Dyslexia; a letter of 2026 is with the desk."
A_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Seat:
    """How far somebody is: minutes since the start, answers, seconds since the last one."""

    minutes: int
    answers: int
    saved: int
    factor: Decimal = Decimal("1.00")
    given: int = 0
    paused: int = 0  # minutes ago


SEATS = (
    Seat(24, 13, 15),
    Seat(24, 9, 40, factor=Decimal("1.25")),
    Seat(22, 12, 30, given=10),
    Seat(23, 8, 420, paused=6),
)


def plant_running(
    candidates: Sequence[User],
    number: int,
    forms: dict[str, ExamForm],
    people: Staff,
    ledger: Ledger,
) -> None:
    """Let these people sit; `number` is the first that no other sitting of the demo has."""
    now = timezone.now()
    told = [
        Story(
            number + place,
            person,
            FORM,
            Stage.RUNNING,
            place,
            now - seat.minutes * A_MINUTE,
            irt.ability(SEED, person.email),
        )
        for place, (person, seat) in enumerate(zip(candidates, SEATS, strict=True))
    ]
    rights = rights_of(told, forms, people, ledger)
    pairs = zip(told, rights, SEATS, strict=True)
    attempts = [
        _begun(attempt_of(one, right, forms[FORM]), seat, now) for one, right, seat in pairs
    ]
    Attempt.objects.bulk_create(attempts)
    sittings = [Sitting(*pair) for pair in zip(told, attempts, strict=True)]
    deal(sittings)
    for one, seat in zip(sittings, SEATS, strict=True):
        _write(one, seat, now)
        _tell(one, seat, people, now, ledger)
    token = uuid.uuid5(uuid.NAMESPACE_URL, "demo report")
    report = partial(
        reporting.report, attempt=attempts[0], seen=SEEN, by=people.second, form_token=token
    )
    ledger.do(now - 2 * A_MINUTE, report)


def _begun(attempt: Attempt, seat: Seat, now: dt.datetime) -> Attempt:
    attempt.section = 1
    attempt.factor = seat.factor
    attempt.limit_seconds = sitting_clock.limit(attempt.form.minutes, seat.factor)
    length = dt.timedelta(seconds=attempt.limit_seconds) + seat.given * A_MINUTE
    attempt.deadline_at = attempt.started_at + length
    attempt.last_saved_at = now - dt.timedelta(seconds=seat.saved)
    attempt.version = bool(seat.given) + bool(seat.paused)
    if seat.paused:
        attempt.status, attempt.paused_at = AttemptStatus.PAUSED, now - seat.paused * A_MINUTE
    return attempt


def _write(one: Sitting, seat: Seat, now: dt.datetime) -> None:
    """The first questions of the paper, up to a moment ago."""
    items = [item for item in one.items if item.section.position == 1][: seat.answers]
    known = {item.form_item_id: question_of(item.form_item) for item in items}
    last = now - dt.timedelta(seconds=seat.saved)
    whole = last - one.story.starts
    Response.objects.bulk_create(
        Response(
            attempt_item=item,
            seq=1,
            body=answer(one.story, item, known).body,
            seconds=round(whole.total_seconds() / len(items)),
            saved_at=one.story.starts + whole * place / len(items),
        )
        for place, item in enumerate(items, start=1)
    )


def _tell(one: Sitting, seat: Seat, people: Staff, now: dt.datetime, ledger: Ledger) -> None:
    attempt = one.attempt
    if seat.factor != 1:
        what = accommodating.Grant(seat.factor, 0, since=ago(20).date(), reason=NEEDS)
        grant = partial(accommodating.grant, person=one.story.person, what=what, by=people.manager)
        ledger.do(ago(20), grant)
    ledger.note(
        one.story.starts,
        "attempt.started",
        attempt,
        one.story.person,
        form=attempt.form.code,
        number=1,
        seconds=attempt.limit_seconds,
        factor=str(attempt.factor),
    )
    if seat.given:
        seconds = seat.given * 60
        TimeAdjustment.objects.create(
            attempt=attempt, seconds=seconds, why=NOISE, given_by=people.second
        )
        at = now - 8 * A_MINUTE
        ledger.note(at, "attempt.time_given", attempt, people.second, seconds=seconds, why=NOISE)
    if attempt.paused_at:
        ledger.note(attempt.paused_at, "attempt.paused", attempt, people.second, why=STOPPED)
