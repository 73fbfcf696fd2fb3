"""The pages of lessons: who may read, what works without a script, what bad input gets."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import DiscussionPost, Enrolment, Lesson, Note, PracticeAnswer
from institute import panels
from institute.accounts.models import User
from tests import make
from tests.courses.lessons import place, single, written

pytestmark = pytest.mark.django_db
GARBAGE = ("", "\x00", "ü" * 5000, "1 OR 1=1", "-1", "99999999999999999999", "<script>")


def at(name: str, mine: Enrolment, lesson: Lesson | None = None, *more: object) -> str:
    return reverse(f"courses:{name}", args=[mine.pk, *([lesson.pk] if lesson else []), *more])


def taught(mine: Enrolment) -> User:
    session = mine.cohort.sessions.first()
    assert session
    return session.instructor


def test_a_lesson_is_read_and_done_without_a_script(as_student: Client, student: User) -> None:
    mine = place(who=student)
    lesson, after = written(mine.cohort), written(mine.cohort, 1)

    page = as_student.get(at("lesson", mine, lesson)).content.decode()
    assert "Float is borrowed time." in page
    assert "Next: " in page
    answer = as_student.post(at("lesson_done", mine, lesson))
    assert answer["Location"] == at("lesson", mine, after)
    assert "1 of 2 lessons done" in as_student.get(at("learn_course", mine)).content.decode()
    assert "Open" in as_student.get(reverse("courses:learn")).content.decode()
    as_student.get(at("lesson", mine, after))
    assert "Go on" in as_student.get(reverse("courses:learn")).content.decode()
    assert "All lessons" in as_student.get(reverse("dashboard")).content.decode()


def test_practice_says_at_once_why(as_student: Client, student: User) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort)
    single(lesson)
    address = at("lesson_answer", mine, lesson, 1)

    wrong = as_student.post(address, {"choice": "a"}, follow=True).content.decode()
    assert "It has none: it sets the date." in wrong
    assert "may wait" not in wrong
    right = as_student.post(address, {"choice": "b"}, headers={"HX-Request": "true"})
    assert "may wait" in right.content.decode()
    assert "<html" not in right.content.decode()
    for junk in GARBAGE:
        assert as_student.post(address, {"choice": junk}).status_code == 422
    assert PracticeAnswer.objects.get().tries == 2
    assert as_student.post(at("lesson_answer", mine, lesson, 9), {"choice": "a"}).status_code == 404


def test_others_find_nothing(client: Client) -> None:
    mine = place()
    lesson = written(mine.cohort)
    client.force_login(make.student())
    for name in ("learn_course", "learn_search", "learn_notes", "learn_print"):
        assert client.get(at(name, mine)).status_code == 404
    assert client.get(at("lesson", mine, lesson)).status_code == 404
    for name in ("done", "ticks", "note", "post", "watched", "agree"):
        assert client.post(at(f"lesson_{name}", mine, lesson)).status_code == 404
    other = place(who=User.objects.get(pk=client.session["_auth_user_id"]))
    assert client.get(at("lesson", other, lesson)).status_code == 404


def test_a_teacher_looks_on_and_leaves_no_trace(client: Client) -> None:
    mine = place()
    lesson = written(mine.cohort, finish="practice")
    single(lesson)
    Note.objects.create(enrolment=mine, lesson=lesson, text="My secret doubt")
    client.force_login(taught(mine))

    page = client.get(at("lesson", mine, lesson)).content.decode()
    assert "You look on" in page
    assert "secret" not in page + client.get(at("learn_notes", mine)).content.decode()
    judged = client.post(at("lesson_answer", mine, lesson, 1), {"choice": "b"})
    assert "may wait" in judged.content.decode()
    client.post(at("lesson_note", mine, lesson), {"text": "Mine now", "revision": "0"})
    client.post(at("lesson_done", mine, lesson))
    assert not PracticeAnswer.objects.exists()
    assert not mine.progress.exists()
    assert Note.objects.get().text == "My secret doubt"


def test_a_reserved_place_has_no_lessons_yet(as_student: Client, student: User) -> None:
    mine = place(who=student)
    Enrolment.objects.filter(pk=mine.pk).update(status="reserved", hold_expires_at=mine.created_at)
    assert as_student.get(at("learn_course", mine))["Location"] == at("enrolment", mine)


def test_a_note_of_another_tab_is_not_written_over(as_student: Client, student: User) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort)
    address = at("lesson_note", mine, lesson)
    assert as_student.post(address, {"text": "First", "revision": "0"}).status_code == 302
    late = as_student.post(address, {"text": "Second", "revision": "0"})
    assert late.status_code == 409
    assert "First" in late.content.decode()
    assert "Second" in late.content.decode()
    assert "First" in as_student.get(at("learn_notes", mine)).content.decode()
    assert "First" in str(panels.export(student)["lessons"])


def test_words_are_found_and_marked(as_student: Client, student: User) -> None:
    mine = place(who=student)
    written(mine.cohort, body="A **float** of two days & a <b>tag</b>.")
    other = written(mine.cohort, 1, body="Nothing here.", published=False)

    page = as_student.get(at("learn_search", mine) + "?q=floats").content.decode()
    assert "<mark>float</mark> of two days &amp; a &lt;b&gt;tag" in page
    assert other.title not in page
    for junk in GARBAGE:
        assert as_student.get(at("learn_search", mine), {"q": junk}).status_code == 200


def test_the_talk_of_a_cohort(as_student: Client, student: User, client: Client) -> None:
    mine = place(who=student)
    lesson, token = written(mine.cohort), str(uuid.uuid4())
    says = {"text": "Why <script>alert(1)</script> **now**?", "form_token": token}
    as_student.post(at("lesson_post", mine, lesson), says)
    as_student.post(at("lesson_post", mine, lesson), says)
    asked = DiscussionPost.objects.get()
    page = as_student.get(at("lesson", mine, lesson)).content.decode()
    assert "<strong>now</strong>" in page
    assert "<script>alert" not in page
    assert as_student.post(at("lesson_post", mine, lesson), {"text": " "}).status_code == 422

    other = place(of=mine.cohort)
    client.force_login(other.student)
    client.post(at("post_report", other, lesson, asked.pk), {"reason": "Off topic"})
    hide = {"act": "hide", "reason": "Off topic here"}
    assert client.post(at("post_moderate", other, lesson, asked.pk), hide).status_code == 404
    client.force_login(taught(mine))
    assert "Off topic" in client.get(at("lesson", mine, lesson)).content.decode()
    client.post(at("post_moderate", mine, lesson, asked.pk), hide)
    client.force_login(other.student)
    hidden = client.get(at("lesson", other, lesson)).content.decode()
    assert "Off topic here" in hidden
    assert "<strong>now</strong>" not in hidden
    stranger = place()  # another cohort
    strange = at("post_report", stranger, written(stranger.cohort), asked.pk)
    client.force_login(stranger.student)
    assert client.post(strange, {"reason": "x"}).status_code == 404


def test_a_foreign_video_loads_after_consent_and_on_that_page_only(
    as_student: Client, student: User
) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort, embed="https://player.vimeo.com/video/1")
    address = at("lesson", mine, lesson)
    before = as_student.get(address)
    assert "<iframe" not in before.content.decode()
    assert "frame-src" not in before["Content-Security-Policy"]
    as_student.post(at("lesson_agree", mine, lesson))
    after = as_student.get(address)
    assert "<iframe" in after.content.decode()
    assert "frame-src https://player.vimeo.com" in after["Content-Security-Policy"]
    assert "frame-src" not in as_student.get(at("learn_course", mine))["Content-Security-Policy"]


def test_our_own_video_plays_in_pieces(as_student: Client, student: User) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort, video=ContentFile(b"0123456789", "film.mp4"), finish="watched")
    page = as_student.get(at("lesson", mine, lesson))
    assert "media-src 'self'" in page["Content-Security-Policy"]
    piece = as_student.get(at("lesson_video", mine, lesson), headers={"Range": "bytes=2-5"})
    assert (piece.status_code, piece.getvalue()) == (206, b"2345")
    assert piece["Content-Range"] == "bytes 2-5/10"
    beyond = as_student.get(at("lesson_video", mine, lesson), headers={"Range": "bytes=20-"})
    assert beyond.status_code == 416
    told = at("lesson_watched", mine, lesson)
    for junk in GARBAGE:
        assert as_student.post(told, {"at": junk, "watched": "1", "length": "2"}).status_code == 422
    assert as_student.post(told, {"at": "9", "watched": "10", "length": "10"}).status_code == 204
    assert mine.progress.get().completed_at


def test_what_is_said_in_a_video_is_read_found_and_printed(
    as_student: Client, student: User
) -> None:
    mine = place(who=student)
    said = "Ask *who waits*, then cut."
    lesson = written(
        mine.cohort,
        video=ContentFile(b"0123456789", "film.webm"),
        captions=ContentFile(b"WEBVTT", "said.vtt"),
        transcript=said,
    )
    page = as_student.get(at("lesson", mine, lesson)).content.decode()
    assert '<track kind="captions" srclang="en" label="English"' in page
    assert f'src="{at("lesson_captions", mine, lesson)}"' in page
    assert "Ask <em>who waits</em>, then cut." in page
    found = as_student.get(at("learn_search", mine) + "?q=waiting").content.decode()
    assert "who <mark>waits</mark>" in found
    assert at("lesson", mine, lesson) in found
    paper = as_student.get(at("learn_print", mine)).content.decode()
    assert "Ask <em>who waits</em>, then cut." in paper


def test_a_page_costs_the_same_however_long_the_course(as_student: Client, student: User) -> None:
    counts = []
    for modules in (1, 6):
        mine = place(of=make.cohort(make.course(modules=modules)), who=student)
        lessons = [written(mine.cohort, number) for number in range(modules * 2)]
        for number in range(modules):
            single(lessons[0], number + 1)
            DiscussionPost.objects.create(
                cohort=mine.cohort, lesson=lessons[0], author=student, text="So?"
            )
        as_student.get(at("lesson", mine, lessons[0]))
        pages = (at("lesson", mine, lessons[0]), at("learn_course", mine), at("learn_print", mine))
        for address in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert as_student.get(address).status_code == 200
            counts.append(len(queries))

    assert counts[:3] == counts[3:]
    assert max(counts) <= 30
