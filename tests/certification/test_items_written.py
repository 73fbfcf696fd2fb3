"""Items are written, reviewed by others, used, and then never changed."""

import pytest
from django.db import IntegrityError, transaction

from certification import bank, interchange
from certification.models import Item, ItemReview, ItemStatus, ItemVersion
from certification.operations import content, items, pictures, reviewing
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.items.kinds import checksum
from tests import certifying, make
from tests.certification.banking import PNG, current, draft, in_review, question

pytestmark = pytest.mark.django_db


def test_items_without_a_name_are_numbered_in_their_domain() -> None:
    assert [draft().key, draft(title="Other").key] == ["risk-001", "risk-002"]


def test_an_unsound_item_is_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(RuleBroken, match=r"Give it a title.*exactly one"):
        draft(title="", key={"right": []})


def test_a_draft_nobody_has_seen_is_rewritten_in_place() -> None:
    item = draft()

    items.revise(item=item, question=question(title="Clearer"), by=item.author)

    assert [one.title for one in item.versions.all()] == ["Clearer"]


def test_whoever_writes_over_a_newer_text_is_told() -> None:
    item = draft()

    with pytest.raises(RuleBroken, match="meanwhile"):
        items.revise(item=item, question=question(title="X"), by=item.author, based_on="another")


def test_an_item_in_use_gets_a_new_version_and_goes_back_to_draft() -> None:
    form = certifying.form("single")
    used = form.items.get().version

    new = items.revise(item=used.item, question=question(), by=used.item.author)

    assert (new.number, new.item.status) == (2, ItemStatus.DRAFT)
    assert form.items.get().version == used
    found = bank.changes(bank.question_of(used), bank.question_of(new))
    assert found[0].part == "Title"


@pytest.mark.parametrize("status", ["published", "retired"])
def test_the_database_keeps_what_a_form_asked(status: str) -> None:
    version = certifying.form("single", status=status).items.get().version

    with pytest.raises(IntegrityError, match="write a new version"), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(stem="Other")


def test_what_only_a_draft_of_a_form_holds_may_change() -> None:
    version = certifying.form("single", status="draft").items.get().version

    ItemVersion.objects.filter(pk=version.pk).update(stem="Other")


def test_a_colleague_approves_an_item() -> None:
    item = in_review()

    reviewing.review(version=current(item), reviewer=make.instructor(), verdict="approve")

    item.refresh_from_db()
    assert item.status == ItemStatus.APPROVED


def test_an_item_sent_back_says_why_and_is_a_draft_again() -> None:
    item, colleague = in_review(), make.instructor()

    with pytest.raises(RuleBroken, match="what should change"):
        reviewing.review(version=current(item), reviewer=colleague, verdict="changes", comment=" ")
    reviewing.review(
        version=current(item), reviewer=colleague, verdict="changes", comment="Cut it."
    )

    item.refresh_from_db()
    assert item.status == ItemStatus.DRAFT
    assert items.revise(item=item, question=question(title="Cut"), by=item.author).number == 2


def test_nobody_reviews_what_they_wrote() -> None:
    item = in_review()

    with pytest.raises(RuleBroken, match="Nobody reviews"):
        reviewing.review(version=current(item), reviewer=item.author, verdict="approve")


def test_the_database_lets_nobody_review_what_they_wrote() -> None:
    item = in_review()

    with pytest.raises(IntegrityError, match="Nobody reviews"), transaction.atomic():
        ItemReview.objects.create(version=current(item), reviewer=item.author, verdict="approve")


def test_only_whole_items_go_to_review() -> None:
    item = draft(rationale="")

    with pytest.raises(RuleBroken, match="Write a rationale"):
        items.move(item=item, act="submit", by=item.author)


def test_approval_is_not_an_act_without_a_review() -> None:
    with pytest.raises(RuleBroken, match="Write a review"):
        items.move(item=in_review(), act="approve", by=make.instructor())


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='x' onload='alert(1)'/>" * 3, b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"0" * 2**20],
)
def test_only_pictures_of_known_kinds_and_sizes_are_kept(data: bytes) -> None:
    with pytest.raises(RuleBroken, match="PNG"):
        pictures.add(item=draft(), content=data, words="A plan")


def test_a_picture_is_kept_once_and_stays_while_its_item_is_used() -> None:
    version = certifying.form("single").items.get().version
    kept = pictures.add(item=version.item, content=PNG, words="A plan")

    assert pictures.add(item=version.item, content=PNG, words="The same") == kept
    with pytest.raises(IntegrityError, match="picture"), transaction.atomic():
        kept.delete()


def test_a_candidate_sees_pictures_of_the_paper_before_them_only() -> None:
    attempt = certifying.attempt()
    of_paper = attempt.form.items.first()
    assert of_paper
    mine = pictures.add(item=of_paper.version.item, content=PNG, words="A plan")
    other = pictures.add(item=draft(), content=PNG, words="A plan")

    assert pictures.may_see(attempt.candidate, mine)
    assert not pictures.may_see(attempt.candidate, other)
    assert not pictures.may_see(make.student(), mine)


@pytest.mark.parametrize("kind", ["xml", "csv"])
def test_every_item_of_ours_comes_back_from_a_file(kind: str) -> None:
    ours = list(content.questions())
    places = interchange.Places(domains={one: one for one in content.DOMAINS})

    text = interchange.write(kind, [interchange.Entry(0, one) for one in ours])
    back = interchange.read(kind, text.encode(), places)

    for sent, got in zip(ours, back, strict=True):
        assert isinstance(got, interchange.Entry), got
        assert checksum(got.question) == checksum(sent), sent.name


def test_the_files_load_once_and_again_without_a_change() -> None:
    author, reviewer = make.instructor(), make.staff(Role.EXAMINER)

    first = content.load(author=author)
    again = content.load(author=author)

    assert first.new >= 220
    assert (again.new, again.changed, again.same) == (0, 0, first.new)
    one = Item.objects.get(key="risk-001")
    one.versions.update(title="Old")
    assert content.load(author=author, reviewer=reviewer).changed == 1
    one.refresh_from_db()
    assert one.status == ItemStatus.APPROVED
