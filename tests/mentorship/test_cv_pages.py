"""A person's own CVs as pages: what they see, what is refused, what others never meet."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import CvDocument, CvReview, CvVersion, ReviewStatus
from mentorship.operations import cv_reading, cv_reviewing
from mentorship.views import uploading
from tests import make
from tests.mentorship import cv_making as making
from tests.mentorship.cv_cases import (
    document,
    files,
    returned,
    reviewer,
    say,
    send,
    submitted,
    verdict,
)
from tests.mentorship.test_cv_files import NOT_TAKEN
from tests.mentorship.test_cv_reviewing import make_completed

pytestmark = pytest.mark.django_db
CVS = "/cv/"
SENTENCE = "Send a PDF or DOCX file of up to 5 MB."


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def upload(data: bytes, name: str = "cv.pdf") -> dict[str, object]:
    return {"title": "Senior TPM", "file": SimpleUploadedFile(name, data)}


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# --- Sending --------------------------------------------------------------------------------


def test_a_pdf_that_is_sent_is_there_line_by_line(as_student: Client) -> None:
    answer = as_student.post(CVS, upload(making.pdf()), follow=True)

    assert answer.status_code == 200
    assert CvVersion.objects.get().lines == list(making.LINES)
    assert "Ran the incident review programme for 14 services." in words(answer)
    assert "Have it read" in words(answer)


def test_the_next_version_may_be_a_word_document(as_student: Client, student: User) -> None:
    cv = document(student)
    address = reverse("mentorship:cv_send", args=[cv.public_id])
    file = SimpleUploadedFile("cv.docx", making.word(making.BETTER))
    answer = as_student.post(address, {"file": file}, follow=True)

    assert "Version 2 is here." in words(answer)
    assert cv.versions.get(number=2).kind == "docx"


def test_the_same_file_again_says_so(as_student: Client) -> None:
    as_student.post(CVS, upload(making.pdf()))
    cv = CvDocument.objects.get()
    address = reverse("mentorship:cv_send", args=[cv.public_id])
    file = SimpleUploadedFile("other-name.pdf", making.pdf())
    answer = as_student.post(address, {"file": file}, follow=True)

    assert "the file you sent as version 1. Nothing changed." in words(answer)
    assert len(files()) == 1


@pytest.mark.parametrize(("name", "data", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_is_no_cv_leaves_neither_a_row_nor_a_file(
    as_student: Client, name: str, data: bytes, why: str
) -> None:
    answer = as_student.post(CVS, upload(data, name))

    assert answer.status_code == 422
    assert why in words(answer)
    assert SENTENCE in words(answer)
    assert not CvDocument.objects.exists()
    assert files() == []


def test_what_is_no_cv_is_refused_as_a_next_version_too(as_student: Client, student: User) -> None:
    cv = document(student)
    address = reverse("mentorship:cv_send", args=[cv.public_id])
    answer = as_student.post(address, {"file": SimpleUploadedFile("cv.pdf", b"MZ")})

    assert answer.status_code == 422
    assert SENTENCE in words(answer)
    assert cv.versions.count() == len(files()) == 1


def test_no_file_and_no_name_are_asked_for(as_student: Client) -> None:
    answer = as_student.post(CVS, {"title": ""})

    assert answer.status_code == 422
    assert "Choose a file. " + SENTENCE in words(answer)
    assert "Say which roles this CV is for." in words(answer)


def test_nobody_has_files_read_without_end(as_student: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploading, "TRIES", 2)
    answers = [as_student.post(CVS, upload(b"MZ")).status_code for _ in range(3)]

    assert answers == [422, 422, 429]
    assert as_student.get(CVS).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/cv.pdf",
        "x" * 10_000 + ".pdf",
        "\u202ecod.exe.pdf",
        "سيرة.pdf",
        'a"; filename="b.exe.pdf',
        "cv%0d%0aSet-Cookie: a=b.pdf",
    ],
)
def test_whatever_a_file_is_called_it_can_be_sent_and_fetched(
    as_student: Client, name: str
) -> None:
    answer = as_student.post(CVS, upload(making.pdf(), name), follow=True)
    assert answer.status_code == 200
    cv = CvDocument.objects.get()
    got = as_student.get(reverse("mentorship:cv_file", args=[cv.public_id, 1]))

    assert got.status_code == 200
    assert got["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in got["Content-Disposition"]
    assert len(cv.versions.get().name) <= 120


# --- The file -------------------------------------------------------------------------------


def test_the_file_is_given_to_keep_and_never_to_show(as_student: Client) -> None:
    as_student.post(CVS, upload(making.pdf(), "Priya CV.pdf"))
    cv = CvDocument.objects.get()
    got = as_student.get(reverse("mentorship:cv_file", args=[cv.public_id, 1]))

    assert got.content == making.pdf()
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="Priya CV.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]


def test_a_file_that_is_lost_is_not_found(as_student: Client, student: User) -> None:
    cv = document(student)
    files()[0].unlink()

    assert as_student.get(reverse("mentorship:cv_file", args=[cv.public_id, 1])).status_code == 404
    assert as_student.get(reverse("mentorship:cv_file", args=[cv.public_id, 7])).status_code == 404


def test_the_file_is_for_its_owner_its_reviewer_and_managers(client: Client, student: User) -> None:
    reads, other = reviewer(), reviewer(accepting=False)
    cv = document(student)
    review = submitted(cv)
    address = reverse("mentorship:cv_file", args=[cv.public_id, 1])
    seen = {
        student: 200,
        reads.user: 200,
        make.staff(Role.MANAGER): 200,
        other.user: 404,
        make.student(): 404,
        make.staff(Role.DESK): 404,
    }
    for person, status in seen.items():
        client.force_login(person)
        assert (person, client.get(address).status_code) == (person, status)
    cv_reviewing.withdraw(review=review)
    client.force_login(reads.user)
    assert client.get(address).status_code == 404


# --- What its owner reads -------------------------------------------------------------------


def page_of(client: Client, cv: CvDocument, query: str = "") -> str:
    answer = client.get(cv.get_absolute_url() + query)
    assert answer.status_code == 200
    return words(answer)


def test_drafts_are_nobody_elses(as_student: Client, student: User) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    say(review)
    cv_reading.keep_verdict(review=review, verdict=verdict())
    page = page_of(as_student, cv)

    assert "reads version 1" in page
    assert "from where to where" not in page
    assert "How it reads" not in page


def test_what_came_back_stands_beside_its_lines(as_student: Client, student: User) -> None:
    reviewer()
    cv = document(student)
    returned(cv)
    page = page_of(as_student, cv)

    assert "returned it" in page
    assert "from where to where" in page
    assert "Line 7" in page
    assert "2 of 4" in page
    assert "Open: 2 comments" in page


def test_a_new_version_shows_what_it_may_settle(as_student: Client, student: User) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    send(cv)
    page = page_of(as_student, cv)

    assert "its lines changed: settled?" in page
    assert "its lines are gone" in page
    first = review.comments.earliest("pk")
    done = reverse("mentorship:cv_resolved", args=[cv.public_id])
    answer = as_student.post(done, {"done": [first.pk, "x", "9" * 40]}, follow=True)
    assert "1 resolved." in words(answer)
    assert "Settled in version 2" in words(answer)


def test_an_earlier_version_shows_what_was_said_of_it(as_student: Client, student: User) -> None:
    reviewer()
    cv = document(student)
    returned(cv)
    send(cv)

    assert "Responsible for the migration" in page_of(as_student, cv, "?version=1")
    assert "Moved the ledger" in page_of(as_student, cv, "?version=%00")


def test_two_versions_stand_side_by_side(as_student: Client, student: User) -> None:
    cv = document(student)
    address = reverse("mentorship:cv_changes", args=[cv.public_id])
    assert as_student.get(address).status_code == 404
    send(cv)
    page = words(as_student.get(address))

    assert "<del>Responsible for the migration of</del>" in page
    assert "<ins>Moved</ins>" in page
    same = words(as_student.get(address, {"from": "2", "to": "2"}))
    assert "These versions say the same." in same


def test_asking_without_a_session_says_what_to_do(as_student: Client, student: User) -> None:
    reviewer()
    cv = document(student)
    assert "you have none left for it" in page_of(as_student, cv)
    answer = as_student.post(reverse("mentorship:cv_ask", args=[cv.public_id]), {"wish": ""})

    assert answer.status_code == 422
    assert "You have no sessions left for this." in words(answer)


def test_asking_closing_and_withdrawing_are_one_click_each(
    as_student: Client, student: User
) -> None:
    reviewer()
    make.sessions(student, 1)
    cv = document(student)
    ask = reverse("mentorship:cv_ask", args=[cv.public_id])
    withdraw = reverse("mentorship:cv_withdraw", args=[cv.public_id])
    token = {"wish": "The level?", "form_token": str(uuid.uuid4())}
    for _ in range(2):
        as_student.post(ask, token)
    assert CvReview.objects.get().wish == "The level?"
    page = words(as_student.post(withdraw, follow=True))
    assert "yours to use again" in page
    as_student.post(ask, {"wish": ""})
    review = CvReview.objects.open().get()
    say(review)
    cv_reading.return_review(review=review, verdict=verdict())
    page = words(as_student.post(reverse("mentorship:cv_close", args=[cv.public_id]), follow=True))

    assert "Have it read again?" in page
    assert "cannot be done now" in words(as_student.post(withdraw, follow=True))


def test_a_line_carries_a_link_to_what_was_completed_here(
    as_student: Client, student: User
) -> None:
    place = make_completed(student)
    cv = document(student)
    address = reverse("mentorship:cv_vouch", args=[cv.public_id])
    said = {"line": "4", "evidence": f"courses:place {place}"}
    page = words(as_student.post(address, said, follow=True))
    assert "http://testserver/courses/" in page
    claim = cv.versions.get().claims.get()
    as_student.post(address, {"remove": str(claim.pk)})

    assert not cv.versions.get().claims.exists()
    refused = as_student.post(address, {"line": "4", "evidence": "courses:place 0"})
    assert refused.status_code == 422
    assert "Choose one of the courses you completed with us." in words(refused)


def test_a_cv_is_deleted_after_a_page_that_says_what_follows(
    as_student: Client, student: User
) -> None:
    cv = document(student)
    address = reverse("mentorship:cv_delete", args=[cv.public_id])
    assert "Delete this CV?" in words(as_student.get(address))
    page = words(as_student.post(address, follow=True))

    assert "Deleted: every version" in page
    assert "Deleted by its owner" in page_of(as_student, cv)
    assert as_student.get(reverse("mentorship:cv_file", args=[cv.public_id, 1])).status_code == 404
    assert as_student.post(address).status_code == 302


def test_somebody_elses_cv_does_not_exist(as_student: Client) -> None:
    cv = document(make.student())
    for name in ("cv", "cv_delete", "cv_changes"):
        assert as_student.get(reverse(f"mentorship:{name}", args=[cv.public_id])).status_code == 404
    acts = ("send", "ask", "withdraw", "resolved", "close", "vouch", "delete")
    for act in acts:
        address = reverse(f"mentorship:cv_{act}", args=[cv.public_id])
        assert as_student.post(address).status_code == 404
    cv.refresh_from_db()
    assert not cv.is_emptied


def test_acts_on_a_review_that_was_never_asked_for_find_nothing(
    as_student: Client, student: User
) -> None:
    cv = document(student)
    for act in ("withdraw", "resolved", "close"):
        address = reverse(f"mentorship:cv_{act}", args=[cv.public_id])
        assert as_student.post(address).status_code == 404


def test_a_page_costs_as_many_queries_however_much_was_said(
    as_student: Client, student: User, django_assert_max_num_queries: Any
) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    with django_assert_max_num_queries(16) as few:
        page_of(as_student, cv)
    send(cv)
    for line in range(1, 11):
        say(review, line, line)
    cv_reading.return_review(review=review, verdict=verdict())
    with django_assert_max_num_queries(len(few)):
        page_of(as_student, cv)


def test_the_list_costs_as_many_queries_however_many_cvs(
    as_student: Client, student: User, django_assert_max_num_queries: Any
) -> None:
    document(student)
    with django_assert_max_num_queries(14) as few:
        as_student.get(CVS)
    for _ in range(4):
        returned(document(student)) if CvReview.objects.exists() else document(student)
    with django_assert_max_num_queries(len(few)):
        as_student.get(CVS)


# --- Elsewhere ------------------------------------------------------------------------------


def test_today_says_where_a_cv_stands(as_student: Client, student: User) -> None:
    reviewer()
    returned(document(student))
    page = words(as_student.get(reverse("dashboard")))

    assert "Your next version waits for you." in page


def test_the_timeline_and_the_privacy_file_tell_of_cvs(student: User) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    say(review)
    stored: Any = panels.export(student)["cvs"]
    assert stored[0]["reviews"][0]["comments"] == []
    cv_reading.return_review(review=review, verdict=verdict())
    stored = panels.export(student)["cvs"]
    titles = [row.title for row in panels.timeline(student)]

    assert stored[0]["versions"][0]["lines"] == list(making.LINES)
    assert stored[0]["reviews"][0]["comments"][0]["severity"] == "must"
    assert "A CV came back: Senior TPM, payments" in titles


def test_staff_read_that_a_review_was_asked_for_and_nothing_of_it(student: User) -> None:
    reviewer()
    returned(document(student))
    rows = [row for row in panels.history(panels.Whose(user=student)) if "CV" in row.title]

    assert [row.state for row in rows] == [ReviewStatus.RETURNED.label]
    assert rows[0].text == ""
