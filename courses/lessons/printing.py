"""The open lessons of some modules, rendered for paper."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from courses.lessons.outline import Part, Step
from courses.models.lesson import LessonPage
from institute import prose


@dataclass(frozen=True)
class Sheet:
    """A module on paper; of each lesson its text and what is said in its video."""

    part: Part
    lessons: list[tuple[Step, LessonPage, SafeString, SafeString]]


def sheets(parts: list[Part]) -> list[Sheet]:
    """Each module with the lessons that are open; one query."""
    steps = [step for part in parts for step in part.counted if step.is_open]
    rows = LessonPage.objects.filter(lesson__in=[step.lesson.pk for step in steps], published=True)
    pages = {page.lesson_id: page for page in rows}
    return [
        Sheet(
            part,
            [
                (step, page, prose.rendered(page.body), prose.rendered(page.transcript))
                for step in part.counted
                if (page := pages.get(step.lesson.pk))
            ],
        )
        for part in parts
    ]
