"""Two people at one item: one of them is first, and the other is told."""

import pytest

from certification.models import Item, ItemReview
from certification.operations import items, reviewing
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.certification.banking import current, draft, in_review, question
from tests.conftest import at_the_same_time

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_reviewers_give_one_verdict() -> None:
    version = current(in_review())
    colleagues = [make.instructor() for _ in range(3)]

    def judge(reviewer: User) -> str:
        try:
            reviewing.review(version=version, reviewer=reviewer, verdict="approve")
        except RuleBroken:
            return "told"
        return "reviewed"

    outcomes = at_the_same_time(judge, colleagues)

    assert sorted(outcomes) == ["reviewed", "told", "told"]
    assert ItemReview.objects.count() == 1


def test_two_authors_who_began_from_one_text_do_not_write_over_one_another() -> None:
    item = draft()
    began = current(item).checksum

    def write(title: str) -> str:
        asked = question(title=title)
        try:
            items.revise(item=item, question=asked, by=item.author, based_on=began)
        except RuleBroken:
            return "told"
        return "written"

    outcomes = at_the_same_time(write, ["One", "Two", "Three"])

    assert sorted(outcomes) == ["told", "told", "written"]
    assert Item.objects.get().versions.count() == 1


def test_authors_who_start_together_get_keys_of_their_own() -> None:
    authors = [make.instructor() for _ in range(4)]
    question()

    def begin(author: User) -> str:
        asked = question(title=author.email)
        return items.create(question=asked, author=author).key

    keys = at_the_same_time(begin, authors)

    assert sorted(keys) == ["risk-001", "risk-002", "risk-003", "risk-004"]
