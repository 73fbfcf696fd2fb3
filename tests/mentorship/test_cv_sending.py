"""A CV is sent version by version, once each, and goes when it should."""

import datetime as dt
import os
import stat
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import (
    CvDocument,
    CvVersion,
    EmptiedBy,
    Entitlement,
    ReviewStatus,
)
from mentorship.operations import cv_keeping, cv_reading, cvs
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.cv_cases import (
    document,
    files,
    read,
    returned,
    reviewer,
    say,
    send,
    submitted,
)
from tests.mentorship.cv_making import BETTER, LINES

pytestmark = pytest.mark.django_db
ANOTHER = (*BETTER[:-1], "Program planning, SQL, Airflow, Looker")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_cv_is_kept_with_its_words_and_its_file(student: User) -> None:
    version = document(student).versions.get()

    assert (version.number, version.kind, version.lines) == (1, "pdf", list(LINES))
    with version.file.open() as kept:
        assert kept.read() == "\n".join(LINES).encode()


def test_the_file_has_a_name_nobody_guesses_and_is_for_its_owner_alone(student: User) -> None:
    version = document(student).versions.get()
    (path,) = files()

    assert path.stem not in {"cv", version.name}
    assert len(path.stem) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_form_sent_twice_is_one_cv(student: User) -> None:
    key = uuid.uuid4()
    sent = [cvs.start_cv(owner=student, title="Senior TPM", cv=read(), key=key) for _ in range(2)]

    assert sent[0] == sent[1]
    assert len(files()) == 1


def test_the_same_file_sent_again_is_the_same_version(student: User) -> None:
    cv = document(student)
    again = cvs.send_version(document=cv, cv=read(), key=uuid.uuid4())

    assert (again.version.number, again.is_new) == (1, False)
    assert len(files()) == 1


def test_another_file_is_the_next_version(student: User) -> None:
    cv = document(student)

    assert send(cv).number == 2
    assert cv.versions.count() == len(files()) == 2


def test_nothing_stays_when_the_row_cannot_be_written(student: User) -> None:
    cv = document(student)
    broken = read(BETTER, name="x" * 200 + ".pdf")  # longer than its column

    with pytest.raises(Exception, match="too long"):
        cvs.send_version(document=cv, cv=broken, key=uuid.uuid4())

    assert cv.versions.count() == len(files()) == 1


def test_a_person_keeps_ten_cvs(student: User) -> None:
    for _ in range(cvs.CVS):
        document(student)

    with pytest.raises(RuleBroken, match="10 CVs"):
        document(student)
    assert len(files()) == cvs.CVS


def test_a_person_sends_twenty_files_a_day(student: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(cvs, "A_DAY", 2)
    cv = document(student)
    send(cv)

    with pytest.raises(RuleBroken, match="a day"):
        send(cv, ANOTHER)
    assert len(files()) == 2
    with travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        assert send(cv, ANOTHER).number == 3


def test_what_was_sent_before_reading_begins_is_what_is_read(student: User) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    send(cv)
    review.refresh_from_db()

    assert (review.status, review.version.number) == (ReviewStatus.ASSIGNED, 2)


def test_nothing_is_sent_while_the_reviewer_reads(student: User) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    cv_reading.begin(review=review)

    with pytest.raises(RuleBroken, match="reading version 1 now"):
        send(cv)
    assert len(files()) == 1


def test_the_next_version_of_a_returned_cv_goes_back_to_its_reviewer(student: User) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    with travel(timezone.now() + dt.timedelta(days=9), tick=False):
        send(cv)
        review.refresh_from_db()

        assert (review.status, review.version.number) == (ReviewStatus.REVISED, 2)
        assert review.due_at > timezone.now()


# --- How a CV goes --------------------------------------------------------------------------


def test_a_deleted_cv_leaves_a_row_that_says_so(
    student: User, django_capture_on_commit_callbacks: Any
) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    send(cv)
    with django_capture_on_commit_callbacks(execute=True):
        cvs.empty_cv(document=cv, why=EmptiedBy.OWNER)
    cv.refresh_from_db()
    review.refresh_from_db()

    assert (cv.emptied_by, cv.versions.count()) == ("owner", 2)
    assert files() == []
    assert {(one.name, tuple(one.lines), bool(one.file)) for one in cv.versions.all()} == {
        ("", (), False)
    }
    assert (review.status, review.summary, review.wish) == (ReviewStatus.CLOSED, "", "")
    assert not review.comments.exists()
    assert {score.words for score in review.scores.all()} == {""}


def test_nothing_is_sent_to_a_deleted_cv(student: User) -> None:
    cv = document(student)
    cvs.empty_cv(document=cv, why=EmptiedBy.OWNER)

    with pytest.raises(RuleBroken, match="was deleted"):
        send(cv)


@pytest.mark.parametrize("begun", [False, True])
def test_deleting_a_cv_before_it_came_back_gives_the_session_back(
    student: User, begun: bool
) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    if begun:
        say(review)
    cvs.empty_cv(document=cv, why=EmptiedBy.OWNER)

    assert Entitlement.objects.get().left == 1


def test_deleting_a_cv_that_came_back_keeps_the_session_used(student: User) -> None:
    reviewer()
    cv = document(student)
    returned(cv)
    cvs.empty_cv(document=cv, why=EmptiedBy.OWNER)

    assert Entitlement.objects.get().left == 0


def test_a_cv_goes_twelve_months_after_its_last_use(student: User) -> None:
    old, used = document(student), document(student, BETTER)
    with travel(timezone.now() + dt.timedelta(days=200), tick=False):
        send(used, ANOTHER)
    with travel(timezone.now() + dt.timedelta(days=366), tick=False):
        assert cv_keeping.keep_cvs_twelve_months() == 1
        assert cv_keeping.keep_cvs_twelve_months() == 0
    old.refresh_from_db()
    used.refresh_from_db()

    assert (old.emptied_by, used.emptied_by) == (EmptiedBy.TIME, "")


def test_files_of_no_row_are_swept_once_they_are_old(student: User) -> None:
    document(student)
    (kept,) = files()
    lost, fresh = kept.with_name("lost.pdf"), kept.with_name("fresh.pdf")
    long_ago = (timezone.now() - dt.timedelta(hours=2)).timestamp()
    for path in (lost, fresh):
        path.write_bytes(b"%PDF-")
    for path in (lost, kept):
        os.utime(path, (long_ago, long_ago))

    assert cv_keeping.sweep_files() == 1
    assert set(files()) == {kept, fresh}


def test_sweeping_a_folder_that_was_never_written_is_nothing() -> None:
    assert cv_keeping.sweep_files() == 0


# --- Laws of the database -------------------------------------------------------------------


def test_the_database_keeps_one_version_of_a_file(student: User) -> None:
    version = document(student).versions.get()
    version.pk, version.number, version.form_token = None, 2, uuid.uuid4()

    with pytest.raises(IntegrityError, match="the_same_file_is_the_same_version"):
        version.save(force_insert=True)


def test_the_database_keeps_one_open_review_of_a_cv(student: User) -> None:
    review = submitted(document(student))
    review.pk, review.form_token, review.public_id = None, uuid.uuid4(), uuid.uuid4()

    with pytest.raises(IntegrityError, match="one_open_review_per_cv"), transaction.atomic():
        review.save(force_insert=True)
    review.status = ReviewStatus.WITHDRAWN
    review.save(force_insert=True)


# --- At once --------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_windows_that_send_the_same_file_make_one_version() -> None:
    cv = document(make.student())

    sent = at_the_same_time(
        lambda _: cvs.send_version(document=cv, cv=read(BETTER), key=uuid.uuid4()), range(8)
    )

    assert {one.version.number for one in sent} == {2}
    assert [one.is_new for one in sent].count(True) == 1
    assert len(files()) == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_windows_that_send_different_files_make_two_versions() -> None:
    cv = document(make.student())
    texts = [(*BETTER, f"Interests: number {n}") for n in range(6)]

    sent = at_the_same_time(lambda lines: send(cv, lines).number, texts)

    assert sorted(sent) == [2, 3, 4, 5, 6, 7]
    assert len(files()) == CvVersion.objects.count() == 7


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_clicked_eight_times_makes_one_cv() -> None:
    owner, key = make.student(), uuid.uuid4()

    made = at_the_same_time(
        lambda _: cvs.start_cv(owner=owner, title="TPM", cv=read(), key=key).pk, range(8)
    )

    assert len(set(made)) == CvDocument.objects.count() == len(files()) == 1
