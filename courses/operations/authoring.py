"""Lessons are written: a wording is never lost, and no author writes over another unseen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from courses.models import (
    CoursePace,
    CourseVersion,
    Finish,
    Lesson,
    LessonPage,
    LessonRevision,
    Pace,
)
from institute import prose
from institute.accounts.models import User
from institute.errors import RuleBroken


class Overtaken(RuleBroken):
    """Somebody else saved the page in the meantime."""


@dataclass(frozen=True)
class Wording:
    """What an author writes about a lesson."""

    body: str
    finish: str = Finish.READ
    checklist: Sequence[str] = ()
    transcript: str = ""


@transaction.atomic
def save_page(*, lesson: Lesson, wording: Wording, by: User, based_on: int) -> LessonPage:
    """Keep a new wording of the page that was `based_on`. Raises Overtaken, RuleBroken."""
    page = page_to_change(lesson, based_on)
    if 'alt=""' in prose.rendered(wording.body):
        raise RuleBroken("Say of each picture what it shows: ![The plan of week 4](…).")
    page.body, page.transcript = wording.body, wording.transcript
    page.checklist, page.finish = list(wording.checklist), wording.finish
    return keep(page, by)


@transaction.atomic
def restore(*, page: LessonPage, number: int, by: User, based_on: int) -> LessonPage:
    """Write an old wording again, as the newest one. Raises Overtaken."""
    now = page_to_change(page.lesson, based_on)
    now.body = now.revisions.get(number=number).body
    return keep(now, by)


@transaction.atomic
def publish(*, lesson: Lesson, is_public: bool) -> LessonPage:
    """Show the page to learners, or take it back. Raises RuleBroken when it is not ready."""
    page = page_to_change(lesson)
    if is_public:
        _must_be_ready(page)
    page.published = is_public
    page.save(update_fields=["published", "updated_at"])
    return page


def set_pace(*, version: CourseVersion, pace: Pace) -> None:
    CoursePace.objects.update_or_create(version=version, defaults={"pace": pace})


def page_to_change(lesson: Lesson, based_on: int | None = None) -> LessonPage:
    """The page, locked; one author at a time. Raises Overtaken when it is not what they read."""
    LessonPage.objects.get_or_create(lesson=lesson)
    page = LessonPage.objects.select_for_update().get(lesson=lesson)
    if based_on is not None and page.revision != based_on:
        raise Overtaken("Somebody saved this page while you were writing. Your text is still here.")
    return page


def keep(page: LessonPage, by: User) -> LessonPage:
    """Save the page as its next revision; what it said before nobody kept is kept too."""
    before = LessonPage.objects.get(pk=page.pk)
    if before.body and not page.revisions.filter(number=before.revision).exists():
        LessonRevision.objects.create(page=page, number=before.revision, body=before.body, by=None)
    if page.published:
        _must_be_ready(page)
    page.revision = before.revision + 1
    page.save()
    LessonRevision.objects.create(page=page, number=page.revision, body=page.body, by=by)
    return page


def _must_be_ready(page: LessonPage) -> None:
    """What a learner meets has something to read or see, and can be completed."""
    if not (page.body.strip() or page.video or page.embed):
        raise RuleBroken("There is nothing to read or see on this page yet.")
    if page.finish == Finish.CHECKLIST and not page.checklist:
        raise RuleBroken("The checklist completes this lesson, but it has no line.")
    if page.finish == Finish.PRACTICE and not page.lesson.questions.exists():
        raise RuleBroken("The practice questions complete this lesson, but there is none.")
    if page.finish == Finish.WATCHED and not (page.video or page.embed):
        raise RuleBroken("The video completes this lesson, but there is none.")
