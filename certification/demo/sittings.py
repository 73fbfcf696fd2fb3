"""Applications, rights to sit and papers as they were handed in, written in bulk."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from certification import irt
from certification.demo.answers import Answer, answer
from certification.demo.clock import A_DAY, dated
from certification.demo.ledger import Ledger
from certification.demo.papers import SEED, question_of
from certification.demo.people import Staff
from certification.demo.stories import HURRIED, Story
from certification.models import (
    Application,
    ApplicationStatus,
    Attempt,
    AttemptItem,
    AttemptStatus,
    Authorisation,
    ExamForm,
    Response,
    ResponseEvent,
    SubmittedBy,
)
from certification.operations import starting

ADMITTED = "The plan you sent shows the work, and both people you named confirm it."
DECLARED = (
    "Program manager for the move of a claims platform: four teams, eleven months, one vendor.",
    "Led the roll-out of a warehouse system to nine sites, with operations and two suppliers.",
    "Coordinated release and security work for a payments team of thirty, without managing it.",
    "Ran the upgrade of a hospital's imaging network: clinical, network and vendor teams.",
)
SECOND = dt.timedelta(seconds=1)


@dataclass
class Sitting:
    """A story, its records, and what was answered."""

    story: Story
    attempt: Attempt
    items: list[AttemptItem] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)  # by position


def plant_sittings(
    stories: Sequence[Story], forms: dict[str, ExamForm], people: Staff, ledger: Ledger
) -> list[Sitting]:
    """Write everything up to the moment the papers were handed in."""
    with dated(Application, Authorisation):
        rights = rights_of(stories, forms, people, ledger)
    attempts = Attempt.objects.bulk_create(
        attempt_of(story, right, forms[story.form])
        for story, right in zip(stories, rights, strict=True)
    )
    sittings = [Sitting(*pair) for pair in zip(stories, attempts, strict=True)]
    deal(sittings)
    _answer(sittings)
    for one in sittings:
        _hand_in(one, ledger)
    Attempt.objects.bulk_update(
        attempts,
        [
            "status",
            "version",
            "submitted_at",
            "submitted_by",
            "last_saved_at",
            "looked_for_signals_at",
        ],
    )
    return sittings


def rights_of(
    stories: Sequence[Story], forms: dict[str, ExamForm], people: Staff, ledger: Ledger
) -> list[Authorisation]:
    applied = Application.objects.bulk_create(
        _application(story, forms[story.form], people) for story in stories
    )
    rights = Authorisation.objects.bulk_create(_right(one, people) for one in applied)
    for application, right in zip(applied, rights, strict=True):
        assert application.submitted_at
        assert application.answered_at
        ledger.note(
            application.submitted_at, "application.submitted", application, application.candidate
        )
        ledger.note(
            application.answered_at,
            "application.admitted",
            application,
            people.desk,
            until=right.window.upper.isoformat(),
        )
    return rights


def _application(story: Story, form: ExamForm, people: Staff) -> Application:
    applied = story.starts - (14 + story.number % 17) * A_DAY
    return Application(
        candidate=story.person,
        scheme_version=form.scheme_version,
        status=ApplicationStatus.ELIGIBLE,
        declarations={
            "experience": DECLARED[story.number % len(DECLARED)],
            "months": 18 + 7 * (story.number % 9),
            "evidence": "Plan, changes and two references, by email.",
        },
        submitted_at=applied,
        created_at=applied,
        answered_at=applied + 3 * A_DAY,
        answered_by=people.desk,
        reason=ADMITTED,
    )


def _right(application: Application, people: Staff) -> Authorisation:
    version, since = application.scheme_version, application.answered_at
    assert since
    return Authorisation(
        application=application,
        candidate=application.candidate,
        scheme_version=version,
        window=DateTimeTZRange(since, since + version.window_days * A_DAY),
        attempts_allowed=version.attempts,
        created_at=since,
        granted_by=people.desk,
    )


def attempt_of(story: Story, right: Authorisation, form: ExamForm) -> Attempt:
    return Attempt(
        authorisation=right,
        candidate=story.person,
        form=form,
        number=1,
        code=_code(story),
        seed=f"{SEED}-{story.number}",
        started_at=story.starts,
        deadline_at=story.starts + dt.timedelta(minutes=form.minutes),
        limit_seconds=form.minutes * 60,
        section=2,
        idempotency_key=f"demo sitting {story.number}",
        is_demo=True,
    )


def _code(story: Story) -> str:
    """Six letters and figures, the same each time the demo is made."""
    chance = irt.stream(SEED, "code", story.number)
    return "".join(chance.choices(starting.LETTERS, k=6))


def deal(sittings: Sequence[Sitting]) -> None:
    dealt = [item for one in sittings for item in starting.deal(one.attempt)]
    by_attempt = {one.attempt.pk: one for one in sittings}
    for item in AttemptItem.objects.bulk_create(dealt, batch_size=1000):
        by_attempt[item.attempt_id].items.append(item)


def _answer(sittings: Sequence[Sitting]) -> None:
    asked = {item.form_item_id: item.form_item for one in sittings for item in one.items}
    known = {pk: question_of(one) for pk, one in asked.items() if not one.version.rubric}
    responses: list[Response] = []
    events: list[ResponseEvent] = []
    for one in sittings:
        for response, event in _written(one, known):
            responses.append(response)
            events.append(event)
    Response.objects.bulk_create(responses, batch_size=1000)
    ResponseEvent.objects.bulk_create(events, batch_size=1000)


def _written(
    one: Sitting, known: dict[int, irt.Question]
) -> Iterator[tuple[Response, ResponseEvent]]:
    """The paper from the first question to the last, as fast as this person is."""
    clock = one.story.starts + 40 * SECOND
    for item in one.items:
        given = one.answers[item.position] = answer(one.story, item, known)
        clock += given.seconds * SECOND
        if not given.body:
            continue
        yield (
            Response(
                attempt_item=item, seq=1, body=given.body, seconds=given.seconds, saved_at=clock
            ),
            ResponseEvent(
                attempt_item=item,
                seq=1,
                body=given.body,
                saved_at=clock,
                address=_address(one, item),
            ),
        )
    one.attempt.last_saved_at = min(clock, one.attempt.deadline_at - SECOND)


def _address(one: Sitting, item: AttemptItem) -> str:
    """The keyed hash of where they sit; one of them changes the line on the way."""
    moved = one.story.oddity == HURRIED and item.position > len(one.items) // 2
    return "9d1f0c74ab20e6f3" if moved else f"{irt.hash_of(one.story.person.email):016x}"


def _hand_in(one: Sitting, ledger: Ledger) -> None:
    attempt, story = one.attempt, one.story
    assert attempt.last_saved_at
    attempt.submitted_at = attempt.last_saved_at + SECOND
    attempt.looked_for_signals_at = attempt.submitted_at + 1200 * SECOND
    attempt.submitted_by = SubmittedBy.CANDIDATE
    attempt.status, attempt.version = AttemptStatus.MARKING, 2
    essays = sum(bool(given.script) for given in one.answers.values())
    answers = sum(bool(given.body) for given in one.answers.values())
    ledger.note(
        story.starts,
        "attempt.started",
        attempt,
        story.person,
        form=attempt.form.code,
        number=1,
        seconds=attempt.limit_seconds,
        factor=str(attempt.factor),
    )
    ledger.note(
        attempt.submitted_at,
        "attempt.submitted",
        attempt,
        story.person,
        how=str(attempt.submitted_by),
        answers=answers,
    )
    ledger.note(
        attempt.submitted_at + SECOND, "attempt.handed_to_markers", attempt, None, essays=essays
    )
