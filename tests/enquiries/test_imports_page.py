"""Sending the provider's file, watching it being read, and what it could not make sense of."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enquiries import tasks
from enquiries.models import Call, CallImport
from enquiries.operations import importing
from institute.accounts.models import User
from tests.enquiries.calls import HEAD, imported, line, many, sent

pytestmark = pytest.mark.django_db
PAGE = "/desk/imports/"
HTMX = {"HX-Request": "true"}


def send(client: Client, text: str | bytes, **headers: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(PAGE, {"file": SimpleUploadedFile("calls.csv", data)}, **headers)


def test_a_file_that_was_sent_leads_to_its_page(as_desk: Client) -> None:
    answer = send(as_desk, many(2))

    source = CallImport.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{source.pk}/"
    assert (source.name, Call.objects.count()) == ("calls.csv", 0)


def test_a_file_sent_while_the_broker_is_down_is_read_later(
    as_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.read_calls, "apply_async", _away)

    assert send(as_desk, many(2)).status_code == 302
    tasks.read_on()
    assert Call.objects.count() == 2


def _away(*_: object, **__: object) -> None:
    raise ConnectionError("nobody is there")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04 and more", "This is an Excel workbook or a ZIP archive"),
        (b"name,email\n", "Missing: a column for the start"),
        (b"x" * (5 * 1024 * 1024 + 9), "This file is larger than 5 MB."),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    data: bytes, words: str, as_desk: Client
) -> None:
    answer = send(as_desk, data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "up to 5 MB and 50,000 lines" in answer.content.decode()


def test_sending_nothing_says_what_to_choose(as_desk: Client) -> None:
    answer = as_desk.post(PAGE)

    assert answer.status_code == 422
    assert "Choose the file your phone provider gave you" in answer.content.decode()


def test_the_page_shows_progress_and_asks_again_until_it_is_done(
    as_desk: Client, desk: User
) -> None:
    source = sent(many(3), desk)
    CallImport.objects.update(status="running", lines=3, read=1)
    page = as_desk.get(f"{PAGE}{source.pk}/").content.decode()

    assert '<progress max="3" value="1"' in page
    assert 'hx-trigger="load delay:1s"' in page
    assert "See how far it is" in page  # without scripts

    importing.read_on(source.pk)
    part = as_desk.get(f"{PAGE}{source.pk}/", headers=HTMX).content.decode()
    assert "The file is read" in part
    assert "hx-trigger" not in part
    assert "<html" not in part


def test_unread_lines_stand_on_the_page_with_their_number(as_desk: Client) -> None:
    source = imported(HEAD + line("<b>soon</b>", "4165550142"))
    page = as_desk.get(f"{PAGE}{source.pk}/").content.decode()

    assert "Lines that could not be read" in page
    assert "“&lt;b&gt;soon&lt;/b&gt;” is not a date and time." in page


def test_what_stopped_can_be_tried_again(as_desk: Client, desk: User) -> None:
    source = sent(many(2), desk)
    importing.stop(call_import_id=source.pk, problem="The power went.")
    assert "The power went." in as_desk.get(f"{PAGE}{source.pk}/").content.decode()

    as_desk.post(f"{PAGE}{source.pk}/retry/")
    tasks.read_on()
    assert Call.objects.count() == 2
    # pressed again, it says so and does nothing
    again = as_desk.post(f"{PAGE}{source.pk}/retry/", follow=True)
    assert "already done" in again.content.decode()


def test_a_file_that_never_was_is_not_found(as_desk: Client) -> None:
    assert as_desk.get(f"{PAGE}999999/").status_code == 404


def test_students_stay_outside(as_student: Client) -> None:
    assert as_student.get(reverse("enquiries:calls_imports")).status_code == 403


def test_the_list_asks_as_little_of_twenty_files_as_of_two(
    as_desk: Client, desk: User, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            as_desk.get(PAGE)
        return len(counted)

    for number in range(2):
        imported(many(number + 1), desk)
    as_desk.get(PAGE)  # the first page reads what the process keeps
    few = queries()
    for number in range(2, 18):
        imported(many(1) + line(f"2026-02-{number:02} 10:00", "4165550142"), desk)
    assert queries() == few
