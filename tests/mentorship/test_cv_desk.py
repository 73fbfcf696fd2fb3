"""The reviewer's queue and desk."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from institute.accounts.roles import Role
from mentorship.cv_rubric import criteria
from mentorship.models import CvReview, Mentor, ReviewStatus
from tests import make
from tests.mentorship.cv_cases import document, returned, reviewer, say, send, submitted

pytestmark = pytest.mark.django_db
QUEUE = "/mentoring/cv/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def reads(db: None) -> Mentor:
    return reviewer()


@pytest.fixture
def desk_of(client: Client, reads: Mentor) -> Client:
    client.force_login(reads.user)
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def to(name: str, review: CvReview, **more: object) -> str:
    return reverse(f"mentorship:cv_{name}", kwargs={"public_id": review.public_id, **more})


REMARK = {"start": "7", "end": "8", "severity": "must", "text": "Which decision was yours?"}
SAID = {
    "summary": "Rewrite the first bullet.",
    **{f"level_{one.key}": "2" for one in criteria()},
    **{f"words_{one.key}": "Because." for one in criteria()},
}


# --- The queue ------------------------------------------------------------------------------


def test_the_queue_is_in_the_order_of_its_days(desk_of: Client, reads: Mentor) -> None:
    later = submitted(document(make.student(display_name="Later")))
    with travel(timezone.now() - dt.timedelta(days=9), tick=False):
        late = submitted(document(make.student(display_name="Sooner")))
    page = words(desk_of.get(QUEUE))

    assert late.reviewer == later.reviewer == reads
    assert page.index("Sooner") < page.index("Later")
    assert "4 days late" in page
    assert "5 days left" in page


def test_what_nobody_reads_is_taken_from_the_queue(desk_of: Client, reads: Mentor) -> None:
    Mentor.objects.update(accepting=False)
    review = submitted(document(make.student()), wish="The ledger line?")
    page = words(desk_of.get(QUEUE))
    assert "Nobody reads these yet" in page
    assert "The ledger line?" in page
    assert desk_of.get(review.get_absolute_url()).status_code == 404

    answer = desk_of.post(to("claim", review))

    assert answer.status_code == 302
    review.refresh_from_db()
    assert review.reviewer == reads


def test_who_comes_second_is_told_who_was_first(desk_of: Client) -> None:
    Mentor.objects.update(accepting=False)
    review = submitted(document(make.student()))
    first = reviewer(accepting=False)
    from mentorship.operations import cv_reviewing

    cv_reviewing.claim(review=review, mentor=first)
    answer = desk_of.post(to("claim", review))

    assert answer.status_code == 409
    assert f"{first.user.name} reads this one already." in words(answer)


def test_a_mentor_who_reviews_no_cvs_takes_none(client: Client) -> None:
    review = submitted(document(make.student()))
    client.force_login(make.mentor().user)

    assert "Take it" not in words(client.get(QUEUE))
    assert client.post(to("claim", review)).status_code == 404


def test_the_queue_costs_as_many_queries_however_long(
    desk_of: Client, django_assert_max_num_queries: Any
) -> None:
    submitted(document(make.student()))
    with django_assert_max_num_queries(20) as few:
        desk_of.get(QUEUE)
    for _ in range(4):
        submitted(document(make.student()))
    with django_assert_max_num_queries(len(few)):
        desk_of.get(QUEUE)


# --- The desk -------------------------------------------------------------------------------


def test_a_review_from_the_first_line_to_the_last_word(desk_of: Client) -> None:
    review = submitted(document(make.student()))
    assert "Begin to read" in words(desk_of.get(review.get_absolute_url()))
    desk_of.post(to("begin", review))
    answer = desk_of.post(to("comment", review), REMARK)
    assert answer["Location"].endswith("#line-7")
    desk_of.post(to("verdict", review), SAID | {"act": "keep"})
    page = words(desk_of.get(review.get_absolute_url()))
    assert "Which decision was yours?" in page
    assert "Rewrite the first bullet." in page

    answer = desk_of.post(to("verdict", review), SAID | {"act": "return"}, follow=True)

    assert "Returned." in words(answer)
    review.refresh_from_db()
    assert review.status == ReviewStatus.RETURNED


def test_without_scripts_a_line_number_fills_the_form(desk_of: Client) -> None:
    review = submitted(document(make.student()))
    page = words(desk_of.get(review.get_absolute_url() + "?start=7"))

    assert 'href="?start=7#remark"' in page
    assert 'name="start" value="7"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": ""}, "From line: enter a number from 1 to 600."),
        ({"start": "x"}, "From line: enter a number from 1 to 600."),
        ({"start": "99", "end": "99"}, "This version has the lines 1 to 13."),
        ({"severity": "worst"}, "Select a valid choice"),
        ({"text": " "}, "Write what to change, or what to keep."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_comment_that_cannot_be_kept_is_shown_again(
    desk_of: Client, change: dict[str, str], said: str
) -> None:
    review = submitted(document(make.student()))
    answer = desk_of.post(to("comment", review), REMARK | change)

    assert answer.status_code == 422
    assert said in words(answer)
    assert not review.comments.exists()


def test_a_comment_is_sent_once_however_often_it_is_clicked(desk_of: Client) -> None:
    review, token = submitted(document(make.student())), str(uuid.uuid4())
    for _ in range(3):
        desk_of.post(to("comment", review), REMARK | {"form_token": token})

    assert review.comments.count() == 1


def test_a_draft_is_changed_and_taken_back(desk_of: Client) -> None:
    review = submitted(document(make.student()))
    made = say(review)
    change = to("comment_change", review, pk=made.pk)
    desk_of.post(change, REMARK | {"text": "Say how many accounts."})
    made.refresh_from_db()
    assert (made.text, made.end) == ("Say how many accounts.", 8)
    assert desk_of.post(change, {"text": ""}).status_code == 422
    desk_of.post(change, {"remove": "1"})

    assert not review.comments.exists()


def test_what_is_missing_is_named_before_it_is_returned(desk_of: Client) -> None:
    review = submitted(document(make.student()))
    answer = desk_of.post(to("verdict", review), {"summary": "Good.", "act": "return"})

    assert answer.status_code == 422
    assert "Still to score: Targeting, Impact, Evidence, Clarity, Length." in words(answer)
    wrong = desk_of.post(to("verdict", review), SAID | {"level_impact": "5"})
    assert "Impact: choose a level from 1 to 4." in words(wrong)


def test_a_new_version_comes_with_what_it_may_settle(desk_of: Client) -> None:
    cv = document(make.student())
    review = returned(cv)
    assert "You returned it" in words(desk_of.get(review.get_absolute_url()))
    send(cv)
    page = words(desk_of.get(review.get_absolute_url()))
    assert "What the new version settles" in page
    assert "its lines changed: settled?" in page
    changes = reverse("mentorship:cv_changes", args=[cv.public_id])
    assert "Version 1 beside version 2" in words(desk_of.get(changes))
    first = review.comments.earliest("pk")
    desk_of.post(to("review_resolved", review), {"done": first.pk})
    first.refresh_from_db()
    assert first.is_resolved

    desk_of.post(to("review_close", review))
    review.refresh_from_db()
    assert review.status == ReviewStatus.CLOSED
    assert desk_of.get(review.get_absolute_url()).status_code == 404


def test_putting_it_back_gives_it_away(desk_of: Client) -> None:
    review = submitted(document(make.student()))
    answer = desk_of.post(to("hand_back", review), follow=True)

    assert "Back in the queue." in words(answer)
    assert desk_of.get(review.get_absolute_url()).status_code == 404


def test_a_manager_reads_along_puts_back_and_writes_nothing(client: Client, reads: Mentor) -> None:
    review = submitted(document(make.student()))
    client.force_login(make.staff(Role.MANAGER))
    page = words(client.get(review.get_absolute_url()))

    assert "you read along" in page
    assert "Add the comment" not in page
    for name in ("begin", "comment", "verdict", "review_resolved", "review_close"):
        assert client.post(to(name, review)).status_code == 404
    client.post(to("hand_back", review))
    review.refresh_from_db()
    assert review.reviewer is None


def test_another_mentor_meets_neither_the_desk_nor_its_acts(client: Client, reads: Mentor) -> None:
    review = submitted(document(make.student()))
    made = say(review)
    client.force_login(reviewer(accepting=False).user)

    assert client.get(review.get_absolute_url()).status_code == 404
    names = ("begin", "comment", "verdict", "hand_back", "review_resolved", "review_close")
    for name in names:
        assert client.post(to(name, review)).status_code == 404
    change = to("comment_change", review, pk=made.pk)
    assert client.post(change, {"remove": "1"}).status_code == 404
    assert review.comments.count() == 1


def test_a_comment_of_another_review_is_not_found(desk_of: Client) -> None:
    mine, other = submitted(document(make.student())), submitted(document(make.student()))
    made = say(other)

    assert desk_of.post(to("comment_change", mine, pk=made.pk), REMARK).status_code == 404


def test_a_deleted_cv_leaves_a_word_at_the_desk(client: Client, reads: Mentor) -> None:
    from mentorship.models import EmptiedBy
    from mentorship.operations.cvs import empty_cv

    cv = document(make.student())
    review = submitted(cv)
    empty_cv(document=cv, why=EmptiedBy.OWNER)
    client.force_login(make.staff(Role.MANAGER))

    assert "A CV that was deleted" in words(client.get(review.get_absolute_url()))


def test_the_desk_costs_as_many_queries_however_much_was_said(
    desk_of: Client, django_assert_max_num_queries: Any
) -> None:
    review = submitted(document(make.student()))
    say(review)
    with django_assert_max_num_queries(20) as few:
        desk_of.get(review.get_absolute_url())
    for line in range(1, 12):
        say(review, line, line)
    with django_assert_max_num_queries(len(few)):
        desk_of.get(review.get_absolute_url())
