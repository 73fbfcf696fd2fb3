"""Who does not get on, where, and since when."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from courses.lessons.stuck import standing
from courses.models import LessonProgress, PracticeAnswer
from courses.operations import learning
from tests import make
from tests.courses.lessons import place, single, written

pytestmark = pytest.mark.django_db


def test_who_is_quiet_or_fails_is_stuck_where_they_are(clock: object) -> None:
    cohort = make.cohort(make.course(modules=2), starts_in_days=-9, places=5)
    first, second = written(cohort, 0), written(cohort, 1)
    question = single(second)
    quiet, fails, well = (place(of=cohort) for _ in range(3))
    learning.say_done(enrolment=well, lesson=first)
    for _ in range(3):
        learning.answer(enrolment=fails, question=question, body={"choice": "a"})

    found = standing(cohort)
    by_place = {one.place.pk: one for one in found.learners}
    assert {one.place for one in found.stuck} == {quiet, fails}
    assert by_place[quiet.pk].at == first
    assert "9 days" in by_place[quiet.pk].why
    assert by_place[fails.pk].at == second
    assert by_place[well.pk].cells == ["done", ""]
    assert [row[1:] for row in found.by_lesson] == [(1, 0, 1), (0, 0, 1)]

    LessonProgress.objects.filter(enrolment=fails).update(completed_at=fails.created_at)
    PracticeAnswer.objects.update(right_at=fails.created_at)
    assert fails not in {one.place for one in standing(cohort).stuck}


def test_the_page_draws_it_and_says_whom_to_write_to(client: Client) -> None:
    mine = place(of=make.cohort(make.course(modules=2), starts_in_days=-9))
    written(mine.cohort)
    session = mine.cohort.sessions.first()
    assert session
    client.force_login(session.instructor)
    address = reverse("courses:cohort_progress", args=[mine.cohort_id])
    page = client.get(address).content.decode()
    assert "<svg" in page
    assert f"mailto:{mine.student.email}" in page
    assert "Not heard of for 9 days" in page
    client.force_login(make.instructor())
    assert client.get(address).status_code == 404


def test_a_cohort_that_has_not_begun_is_not_stuck() -> None:
    mine = place(of=make.cohort(make.course(modules=1), starts_in_days=3))
    written(mine.cohort)
    assert not standing(mine.cohort).stuck
    assert dt.timedelta(days=0) <= mine.cohort.starts_at - mine.created_at
