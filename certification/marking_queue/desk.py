"""The marker's desk: what stands before them, how far they are, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean

from django.db.models import Count, Min, Q
from django.utils import timezone

from certification.models import (
    ExamForm,
    ItemVersion,
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.models.marking import MarkingTaskQuerySet
from institute.accounts.models import User

SHOWN_DONE, SHOWN_NEXT = 6, 12
NEVER = datetime.max.replace(tzinfo=UTC)
PACE_OF = 20  # the last marks a pace is taken from
SENSIBLE = 3600  # a mark that took longer was left lying open
ROUNDS: dict[int, str] = {
    Round.FIRST: "first marker, blind",
    Round.SECOND: "second marker, blind",
    Round.ADJUDICATION: "third marker, to settle two that differ",
}


@dataclass(frozen=True)
class Entry:
    """A line of the queue."""

    task: MarkingTask
    look: str  # done, now, next or late
    points: int | None = None
    is_here: bool = False


@dataclass(frozen=True)
class Progress:
    """How far one marker is with one question."""

    done: int
    left: int
    seconds_left: int | None

    @property
    def total(self) -> int:
        return self.done + self.left

    @property
    def time_left(self) -> str:
        """ "about 1 h 20 min"; empty before there is a pace to tell it from."""
        if not self.left or self.seconds_left is None:
            return ""
        hours, minutes = divmod(max(5, round(self.seconds_left / 300) * 5), 60)
        return "about " + " ".join(
            words for n, words in ((hours, f"{hours} h"), (minutes, f"{minutes} min")) if n
        )


@dataclass(frozen=True)
class Question:
    """A question with scripts for this marker."""

    version: ItemVersion
    exam: str
    progress: Progress
    due_at: datetime | None
    overdue: int

    @property
    def overdue_words(self) -> str:
        return f"{self.overdue} overdue"


def task_with_everything(pk: int) -> MarkingTask:
    """One task with what its page reads, in one query."""
    rows = MarkingTask.objects.select_related("version", "anchor", "attempt_item__response")
    return rows.get(pk=pk)


def queue(task: MarkingTask, marker: User) -> list[Entry]:
    """The last few they marked, this one, and what follows in their own random order."""
    mine = MarkingTask.objects.of(marker).filter(version=task.version_id)
    newest = mine.filter(status=TaskStatus.SUBMITTED).order_by("-submitted_at", "-pk")
    done = list(newest[:SHOWN_DONE])[::-1]
    points = _points(done)
    ahead = _ahead(task, marker)
    here = [] if task in done or task in ahead else [task]
    return [
        *(Entry(one, "done", points.get(one.pk), one == task) for one in done),
        *(Entry(one, _look(one, task), None, one == task) for one in [*here, *ahead]),
    ]


def _ahead(task: MarkingTask, marker: User) -> list[MarkingTask]:
    """Waiting tasks from this one on; those before it come round at the end."""
    waiting = list(MarkingTask.objects.waiting_for(marker).filter(version=task.version_id))
    place = (task.shuffle, task.pk)
    after = [one for one in waiting if (one.shuffle, one.pk) >= place]
    turn = [*after, *(one for one in waiting if (one.shuffle, one.pk) < place)]
    # Of the two rounds of one answer they will be given whichever comes first.
    answers = {one.attempt_item_id or -one.pk: one for one in reversed(turn)}
    return [one for one in turn if answers[one.attempt_item_id or -one.pk] == one][:SHOWN_NEXT]


def _look(one: MarkingTask, here: MarkingTask) -> str:
    if one == here:
        return "now"
    return "late" if one.due_at and one.due_at < timezone.now() else "next"


def _points(tasks: Iterable[MarkingTask]) -> dict[int, int]:
    rows = Mark.objects.standing().filter(task__in=[one.pk for one in tasks])
    return {one.task_id: one.points for one in rows}


def progress(version: ItemVersion, marker: User) -> Progress:
    """Done, left, and how long the rest will take at their own pace."""
    mine = MarkingTask.objects.of(marker).filter(version=version, status=TaskStatus.SUBMITTED)
    left = _answers_in(MarkingTask.objects.waiting_for(marker).filter(version=version))
    pace = pace_of(marker, version)
    return Progress(mine.count(), left, round(left * pace) if pace else None)


def _answers_in(tasks: MarkingTaskQuerySet) -> int:
    """How many there are to mark: nobody is given both rounds of one answer."""
    found = tasks.order_by().aggregate(
        answers=Count("attempt_item", distinct=True),
        anchors=Count("pk", filter=Q(attempt_item__isnull=True)),
    )
    return int(found["answers"] + found["anchors"])


def pace_of(marker: User, version: ItemVersion) -> float | None:
    """Seconds a script takes them: the mean of their last marks on this question."""
    rows = Mark.objects.filter(
        marked_by=marker, task__version=version, revision=1, seconds__range=(1, SENSIBLE)
    )
    seconds = list(rows.order_by("-pk").values_list("seconds", flat=True)[:PACE_OF])
    return mean(seconds) if seconds else None


def questions(marker: User) -> list[Question]:
    """Every question with scripts this person may mark or has marked, what is due first first."""
    waiting = _waiting(marker)
    mine = MarkingTask.objects.of(marker).filter(status=TaskStatus.SUBMITTED)
    keys = {*waiting, *mine.values_list("version", flat=True)}
    found = [
        Question(
            version,
            exam_of(version),
            progress(version, marker),
            *waiting.get(version.pk, (None, 0)),
        )
        for version in ItemVersion.objects.filter(pk__in=keys).order_by("title", "pk")
    ]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or NEVER))


def _waiting(marker: User) -> dict[int, tuple[datetime | None, int]]:
    """By question: when the first is due, and how many are late."""
    late = Count("attempt_item", filter=Q(due_at__lt=timezone.now()), distinct=True)
    rows = MarkingTask.objects.waiting_for(marker).order_by().values("version")
    counted = rows.annotate(due=Min("due_at"), late=late)
    return {one: (due, n) for one, due, n in counted.values_list("version", "due", "late")}


def exam_of(version: ItemVersion) -> str:
    """The examination that asks it, as its form is titled."""
    form = ExamForm.objects.filter(items__version=version).order_by("-published_at", "-pk").first()
    return form.title if form else ""


def place_of(version: ItemVersion) -> int | None:
    """Its number in the newest examination that asks it."""
    row = version.in_forms.order_by("-form__published_at", "-pk").first()
    return row.position if row else None


def count_for(user: User) -> int:
    """How many scripts wait that this person may mark."""
    return _answers_in(MarkingTask.objects.waiting_for(user))
