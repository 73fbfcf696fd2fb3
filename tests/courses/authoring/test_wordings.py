"""A wording is never lost, and no author writes over another unseen."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courses.models import Lesson, LessonPage, LessonRevision
from courses.operations import authoring
from courses.operations.authoring import Overtaken, Wording
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.lessons import place, single, written

GARBAGE = ("\x00", "ü" * 100_001, "-1", "99999999999999999999", "<script>alert(1)</script>")


@pytest.fixture
def teacher() -> User:
    return make.instructor()


@pytest.fixture
def lesson(teacher: User) -> Lesson:
    return written(make.cohort(make.course(modules=2), taught_by=teacher, starts_in_days=-3))


@pytest.fixture
def author(client: Client, teacher: User) -> Client:
    client.force_login(teacher)
    return client


def at(name: str, lesson: Lesson, *more: object) -> str:
    return reverse(f"courses:{name}", args=[lesson.pk, *more])


def says(body: str, based_on: int = 0, **more: str) -> dict[str, str]:
    return {"body": body, "finish": "read", "based_on": str(based_on), **more}


@pytest.mark.django_db
def test_what_is_saved_is_read_and_what_was_there_is_kept(author: Client, lesson: Lesson) -> None:
    answer = author.post(at("lesson_edit", lesson), says("## New\n\nAnother text."))
    assert answer["Location"] == at("lesson_edit", lesson)
    assert lesson.page.revisions.get(number=0).body.startswith("## About")
    assert LessonPage.objects.get().body == "## New\n\nAnother text."

    old = author.get(at("lesson_wording", lesson, 0)).content.decode()
    assert "<del>" in old
    author.post(at("lesson_wording", lesson, 0), {"based_on": "1"})
    page = LessonPage.objects.get()
    assert page.body.startswith("## About")
    assert (page.revision, page.revisions.count()) == (2, 3)
    assert "Another text." in author.get(at("lesson_wording", lesson, 1)).content.decode()


@pytest.mark.django_db
def test_the_later_of_two_authors_sees_both_texts(author: Client, lesson: Lesson) -> None:
    author.post(at("lesson_edit", lesson), says("Theirs."))
    late = author.post(at("lesson_edit", lesson), says("Mine."))
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Mine.</textarea>" in shown
    assert "Theirs." in shown
    assert 'name="based_on" value="1"' in shown
    assert author.post(at("lesson_wording", lesson, 0), {"based_on": "0"}).status_code == 409
    assert LessonPage.objects.get().body == "Theirs."


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_authors_at_the_same_moment_one_is_told() -> None:
    for _ in range(3):
        lesson = written(make.cohort(make.course(modules=1)))
        both = [make.instructor(), make.instructor()]

        def save(by: User, lesson: Lesson = lesson) -> Any:
            wording = Wording(f"Said by {by.pk}.")
            try:
                return authoring.save_page(lesson=lesson, wording=wording, by=by, based_on=0)
            except Overtaken:
                return None

        kept = at_the_same_time(save, both)
        assert sum(one is not None for one in kept) == 1
        assert LessonRevision.objects.filter(page__lesson=lesson).count() == 2


@pytest.mark.django_db
def test_a_wording_is_never_changed(lesson: Lesson, teacher: User) -> None:
    authoring.save_page(lesson=lesson, wording=Wording("Once."), by=teacher, based_on=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonRevision.objects.update(body="Never said.")


@pytest.mark.django_db
def test_a_published_page_stays_ready(author: Client, lesson: Lesson) -> None:
    for sent in (says(" "), says("Text", finish="checklist"), says("Text", finish="practice")):
        assert author.post(at("lesson_edit", lesson), sent).status_code == 422
    assert (
        author.post(
            at("lesson_edit", lesson), says(f"![](/learn/files/{uuid.uuid4()}/)")
        ).status_code
        == 422
    )
    single(lesson)
    assert (
        author.post(at("lesson_edit", lesson), says("Text", finish="practice")).status_code == 302
    )


@pytest.mark.django_db
def test_an_empty_page_is_not_shown_to_learners(teacher: User) -> None:
    of = make.cohort(make.course(modules=1), taught_by=teacher)
    lesson = written(of, body="", published=False)
    with pytest.raises(RuleBroken):
        authoring.publish(lesson=lesson, is_public=True)


@pytest.mark.django_db
def test_the_preview_says_what_the_lesson_will_say(author: Client, lesson: Lesson) -> None:
    sent = {"body": "**Now** <script>alert(1)</script> ![x](https://elsewhere.example/x.png)"}
    shown = author.post(at("lesson_preview", lesson), sent).content.decode()
    assert "<strong>Now</strong>" in shown
    assert "<script>" not in shown
    assert "<img" not in shown
    for junk in GARBAGE:
        assert author.post(at("lesson_preview", lesson), {"body": junk}).status_code == 200
        assert author.post(
            at("lesson_edit", lesson), {"body": junk, "based_on": junk}
        ).status_code in (409, 422)


@pytest.mark.django_db
def test_only_those_who_teach_a_course_write_it(client: Client, lesson: Lesson) -> None:
    for someone, status in (
        (make.instructor(), 404),
        (make.staff(Role.MANAGER), 200),
        (place().student, 403),
    ):
        client.force_login(someone)
        assert client.get(at("lesson_edit", lesson)).status_code == status
        assert (
            client.get(
                reverse("courses:lessons_version", args=[lesson.module.version_id])
            ).status_code
            == status
        )


@pytest.mark.django_db
def test_the_pace_is_set_by_the_author(author: Client, lesson: Lesson) -> None:
    address = reverse("courses:lessons_version", args=[lesson.module.version_id])
    assert author.post(address, {"pace": "drip"}).status_code == 302
    assert lesson.module.version.pace.pace == "drip"
    assert author.post(address, {"pace": "never"}).status_code == 422


@pytest.mark.django_db
def test_questions_are_written_moved_and_taken_away(author: Client, lesson: Lesson) -> None:
    new = at("lesson_question_new", lesson, "single")
    sent = {
        "stem": "Which has float?",
        "line-0-text": "The longest chain",
        "line-0-why": "It has none.",
        "line-1-text": "A branch",
        "line-1-why": "It may wait.",
        "right": "1",
        "rationale": "What is not critical may wait.",
    }
    assert author.post(new, sent | {"rationale": ""}).status_code == 422
    assert author.post(new, sent | {"edit": "line:add:0"}).status_code == 200
    assert not lesson.questions.exists()
    assert author.post(new, sent).status_code == 302
    first, second = lesson.questions.get(), single(lesson, 2)
    author.post(at("lesson_question_act", lesson, second.pk), {"act": "up"})
    assert list(lesson.questions.all()) == [second, first]
    stale = author.post(at("lesson_question", lesson, first.pk), sent | {"based_on": "x"})
    assert stale.status_code == 409
    author.post(at("lesson_question_act", lesson, first.pk), {"act": "drop"})
    assert list(lesson.questions.all()) == [second]
