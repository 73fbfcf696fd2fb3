"""Marks on the essays: two for each that is through, one or none for those that wait."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from certification import agreement, irt
from certification.demo.answers import Script
from certification.demo.clock import A_DAY, AN_HOUR, dated
from certification.demo.ledger import Ledger
from certification.demo.papers import SEED
from certification.demo.people import Staff
from certification.demo.sittings import Sitting
from certification.demo.stories import Stage
from certification.impartiality import ties
from certification.models import (
    Attempt,
    AttemptItem,
    AttemptStatus,
    Discrepancy,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.operations import dealing, handing_over, moderating
from institute.accounts.models import User

Levels = dict[str, int]
Rubric = list[dict[str, object]]
OFF = 0.17  # how often a marker is a level beside what experts agreed on
ONE_MARK = 4  # of the essays that wait, so many have their first mark


@dataclass
class Essay:
    """An answer to a case, who marks it and what they give."""

    sitting: Sitting
    item: AttemptItem
    script: Script
    markers: tuple[User, User]
    tasks: list[MarkingTask] = field(default_factory=list)
    given: dict[int, Levels] = field(default_factory=dict)

    @property
    def marks(self) -> dict[int, Levels]:
        """What was given in each round that is in; the third gives what experts agreed on."""
        done = (task.round for task in self.tasks if task.marker_id)
        return {one: self.given.get(one) or self.script.levels for one in done}

    @property
    def gap(self) -> agreement.Gap | None:
        """The rule its two marks break."""
        if len(self.given) < 2:
            return None
        return agreement.gap(
            self.given[Round.FIRST],
            self.given[Round.SECOND],
            maximum=moderating.highest(self.item.form_item.version.rubric),
            criterion=moderating.CRITERION_GAP,
            share=moderating.TOTAL_GAP,
        )


def plant_marks(sittings: Sequence[Sitting], people: Staff, ledger: Ledger) -> list[Essay]:
    """Tasks, marks and differences, and the status each paper has with them."""
    essays = [essay for one in sittings for essay in _essays(one, people)]
    _mark(essays)
    taken: set[str] = set()
    for essay in essays:
        essay.tasks = _tasks(essay, people, taken)
    with dated(MarkingTask, Mark, Discrepancy):
        MarkingTask.objects.bulk_create(task for essay in essays for task in essay.tasks)
        Mark.objects.bulk_create(mark for essay in essays for mark in _marks(essay, ledger))
        _differ(essays, ledger)
    return essays


def through_at(sitting: Sitting) -> dt.datetime:
    """When the last mark of a paper was in."""
    assert sitting.attempt.submitted_at
    return sitting.attempt.submitted_at + 6 * A_DAY


def _essays(one: Sitting, people: Staff) -> list[Essay]:
    markers = _markers(one, people)
    return [
        Essay(one, item, script, markers)
        for item in one.items
        if (script := one.answers[item.position].script)
    ]


def _markers(one: Sitting, people: Staff) -> tuple[User, User]:
    """The examiner and a colleague by turns; nobody who taught the candidate.

    Where two differ now, the examiner has marked neither, so as to be the third.
    """
    if one.story.stage == Stage.DIFFERING:
        return people.second, people.third
    pairs = (
        (people.examiner, people.second),
        (people.second, people.examiner),
        (people.third, people.examiner),
    )
    pair = pairs[one.story.number % len(pairs)]
    free = not any(ties(marker, one.story.person) for marker in pair)
    return pair if free else pairs[0]


def _mark(essays: Sequence[Essay]) -> None:
    waiting = 0
    for number, essay in enumerate(essays):
        stage, rubric = essay.sitting.story.stage, essay.item.form_item.version.rubric
        if stage == Stage.MARKING:
            waiting += 1
            rounds = [Round.FIRST] if waiting <= ONE_MARK * 3 and waiting % 3 == 1 else []
        else:
            rounds = [Round.FIRST, Round.SECOND]
        for one in rounds:
            essay.given[one] = _judged(essay.script.levels, rubric, number, one)
        if stage == Stage.DIFFERING:
            _settle_apart(essay, rubric)


def _judged(truth: Levels, rubric: Rubric, *about: object) -> Levels:
    """The experts' levels, and now and then one beside them."""
    chance = irt.stream(SEED, "mark", *about)
    found = {}
    for criterion in rubric:
        key, levels = str(criterion["key"]), criterion["levels"]
        assert isinstance(levels, list)
        step = chance.choice((-1, 1)) if chance.random() < OFF else 0
        found[key] = max(0, min(len(levels) - 1, truth[key] + step))
    return found


def _settle_apart(essay: Essay, rubric: Rubric) -> None:
    """The first essay of the paper is the one on which two people differ; the others agree."""
    key = str(rubric[0]["key"])
    if _is_first(essay):
        low, high = essay.given[Round.FIRST], essay.given[Round.SECOND]
        low[key], high[key] = 0, 3
    else:
        essay.given[Round.SECOND] = dict(essay.given[Round.FIRST])


def _is_first(essay: Essay) -> bool:
    essays = [item for item in essay.sitting.items if essay.sitting.answers[item.position].script]
    return essays[0] is essay.item


def _tasks(essay: Essay, people: Staff, taken: set[str]) -> list[MarkingTask]:
    """Both tasks, and a third where two marks differ."""
    begun = essay.sitting.attempt.submitted_at
    assert begun
    rounds = [Round.FIRST, Round.SECOND, *([Round.ADJUDICATION] if essay.gap else [])]
    tasks = [dealing.task_for(essay.item, one, begun + handing_over.DUE, taken) for one in rounds]
    for task in tasks:
        task.created_at = begun
        marker = _marker(essay, task.round, people)
        if marker:
            task.status, task.marker = TaskStatus.SUBMITTED, marker
            task.submitted_at = _marked_at(essay, task.round)
    return tasks


def _marker(essay: Essay, number: int, people: Staff) -> User | None:
    """Who has marked this round; None while nobody has."""
    if number == Round.ADJUDICATION:
        return people.fourth if essay.sitting.story.is_marked else None
    return essay.markers[number - 1] if number in essay.given else None


def _marked_at(essay: Essay, number: int) -> dt.datetime:
    """Two days apart at most, and the third after both."""
    begun = essay.sitting.attempt.submitted_at
    assert begun
    hours = (5 + 11 * number + essay.item.pk % 9) if essay.sitting.story.is_marked else 2 * number
    return begun + hours * AN_HOUR


def _marks(essay: Essay, ledger: Ledger) -> list[Mark]:
    made = []
    for task in essay.tasks:
        if task.marker is None or task.submitted_at is None:
            continue
        levels = essay.marks[task.round]
        made.append(_write(essay, task, levels))
        ledger.note(
            task.submitted_at,
            "mark.given",
            task,
            task.marker,
            revision=1,
            levels=levels,
            asks_moderation=False,
        )
    return made


def _write(essay: Essay, task: MarkingTask, levels: Levels) -> Mark:
    assert task.submitted_at
    chance = irt.stream(SEED, "reading", essay.item.pk, task.round)
    return Mark(
        task=task,
        revision=1,
        levels=levels,
        comments=[{"from": 0, "to": 0, "text": _comment(essay, levels)}],
        seconds=chance.randrange(140, 420),
        created_at=task.submitted_at,
        marked_by=task.marker,
    )


def _comment(essay: Essay, levels: Levels) -> str:
    """What would have earned more, in the words of the rubric."""
    rubric = essay.item.form_item.version.rubric
    weakest = min(rubric, key=lambda one: levels[one["key"]] / len(one["levels"]))
    reached = levels[weakest["key"]]
    best = weakest["levels"][-1]
    if reached == len(weakest["levels"]) - 1:
        return "Every criterion is met in full."
    return f"{weakest['name']}: {weakest['levels'][reached].lower()}. For more: {best.lower()}."


def _differ(essays: Sequence[Essay], ledger: Ledger) -> None:
    """Where two marks lie apart: settled by a third mark, or waiting for one."""
    rows = []
    for essay in essays:
        gap, attempt = essay.gap, essay.sitting.attempt
        if gap is None:
            continue
        second = _marked_at(essay, Round.SECOND)
        settled = _marked_at(essay, Round.ADJUDICATION) if essay.sitting.story.is_marked else None
        rows.append(
            Discrepancy(
                attempt_item=essay.item,
                rule=gap.rule,
                gap=gap.points,
                resolved_at=settled,
                created_at=second,
            )
        )
        attempt.status = AttemptStatus.MODERATION
        ledger.note(
            second,
            "marks.differ",
            attempt,
            None,
            question=essay.item.position,
            rule=gap.rule,
            gap=gap.points,
        )
    Discrepancy.objects.bulk_create(rows)
    moved = {row.attempt_item.attempt_id for row in rows}
    Attempt.objects.filter(pk__in=moved).update(status=AttemptStatus.MODERATION, version=3)
