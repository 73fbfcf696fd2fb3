"""What is sent for a lesson: known by its content, shown to those who may read it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.lessons import captions, uploads
from courses.models import Enrolment, Lesson, LessonFile, LessonPage
from institute.accounts.models import User
from tests import make
from tests.courses.lessons import place, written

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CAPTIONS = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello.\n"
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(64)


def png(width: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, 20), "green").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def mine() -> Enrolment:
    return place(of=make.cohort(make.course(modules=2), starts_in_days=-3))


@pytest.fixture
def lesson(mine: Enrolment) -> Lesson:
    return written(mine.cohort)


@pytest.fixture
def author(client: Client, mine: Enrolment) -> Client:
    client.force_login(teacher_of(mine))
    return client


def teacher_of(mine: Enrolment) -> User:
    session = mine.cohort.sessions.first()
    assert session
    return session.instructor


def send(client: Client, lesson: Lesson, name: str, content: bytes, alt: str = "") -> int:
    file = SimpleUploadedFile(name, content)
    address = reverse("courses:lesson_files", args=[lesson.pk])
    return client.post(address, {"file": file, "alt": alt}).status_code


def test_a_picture_is_drawn_anew_and_says_what_it_shows(author: Client, lesson: Lesson) -> None:
    assert send(author, lesson, "plan.png", png()) == 422
    hidden = png(2000) + b"<?php echo 1 ?>"
    assert send(author, lesson, "../../etc/pl\x07an.png", hidden, "A plan of four weeks") == 302
    kept = LessonFile.objects.get()
    with kept.file.open() as file:
        content = file.read()
    assert b"php" not in content
    assert Image.open(io.BytesIO(content)).width == uploads.WIDEST
    assert (kept.name, kept.media_type) == ("plan.png", "image/png")
    assert ".." not in str(kept.file.name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.svg", SVG),
        ("plan.png", SVG),
        ("plan.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("page.html", b"<script>alert(1)</script>"),
        ("plan.pdf", b"MZ" + bytes(40)),
        ("plan.pdf.exe", b"%PDF-1.7"),
        ("plan.docx", b"PK\x03\x04" + bytes(40)),
        ("notes.txt", b"\xff\xfe\x00"),
        ("plan.png", png() + bytes(uploads.PICTURE_MOST)),
        ("empty.pdf", b""),
    ],
    ids=str,
)
def test_other_files_are_refused_with_a_sentence(
    author: Client, lesson: Lesson, name: str, content: bytes
) -> None:
    assert send(author, lesson, name, content, "What it shows") == 422
    assert not LessonFile.objects.exists()


def test_files_go_to_those_who_may_read_the_lesson(
    author: Client, client: Client, lesson: Lesson, mine: Enrolment
) -> None:
    send(author, lesson, "plan.png", png(), "A plan")
    send(author, lesson, "terms.pdf", b"%PDF-1.7 text")
    picture, paper = (
        LessonFile.objects.get(is_picture=True),
        LessonFile.objects.get(name="terms.pdf"),
    )
    at = [reverse("courses:lesson_file", args=[one.pk]) for one in (picture, paper)]
    assert author.get(at[0]).getvalue() == picture.file.read()
    picture.file.close()
    client.force_login(mine.student)
    shown, taken = client.get(at[0]), client.get(at[1])
    assert (shown.getvalue()[:4], taken.getvalue()) == (b"\x89PNG", b"%PDF-1.7 text")
    assert shown["Content-Type"] == "image/png"
    assert taken["Content-Disposition"] == 'attachment; filename="terms.pdf"'
    for answer in (shown, taken):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
    LessonPage.objects.update(published=False)
    assert client.get(at[0]).status_code == 404
    client.force_login(make.student())
    assert client.get(at[0]).status_code == 404


def test_a_picture_in_the_text_is_not_taken_away(author: Client, lesson: Lesson) -> None:
    send(author, lesson, "plan.png", png(), "A plan")
    kept = LessonFile.objects.get()
    LessonPage.objects.update(body=f"![A plan](/learn/files/{kept.pk}/)")
    remove = reverse("courses:lesson_file_remove", args=[lesson.pk, kept.pk])
    author.post(remove)
    assert LessonFile.objects.exists()
    LessonPage.objects.update(body="No picture.")
    author.post(remove)
    assert not LessonFile.objects.exists()


def test_a_video_is_ours_with_captions_or_elsewhere(author: Client, lesson: Lesson) -> None:
    address = reverse("courses:lesson_media", args=[lesson.pk])

    def say(revision: int, **fields: object) -> int:
        return author.post(address, {"based_on": str(revision), **fields}).status_code

    film, text = SimpleUploadedFile("a.mp4", FILM), SimpleUploadedFile("a.vtt", CAPTIONS)
    assert say(0, video=SimpleUploadedFile("a.mp4", SVG)) == 422
    assert say(0, captions=SimpleUploadedFile("a.vtt", b"Hello")) == 422
    assert say(0, embed="https://elsewhere.example/watch?v=abcdefghijk") == 422
    assert say(0, video=film, captions=text) == 302
    assert say(0, removes="on") == 409
    assert say(1, embed="https://youtu.be/abcdefghijk") == 302
    page = LessonPage.objects.get()
    assert page.embed == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert not page.video
    assert say(2, removes="on") == 302
    assert not LessonPage.objects.get().embed


def test_captions_go_with_a_video_and_draft_the_transcript(
    author: Client,
    lesson: Lesson,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    address = reverse("courses:lesson_media", args=[lesson.pk])

    def say(revision: int, **fields: object) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = author.post(address, {"based_on": str(revision), **fields})
        return answer.content.decode() if answer.status_code != 302 else "kept"

    def text(content: bytes = CAPTIONS) -> SimpleUploadedFile:
        return SimpleUploadedFile("said.vtt", content)

    assert "Captions go with a video file of our own." in say(0, captions=text())
    assert "Captions go with" in say(0, captions=text(), embed="https://youtu.be/abcdefghijk")
    assert say(0, video=SimpleUploadedFile("a.mp4", FILM), captions=text()) == "kept"
    first = LessonPage.objects.get()
    assert first.transcript == "Hello."
    for bad, why in (
        (b"1\n00:01 --> 00:02\nSubRip", "The first line of captions is WEBVTT."),
        (CAPTIONS.decode().encode("utf-16"), "Save the captions as UTF-8."),
        (b"WEBVTT\n\n00:01.000 --> 00:00.500\nBack", "Line 3: the caption ends before it begins."),
        (b"WEBVTT\n\n1:2 --> 3\nWhen?", "Line 3: write the times as"),
        (b"WEBVTT\n", "There is no caption in this file."),
        (b"WEBVTT\n" + b"x" * 512 * 1024, "Captions are a text of up to 512 kB."),
    ):
        assert why in say(1, captions=text(bad))
    LessonPage.objects.update(transcript="Corrected by hand.")
    assert say(1, captions=text(CAPTIONS.replace(b"Hello", b"Good day"))) == "kept"
    page = LessonPage.objects.get()
    assert page.transcript == "Corrected by hand."
    assert page.captions.read().endswith(b"Good day.\n")
    page.captions.close()
    stored = page.video.storage
    assert not stored.exists(str(first.captions.name))  # nobody can go back to it
    assert say(2, embed="https://youtu.be/abcdefghijk") == "kept"
    assert not LessonPage.objects.get().captions
    assert not stored.exists(str(page.video.name))


def test_what_is_said_becomes_paragraphs_with_names() -> None:
    cues = """WEBVTT - a talk

NOTE for the translator: keep it short

1
00:00:01.000 --> 00:00:02.000 align:start
<v Ada Fox>We cut
<i>scope</i> &amp; dates.</v>

00:00:02.200 --> 00:00:03.000
Not quality.

00:00:09.000 --> 00:00:10.000
Then we tell people."""
    assert captions.problems(cues.encode()) == []
    assert captions.said(cues.replace("\n", "\r\n").encode()) == (
        "**Ada Fox:** We cut scope & dates. Not quality.\n\nThen we tell people."
    )


def test_a_text_comes_from_a_file(author: Client, lesson: Lesson) -> None:
    address = reverse("courses:lesson_import", args=[lesson.pk])
    good = SimpleUploadedFile("a.md", b"## From a file\r\n\r\nText.")
    for bad in (SVG.replace(b"s", b"\xff"), b"\0", b"x" * 400_001):
        sent = {"file": SimpleUploadedFile("a.md", bad), "based_on": "0"}
        assert author.post(address, sent).status_code == 422
    assert author.post(address, {"file": good, "based_on": "0"}).status_code == 302
    assert LessonPage.objects.get().body == "## From a file\n\nText."
