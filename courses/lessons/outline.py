"""A course as one learner goes through it: what is done, what is open, what comes next.

Everything here is derived from what is stored; five queries, however long the course is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from courses.lessons.opening import is_open, opens_at, week_of
from courses.models import CoursePace, Enrolment, Lesson, LessonProgress, Module, Pace
from courses.models.lesson import LessonPage


@dataclass(frozen=True)
class Step:
    """A lesson in the outline. Without a page there is nothing to read in it yet."""

    lesson: Lesson
    has_page: bool
    is_open: bool
    opens_at: dt.datetime | None = None
    progress: LessonProgress | None = None

    @property
    def done(self) -> bool:
        return bool(self.progress and self.progress.completed_at)

    @property
    def begun(self) -> bool:
        return self.progress is not None and not self.done

    @property
    def readable(self) -> bool:
        return self.has_page and self.is_open

    @property
    def look(self) -> str:
        """The shape its state is drawn with."""
        if self.done:
            return "done"
        return "now" if self.begun else "next"

    @property
    def state(self) -> str:
        """Its state in words."""
        if self.done:
            return "Done"
        return "Begun" if self.begun else ""


@dataclass(frozen=True)
class Part:
    """A module with its lessons."""

    module: Module
    steps: list[Step]

    @property
    def counted(self) -> list[Step]:
        return [step for step in self.steps if step.has_page]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.counted)

    @property
    def is_done(self) -> bool:
        return bool(self.counted) and self.done == len(self.counted)

    @property
    def opens_at(self) -> dt.datetime | None:
        """When a module that is still closed opens; None when it is open or opens by order."""
        shut = [step.opens_at for step in self.steps if not step.is_open and step.opens_at]
        return min(shut) if len(shut) == len(self.steps) and shut else None


@dataclass(frozen=True)
class Outline:
    """The whole way, with where the learner stands on it."""

    parts: list[Part]
    pace: str

    @property
    def steps(self) -> list[Step]:
        return [step for part in self.parts for step in part.steps]

    @property
    def counted(self) -> list[Step]:
        """Lessons that are written: they make up the whole."""
        return [step for step in self.steps if step.has_page]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def is_done(self) -> bool:
        return bool(self.total) and self.done == self.total

    @property
    def minutes_left(self) -> int:
        return sum(step.lesson.minutes for step in self.counted if not step.done)

    @property
    def next(self) -> Step | None:
        """Where to go on: what was read last and is not done, else what follows it, else a gap."""
        open_ones = [step for step in self.counted if step.readable and not step.done]
        seen = [step for step in self.counted if step.progress]
        if not seen:
            return next(iter(open_ones), None)
        last = max(seen, key=_seen_at)
        if last in open_ones:
            return last
        later = self.counted[self.counted.index(last) + 1 :]
        return next((one for one in later if one in open_ones), next(iter(open_ones), None))

    def of(self, lesson: int) -> Step | None:
        """The step of a lesson; None when it is in another course."""
        return next((step for step in self.steps if step.lesson.pk == lesson), None)

    def around(self, lesson: int) -> tuple[Step | None, Step | None]:
        """What stands before and after, of what is written."""
        keys = [step.lesson.pk for step in self.counted]
        if lesson not in keys:
            return None, None
        at = keys.index(lesson)
        after = self.counted[at + 1] if at + 1 < len(keys) else None
        return (self.counted[at - 1] if at else None), after


def _seen_at(step: Step) -> dt.datetime:
    assert step.progress
    return step.progress.seen_at


def outline(enrolment: Enrolment, *, preview: bool = False) -> Outline:
    """The way through the course of this place. A preview has everything open and nothing done."""
    return outlines([enrolment], preview=preview)[0]


def outlines(places: Sequence[Enrolment], *, preview: bool = False) -> list[Outline]:
    """The way of each place through its course: five queries, however many there are."""
    versions = {place.cohort.version_id for place in places}
    modules, lessons = defaultdict[int, list[Module]](list), defaultdict[int, list[Lesson]](list)
    for module in Module.objects.filter(version__in=versions).order_by("position"):
        modules[module.version_id].append(module)
    for lesson in Lesson.objects.filter(module__version__in=versions).order_by("position"):
        lessons[lesson.module_id].append(lesson)
    pages = LessonPage.objects.filter(lesson__module__version__in=versions, published=True)
    written = set(pages.values_list("lesson", flat=True))
    paces = dict(CoursePace.objects.filter(version__in=versions).values_list("version", "pace"))
    kept: dict[int, dict[int, LessonProgress]] = defaultdict(dict)
    mine = LessonProgress.objects.none() if preview else LessonProgress.objects.all()
    for one in mine.filter(enrolment__in=[place.pk for place in places]):
        kept[one.enrolment_id][one.lesson_id] = one
    found = []
    for place in places:
        version = place.cohort.version_id
        pace = Pace.FREE if preview else Pace(paces.get(version, Pace.FREE))
        walk = _Walk(place, pace, written, kept[place.pk], len(modules[version]))
        parts = [
            Part(module, walk.steps(number, module, lessons[module.pk]))
            for number, module in enumerate(modules[version])
        ]
        found.append(Outline(parts, pace))
    return found


class _Walk:
    """Goes through the lessons in order and remembers whether all before are done."""

    def __init__(
        self,
        enrolment: Enrolment,
        pace: Pace,
        written: set[int],
        progress: dict[int, LessonProgress],
        modules: int,
    ) -> None:
        self.enrolment, self.pace, self.modules = enrolment, pace, modules
        self.written, self.progress = written, progress
        self.before_done, self.now = True, timezone.now()

    def steps(self, number: int, module: Module, lessons: Iterable[Lesson]) -> list[Step]:
        cohort = self.enrolment.cohort
        week = week_of(module, number, self.modules, cohort.version.weeks)
        opens = opens_at(cohort, week)
        return [self._step(lesson, opens) for lesson in lessons]

    def _step(self, lesson: Lesson, opens: dt.datetime) -> Step:
        progress = self.progress.get(lesson.pk)
        has_page = lesson.pk in self.written
        open_now = is_open(self.pace, opens=opens, before_done=self.before_done, now=self.now)
        step = Step(
            lesson,
            has_page,
            # What somebody began stays theirs, whatever the pace becomes.
            open_now or progress is not None,
            opens if self.pace == Pace.DRIP else None,
            progress,
        )
        self.before_done = self.before_done and (step.done or not has_page)
        return step
