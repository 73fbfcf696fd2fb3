"""Progress grows, completion follows by rule, and the end is announced once."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses import events
from courses.lessons.outline import outline
from courses.models import Enrolment, LessonProgress, LessonsFinished, Status
from courses.operations import learning
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.lessons import place, single, written


@pytest.mark.django_db
def test_nothing_of_progress_is_taken_back() -> None:
    mine = place()
    lesson = written(mine.cohort, checklist=["One", "Two"], finish="checklist")
    learning.tick(enrolment=mine, lesson=lesson, lines=["One", "Two", "Three"])
    kept = LessonProgress.objects.filter(enrolment=mine)
    assert kept.get().ticks == ["One", "Two"]
    assert kept.get().completed_at

    for change in (
        {"completed_at": None},
        {"ticks": ["One"]},
        {"seen_at": timezone.now() - dt.timedelta(days=9)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        _take_away(kept)


def _take_away(kept: QuerySet[LessonProgress]) -> None:
    kept.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_a_place_that_is_erased_takes_its_progress_along() -> None:
    mine = place()
    learning.say_done(enrolment=mine, lesson=written(mine.cohort))

    mine.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert not LessonProgress.objects.exists()


@pytest.mark.django_db
def test_each_rule_completes_its_lesson() -> None:
    mine = place()
    asked = written(mine.cohort, 0, finish="practice")
    seen = written(mine.cohort, 1, finish="watched")
    question = single(asked)

    with pytest.raises(RuleBroken):
        learning.say_done(enrolment=mine, lesson=asked)
    learning.answer(enrolment=mine, question=question, body={"choice": "a"})
    assert outline(mine).done == 0
    learning.answer(enrolment=mine, question=question, body={"choice": "b"})
    assert outline(mine).done == 1
    learning.answer(enrolment=mine, question=question, body={"choice": "a"})
    assert outline(mine).done == 1

    learning.watch(enrolment=mine, lesson=seen, at=50, watched=89, length=100)
    assert outline(mine).done == 1
    learning.watch(enrolment=mine, lesson=seen, at=3, watched=91, length=100)
    assert outline(mine).is_done


@pytest.mark.django_db
def test_in_order_a_lesson_waits_for_the_one_before() -> None:
    mine = place(pace="order")
    first, second = written(mine.cohort, 0), written(mine.cohort, 2)

    with pytest.raises(RuleBroken, match="not open"):
        learning.say_done(enrolment=mine, lesson=second)
    learning.say_done(enrolment=mine, lesson=first)

    assert outline(mine).next == outline(mine).of(second.pk)
    learning.say_done(enrolment=mine, lesson=second)


@pytest.mark.django_db
def test_week_by_week_a_module_opens_at_midnight_where_it_is_taught(clock: Any) -> None:
    mine = place(of=make.cohort(make.course(modules=3), starts_in_days=3), pace="drip")
    lesson = written(mine.cohort, 2)  # module 2 of 3, a course of three weeks
    opens = mine.cohort.starts_at.astimezone(mine.cohort.zone).date() + dt.timedelta(days=7)
    step = outline(mine).of(lesson.pk)
    assert step
    assert not step.readable
    assert step.opens_at
    local = step.opens_at.astimezone(mine.cohort.zone)
    assert (local.date(), local.hour) == (opens, 0)

    clock.move_to(step.opens_at)
    assert outline(mine).next == outline(mine).of(lesson.pk)


@pytest.mark.django_db
def test_going_on_means_what_was_read_last() -> None:
    mine = place()
    first, second = written(mine.cohort, 0), written(mine.cohort, 1)
    third = written(mine.cohort, 2)
    learning.open_lesson(enrolment=mine, lesson=second)
    here = outline(mine).next
    assert here
    assert here.lesson == second

    learning.say_done(enrolment=mine, lesson=second)
    after = outline(mine).next
    assert after
    assert after.lesson == third
    learning.say_done(enrolment=mine, lesson=third)
    gap = outline(mine).next
    assert gap
    assert gap.lesson == first


@pytest.mark.django_db
def test_an_empty_course_is_not_a_finished_one() -> None:
    assert not outline(place()).is_done


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_complete_the_last_two_lessons_announce_once() -> None:
    told: list[int] = []

    def listen(enrolment_id: int, **_: Any) -> None:
        told.append(enrolment_id)

    events.lessons_finished.connect(listen)
    try:
        for _ in range(3):
            mine = place()
            last = [written(mine.cohort, number) for number in range(2)]

            def complete(lesson: Any, mine: Enrolment = mine) -> Any:
                return learning.say_done(
                    enrolment=Enrolment.objects.with_course().get(pk=mine.pk), lesson=lesson
                )

            at_the_same_time(complete, [*last, *last])
            assert told.count(mine.pk) == 1
            assert LessonsFinished.objects.filter(enrolment=mine).count() == 1
            letters = OutboundMessage.objects.filter(kind="courses.lessons_finished")
            assert letters.filter(to_address=mine.student.email).count() == 1
    finally:
        events.lessons_finished.disconnect(listen)


@pytest.mark.django_db
def test_the_last_lesson_completes_a_course_taken_in_ones_own_time() -> None:
    mine = place(of=make.cohort(make.course(modules=1, format="self_paced")))
    for number in range(2):
        learning.say_done(enrolment=mine, lesson=written(mine.cohort, number))
        if number == 0:  # one of two was written then: that was not the course
            assert Enrolment.objects.get(pk=mine.pk).status == Status.CONFIRMED

    assert LessonsFinished.objects.filter(enrolment=mine).exists()


@pytest.mark.django_db
def test_a_place_given_back_has_no_lessons() -> None:
    mine = place()
    lesson = written(mine.cohort)
    Enrolment.objects.filter(pk=mine.pk).update(status="cancelled")

    with pytest.raises(RuleBroken):
        learning.say_done(enrolment=mine, lesson=lesson)
