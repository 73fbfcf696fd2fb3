"""Files of questions are looked at first and taken over as a whole."""

import base64

import pytest
from django.core.cache import cache

from certification import bank, interchange
from certification.interchange import Entry
from certification.models import Fate, Item, ItemImport, ItemPicture
from certification.operations import importing, items
from certification.tasks.bank import go_on_taking_over, take_over_questions
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.banking import PNG, question, sent

pytestmark = pytest.mark.django_db


def taken(source: ItemImport) -> ItemImport:
    importing.act(source=source, name="take")
    take_over_questions(source.pk)
    source.refresh_from_db()
    return source


def fates(source: ItemImport) -> list[str]:
    return list(source.rows.values_list("fate", flat=True))


def test_a_file_is_shown_before_anything_is_written() -> None:
    source = sent()

    assert (fates(source).count(Fate.NEW), fates(source).count(Fate.REFUSED)) == (8, 5)
    assert not Item.objects.exists()


def test_a_file_is_taken_over_and_known_the_next_time() -> None:
    source = taken(sent())

    assert source.status == "done"
    assert Item.objects.count() == 8
    assert Item.objects.get(key="plan-1").status == "draft"
    assert cache.get(f"item-import-{source.pk}") == (8, 8)
    assert fates(sent()).count(Fate.KNOWN) == 8


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = sent()
    importing.act(source=source, name="take")

    def dies(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.write(source.pk, dies)

    assert not Item.objects.exists()
    assert go_on_taking_over() == 1
    assert Item.objects.count() == 8
    take_over_questions(source.pk)
    assert Item.objects.count() == 8


def test_a_changed_question_of_a_known_name_becomes_a_new_version() -> None:
    author = make.instructor()
    form = certifying.form("single")
    used = form.items.get().version
    entry = Entry(0, question(name=used.item.key, title="Changed"))
    source = sent(interchange.write("csv", [entry]).encode(), "bank.csv", author)

    assert fates(source) == [Fate.CHANGED]
    taken(source)

    used.item.refresh_from_db()
    assert used.item.current
    assert (used.item.current.title, used.item.current.number) == ("Changed", 2)
    assert form.items.get().version == used


def test_a_question_in_review_is_refused_and_the_others_go_on() -> None:
    item = items.create(question=question(name="held"), author=make.instructor())
    items.move(item=item, act="submit", by=item.author)
    entries = [
        Entry(0, question(name="held", title="Changed")),
        Entry(0, question(name="free", title="Free")),
    ]

    source = taken(sent(interchange.write("gift", entries).encode(), "q.txt"))

    assert fates(source) == [Fate.REFUSED, Fate.NEW]
    assert Item.objects.filter(key="free").exists()


def test_pictures_come_with_their_questions_and_go_out_again() -> None:
    text = base64.b64encode(PNG).decode()
    xml = f"""<quiz><question type="shortanswer"><name><text>Pic</text></name>
      <questiontext format="html"><text>&lt;p&gt;See &lt;img src="@@PLUGINFILE@@/a plan.png"
      alt="Plan"&gt;&lt;/p&gt;</text><file name="a plan.png" encoding="base64">{text}</file>
      </questiontext><answer fraction="100"><text>A</text></answer></question></quiz>"""

    source = taken(sent(xml.encode()))

    picture = ItemPicture.objects.get()
    version = Item.objects.get().current
    assert version
    assert str(picture.public_id) in bank.question_of(version).stem
    assert source.rows.get().fate == Fate.NEW
    assert fates(sent(xml.encode())) == [Fate.KNOWN]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" ", "empty"),
        (b"x" * (5 * 2**20 + 1), "5 MB"),
        (b"<quiz>", "well-formed"),
        (b"<html/>", "no quiz"),
        (b"PK\x03\x04\x00", "not text"),
    ],
)
def test_what_is_no_file_of_questions_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        sent(data, "x.txt")


def test_a_discarded_file_is_not_taken_over() -> None:
    source = sent()
    importing.act(source=source, name="discard")

    with pytest.raises(RuleBroken):
        importing.act(source=source, name="take")
