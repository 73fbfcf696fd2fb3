"""A CV is read by one person, by a day, and comes back with something to do."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.mail.operations import deliver
from mentorship.models import (
    CvComment,
    CvReview,
    Entitlement,
    EntitlementEntry,
    Mentor,
    ReviewStatus,
    Severity,
)
from mentorship.operations import cv_claiming, cv_keeping, cv_reading, cv_reviewing
from mentorship.operations.crediting import NothingLeft
from mentorship.operations.cv_reading import Remark, Verdict
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.cv_cases import (
    document,
    returned,
    reviewer,
    say,
    send,
    submitted,
    verdict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def kinds() -> list[str]:
    return list(OutboundMessage.objects.order_by("pk").values_list("kind", flat=True))


# --- Asking ---------------------------------------------------------------------------------


def test_asking_sets_one_session_aside_and_promises_a_day(student: User) -> None:
    reads = reviewer()
    review = submitted(document(student))

    assert (review.status, review.reviewer) == (ReviewStatus.ASSIGNED, reads)
    assert (review.due_at - timezone.now()).days in {4, 5}
    assert Entitlement.objects.get().left == 0
    assert kinds() == ["mentorship.cv_assigned", "mentorship.cv_received"]


def test_asking_twice_is_one_review(student: User) -> None:
    cv = document(student)
    first, second = submitted(cv), submitted(cv)

    assert first == second
    assert sorted(Entitlement.objects.values_list("left", flat=True)) == [0, 1]


def test_nobody_asks_without_a_session_to_use(student: User) -> None:
    reviewer()
    cv = document(student)

    with pytest.raises(NothingLeft):
        cv_reviewing.submit(document=cv, wish="", key=uuid.uuid4())
    assert not CvReview.objects.exists()
    assert kinds() == []


def test_a_withdrawn_review_costs_nothing_and_can_be_asked_for_again(student: User) -> None:
    reviewer()
    cv = document(student)
    review = cv_reviewing.withdraw(review=submitted(cv))
    cv_reviewing.withdraw(review=review)

    assert review.status == ReviewStatus.WITHDRAWN
    assert Entitlement.objects.get().left == 1
    again = cv_reviewing.submit(document=cv, wish="", key=uuid.uuid4())
    assert again.pk != review.pk


def test_a_review_that_was_begun_is_not_withdrawn(student: User) -> None:
    reviewer()
    review = submitted(document(student))
    cv_reading.begin(review=review)

    with pytest.raises(RuleBroken, match="reading it already"):
        cv_reviewing.withdraw(review=review)


# --- Who reads ------------------------------------------------------------------------------


def test_the_reviewer_with_the_fewest_is_next(student: User) -> None:
    first, second = reviewer(), reviewer()
    readers = [submitted(document(make.student())).reviewer for _ in range(4)]

    assert readers.count(first) == readers.count(second) == 2


def test_nobody_is_given_a_cv_of_their_own() -> None:
    mine = reviewer()
    review = submitted(document(mine.user))

    assert (review.status, review.reviewer) == (ReviewStatus.SUBMITTED, None)
    with pytest.raises(RuleBroken, match="of their own"):
        cv_reviewing.claim(review=review, mentor=mine)


def test_mentors_who_take_nobody_new_or_do_not_review_are_given_nothing(student: User) -> None:
    reviewer(accepting=False)
    make.mentor()

    assert submitted(document(student)).reviewer is None


def test_what_nobody_had_time_for_is_given_away_later(student: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(cv_reviewing, "AT_ONCE", 1)
    reads = reviewer()
    first = submitted(document(student))
    second = submitted(document(make.student()))
    assert second.reviewer is None
    assert cv_keeping.look_after_reviews() == 0

    cv_reviewing.withdraw(review=first)
    assert cv_keeping.look_after_reviews() == 1
    second.refresh_from_db()
    assert second.reviewer == reads


def test_a_review_is_taken_from_the_queue_by_hand(student: User) -> None:
    review = submitted(document(student))
    reads = reviewer(accepting=False)
    cv_reviewing.claim(review=review, mentor=reads)
    claimed = cv_reviewing.claim(review=review, mentor=reads)

    assert (claimed.status, claimed.reviewer) == (ReviewStatus.ASSIGNED, reads)
    with pytest.raises(RuleBroken, match="reads this one already"):
        cv_reviewing.claim(review=review, mentor=reviewer())


def test_what_is_put_back_waits_for_somebody_else_without_the_drafts(student: User) -> None:
    reads = reviewer()
    review = submitted(document(student))
    say(review)
    back = cv_reviewing.hand_back(review=review)

    assert (back.status, back.reviewer) == (ReviewStatus.SUBMITTED, None)
    assert not CvComment.objects.exists()
    assert Mentor.objects.get(pk=reads.pk).cv_reviews.count() == 0


# --- Reading --------------------------------------------------------------------------------


def test_the_first_comment_begins_the_review_and_quotes_its_lines(student: User) -> None:
    reviewer()
    review = submitted(document(student))
    made = say(review, 8, 7)
    review.refresh_from_db()

    assert review.status == ReviewStatus.IN_REVIEW
    assert (made.start, made.end) == (7, 8)
    assert made.quoted.startswith("• Responsible for")
    assert made.quoted.count("\n") == 1


@pytest.mark.parametrize(("start", "end"), [(0, 1), (13, 14), (99, 99)])
def test_a_comment_stands_on_lines_that_are_there(student: User, start: int, end: int) -> None:
    reviewer()
    review = submitted(document(student))

    with pytest.raises(RuleBroken, match="the lines 1 to 13"):
        say(review, start, end)


def test_the_same_comment_sent_twice_is_one(student: User) -> None:
    reviewer()
    review, key = submitted(document(student)), uuid.uuid4()
    remark = Remark(1, 1, Severity.PRAISE, "Good name.")
    for _ in range(2):
        cv_reading.comment(review=review, remark=remark, key=key)

    assert CvComment.objects.count() == 1


def test_nothing_is_returned_half_done(student: User) -> None:
    reviewer()
    review = submitted(document(student))
    cv_reading.begin(review=review)

    with pytest.raises(RuleBroken, match="Still to score: Targeting, Impact"):
        cv_reading.return_review(review=review, verdict=Verdict("Well."))
    with pytest.raises(RuleBroken, match="Write a summary"):
        cv_reading.return_review(review=review, verdict=Verdict("", verdict().marks))
    with pytest.raises(RuleBroken, match="at least one line"):
        cv_reading.return_review(review=review, verdict=verdict())
    review.refresh_from_db()
    assert review.status == ReviewStatus.IN_REVIEW


def test_what_is_returned_is_told_paid_for_and_written_about(student: User) -> None:
    reviewer()
    review = returned(document(student))
    cv_reading.return_review(review=review, verdict=verdict())

    assert review.status == ReviewStatus.RETURNED
    assert all(one.told_at for one in review.comments.all())
    acts = EntitlementEntry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(acts) == ["grant", "reserve", "consume"]
    assert kinds().count("mentorship.cv_returned") == 1


def test_what_was_told_is_not_written_again(student: User) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    told = review.comments.all()[0]
    with pytest.raises(RuleBroken, match="nothing is written"):
        say(review)
    send(cv)

    with pytest.raises(RuleBroken, match="stays as it is"):
        cv_reading.remove_comment(comment=told)
    with pytest.raises(RuleBroken, match="first one stands"):
        cv_reading.keep_verdict(review=review, verdict=verdict(4))


def test_a_new_version_is_returned_with_new_words(student: User) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    send(cv)
    say(review, 1, 1, Severity.PRAISE)
    again = cv_reading.return_review(review=review, verdict=verdict(4))

    assert again.status == ReviewStatus.RETURNED
    assert {score.level for score in again.scores.all()} == {4}
    assert kinds().count("mentorship.cv_returned") == 2
    assert Entitlement.objects.get().left == 0


# --- What became of it ----------------------------------------------------------------------


def test_only_a_later_version_resolves_a_comment(student: User) -> None:
    reviewer()
    cv = document(student)
    review = returned(cv)
    every = [one.pk for one in review.comments.all()]
    assert cv_reading.tick(review=review, done=every, by=student) == 0
    send(cv)

    assert cv_reading.tick(review=review, done=every[:1], by=student) == 1
    first = review.comments.get(pk=every[0])
    assert first.resolved_in
    assert (first.resolved_in.number, first.resolved_by) == (2, student)
    assert cv_reading.tick(review=review, done=[], by=student) == 0


def test_praise_asks_for_nothing_and_is_never_ticked(student: User) -> None:
    reviewer()
    cv = document(student)
    review = submitted(cv)
    praise = say(review, 1, 1, Severity.PRAISE)
    cv_reading.return_review(review=review, verdict=verdict())
    send(cv)

    assert cv_reading.tick(review=review, done=[praise.pk], by=student) == 0


def test_closing_ends_it_for_both(student: User) -> None:
    reviewer()
    cv = document(student)
    review = cv_reviewing.close(review=returned(cv))
    cv_reviewing.close(review=review)

    assert review.status == ReviewStatus.CLOSED
    with pytest.raises(RuleBroken, match="while a review"):
        cv_reading.tick(review=review, done=[], by=student)
    assert submitted(cv).pk != review.pk


def test_a_returned_review_nobody_answers_is_closed(student: User) -> None:
    reviewer()
    review = returned(document(student))
    with travel(timezone.now() + dt.timedelta(days=61), tick=False):
        assert cv_keeping.look_after_reviews() == 1
    review.refresh_from_db()

    assert review.status == ReviewStatus.CLOSED


def test_a_line_is_vouched_for_by_what_its_owner_completed_with_us(student: User) -> None:
    cv = document(student)
    place = make_completed(student)
    key = f"courses:place {place}"
    claim = cv_claiming.vouch(document=cv, line=4, evidence=key)

    assert claim == cv_claiming.vouch(document=cv, line=4, evidence=key)
    assert claim.url.startswith("/courses/")
    with pytest.raises(RuleBroken, match="courses you completed"):
        cv_claiming.vouch(document=document(make.student()), line=4, evidence=key)
    with pytest.raises(RuleBroken, match="the lines 1 to 13"):
        cv_claiming.vouch(document=cv, line=14, evidence=key)
    cv_claiming.stop_vouching(document=cv, claim=claim.pk)
    assert not cv.versions.get().claims.exists()


def make_completed(student: User) -> int:
    from courses.models import Enrolment, Status

    place = Enrolment.objects.create(
        student=student, cohort=make.cohort(), status=Status.COMPLETED, funding="free"
    )
    return place.pk


# --- Letters --------------------------------------------------------------------------------


def test_a_late_reviewer_is_written_to_once(student: User) -> None:
    reviewer()
    submitted(document(student))
    with travel(timezone.now() + dt.timedelta(days=6), tick=False):
        assert cv_keeping.look_after_reviews() == 1
        assert cv_keeping.look_after_reviews() == 0

    assert kinds().count("mentorship.cv_overdue") == 1


def test_a_letter_that_is_no_longer_true_stays_here(student: User) -> None:
    reviewer()
    review = submitted(document(student))
    say(review)
    cv_reviewing.hand_back(review=review)
    deliver()

    stopped = OutboundMessage.objects.get(kind="mentorship.cv_assigned")
    assert (stopped.status, stopped.handed_at) == ("cancelled", None)


def test_the_letter_about_a_returned_cv_keeps_two_weeks(student: User) -> None:
    reviewer()
    review = returned(document(student))
    letter = OutboundMessage.objects.get(kind="mentorship.cv_returned")

    assert review.returned_at
    assert letter.not_after == review.returned_at + dt.timedelta(days=14)
    assert (letter.context["comments"], letter.context["musts"]) == (2, 1)


# --- At once --------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_reviewers_who_take_one_cv_at_once_one_gets_it() -> None:
    review = submitted(document(make.student()))
    readers = [reviewer(accepting=False) for _ in range(6)]

    taken = at_the_same_time(
        lambda mentor: cv_reviewing.claim(review=review, mentor=mentor).reviewer_id, readers
    )

    assert sum(isinstance(one, RuleBroken) for one in taken) == 5
    review.refresh_from_db()
    assert review.reviewer_id in taken


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_reviews_that_are_asked_for_at_once_go_to_different_people() -> None:
    readers = {reviewer().pk for _ in range(4)}
    cvs = [document(make.student()) for _ in range(4)]
    for cv in cvs:
        make.sessions(cv.owner, 1)

    asked = at_the_same_time(
        lambda cv: cv_reviewing.submit(document=cv, wish="", key=uuid.uuid4()).reviewer_id, cvs
    )

    assert set(asked) == readers


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_session_pays_for_one_of_two_reviews() -> None:
    reviewer()
    owner = make.student()
    cvs = [document(owner), document(owner)]
    make.sessions(owner, 1)

    asked = at_the_same_time(
        lambda cv: cv_reviewing.submit(document=cv, wish="", key=uuid.uuid4()), cvs
    )

    assert sum(isinstance(one, NothingLeft) for one in asked) == 1
    assert CvReview.objects.count() == 1
