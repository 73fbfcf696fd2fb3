"""Files of lessons in pieces, as players and browsers ask for them (RFC 9110)."""

import pytest
from django.core.files.base import ContentFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from courses.lessons import pieces
from courses.lessons.pieces import Piece, piece_of
from courses.models import LessonFile, LessonPage
from institute.accounts.models import User
from tests import make
from tests.courses.lessons import place, written

FILM = b"0123456789"
MB = 1024 * 1024


@pytest.fixture
def film(student: User) -> str:
    """The address of a video of ten bytes that this student may watch."""
    mine = place(who=student)
    lesson = written(mine.cohort, video=ContentFile(FILM, "film.webm"))
    return reverse("courses:lesson_video", args=[mine.pk, lesson.pk])


def tag_of(client: Client, address: str) -> str:
    answer = client.get(address)
    answer.getvalue()  # read to its end, the file is closed
    return str(answer["ETag"])


def blocks_of(answer: object) -> list[int]:
    """The sizes in which an answer is read while it is sent."""
    assert isinstance(answer, StreamingHttpResponse)
    return [len(block) for block in answer]


@pytest.mark.parametrize(
    ("asked", "range_", "body"),
    [
        ("bytes=0-0", "bytes 0-0/10", b"0"),
        ("bytes=2-5", "bytes 2-5/10", b"2345"),
        ("bytes=7-", "bytes 7-9/10", b"789"),
        ("bytes=9-", "bytes 9-9/10", b"9"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=-99", "bytes 0-9/10", FILM),
        ("bytes=4-99", "bytes 4-9/10", b"456789"),
        ("Bytes= 0-1 ", "bytes 0-1/10", b"01"),
    ],
)
@pytest.mark.django_db
def test_a_piece_is_what_was_asked_for(
    as_student: Client, film: str, asked: str, range_: str, body: bytes
) -> None:
    answer = as_student.get(film, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (206, range_)
    assert answer.getvalue() == body
    assert answer["Content-Length"] == str(len(body))
    assert answer["Content-Type"] == "video/webm"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", f"bytes={'9' * 60}-", "bytes=-0"])
@pytest.mark.django_db
def test_a_piece_that_is_not_there_is_refused_with_the_size(
    as_student: Client, film: str, asked: str
) -> None:
    answer = as_student.get(film, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")
    assert answer.content == b""


@pytest.mark.parametrize(
    "asked",
    ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=--1"],
)
@pytest.mark.django_db
def test_what_is_no_single_range_gets_the_whole_file(
    as_student: Client, film: str, asked: str
) -> None:
    answer = as_student.get(film, headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (200, FILM)
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == ("10", "bytes")
    assert "Content-Range" not in answer


@pytest.mark.django_db
def test_head_tells_of_the_whole_file_and_sends_nothing(as_student: Client, film: str) -> None:
    answer = as_student.head(film, headers={"Range": "bytes=2-5"})
    assert (answer.status_code, answer["Content-Length"]) == (200, "10")
    assert (answer["Accept-Ranges"], answer["Content-Type"]) == ("bytes", "video/webm")
    assert answer["ETag"] == tag_of(as_student, film)


@pytest.mark.django_db
def test_a_player_goes_on_with_the_same_film_only(as_student: Client, film: str) -> None:
    known = tag_of(as_student, film)

    def goes_on(with_what: str) -> int:
        headers = {"Range": "bytes=2-5", "If-Range": with_what}
        answer = as_student.get(film, headers=headers)
        answer.getvalue()
        return answer.status_code

    assert goes_on(known) == 206
    assert goes_on(f"W/{known}") == 200  # a weak tag does not say that the bytes are the same
    assert goes_on('"another"') == 200
    assert goes_on("Mon, 23 Nov 2026 10:00:00 GMT") == 200  # we give no date to go by
    page = LessonPage.objects.get()
    page.video.save("film.webm", ContentFile(b"9876543210"))
    assert goes_on(known) == 200


@pytest.mark.django_db
def test_a_film_that_is_known_is_not_sent_again(as_student: Client, film: str) -> None:
    known = tag_of(as_student, film)
    again = as_student.get(film, headers={"If-None-Match": known, "Range": "bytes=2-5"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", known)
    other = as_student.get(film, headers={"If-Match": '"another"'})
    assert other.status_code == 412


@pytest.mark.django_db
def test_a_long_film_is_read_block_by_block(as_student: Client, student: User) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort, video=ContentFile(b"x" * (6 * MB), "long.mp4"))
    address = reverse("courses:lesson_video", args=[mine.pk, lesson.pk])
    answer = as_student.get(address, headers={"Range": "bytes=0-"})
    assert answer["Content-Range"] == f"bytes 0-{4 * MB - 1}/{6 * MB}"
    blocks = blocks_of(answer)
    assert sum(blocks) == 4 * MB
    assert max(blocks) <= MB // 4
    rest = as_student.get(address, headers={"Range": f"bytes={4 * MB}-"})
    assert sum(blocks_of(rest)) == 2 * MB


@pytest.mark.django_db
def test_pictures_downloads_and_captions_come_in_pieces_too(
    as_student: Client, student: User
) -> None:
    mine = place(who=student)
    lesson = written(mine.cohort, captions=ContentFile(b"WEBVTT\n", "said.vtt"))
    kept = LessonFile.objects.create(
        lesson=lesson,
        name="Größe.csv",
        media_type="text/csv",
        size=10,
        file=ContentFile(FILM, "sizes.csv"),
    )
    said = reverse("courses:lesson_captions", args=[mine.pk, lesson.pk])
    sizes = reverse("courses:lesson_file", args=[kept.pk])
    for address, body in ((said, b"EBV"), (sizes, b"123")):
        answer = as_student.get(address, headers={"Range": "bytes=1-3"})
        assert (answer.status_code, answer.getvalue()) == (206, body)
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.csv"


@pytest.mark.django_db
def test_nobody_learns_the_size_of_a_film_that_is_not_theirs(client: Client, film: str) -> None:
    asked = {"Range": "bytes=99-"}
    assert client.get(film, headers=asked).status_code == 302
    client.force_login(make.student())
    for answer in (client.get(film, headers=asked), client.head(film)):
        assert answer.status_code == 404
        assert "Content-Range" not in answer


@pytest.mark.django_db
def test_a_film_that_is_lost_is_not_found(as_student: Client, film: str) -> None:
    page = LessonPage.objects.get()
    page.video.storage.delete(str(page.video.name))
    assert as_student.get(film, headers={"Range": "bytes=0-"}).status_code == 404


def test_no_range_reaches_beyond_a_file() -> None:
    for size in range(5):
        for start in range(7):
            for end in range(start, 8):
                piece = piece_of(f"bytes={start}-{end}", size)
                assert piece is not None
                body = b"abcd"[:size][piece.start : piece.end + 1]
                assert len(body) == piece.length
                assert (piece.length == 0) == (start >= size)
    assert piece_of("bytes=-5", 0) == Piece(0, -1)
    long = piece_of("bytes=0-", pieces.MOST * 3)
    assert long is not None
    assert long.length == pieces.MOST
