"""Items, pictures and files of questions, for tests of the bank."""

from dataclasses import replace
from pathlib import Path

from certification.models import Item, ItemImport, ItemPicture, ItemVersion
from certification.operations import importing, items, pictures
from institute.accounts.models import User
from institute.items.kinds import Question
from tests import certifying, make
from tests.certification.interchanging import EVERY_KIND

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
MOODLE = (Path(__file__).parent / "files" / "moodle.xml").read_bytes()


def question(**other: object) -> Question:
    certifying.domain("risk")
    asked = replace(EVERY_KIND[0], name="", domain="risk", level="apply", rationale="Because.")
    return replace(asked, **other)  # type: ignore[arg-type]


def draft(author: User | None = None, **other: object) -> Item:
    return items.create(question=question(**other), author=author or make.instructor())


def in_review(author: User | None = None) -> Item:
    item = draft(author)
    return items.move(item=item, act="submit", by=item.author)


def current(item: Item) -> ItemVersion:
    item.refresh_from_db()
    assert item.current
    return item.current


def picture(item: Item, words: str = "A plan") -> ItemPicture:
    return pictures.add(item=item, content=PNG, words=words)


def sent(data: bytes = MOODLE, name: str = "moodle.xml", by: User | None = None) -> ItemImport:
    return importing.read_file(
        name=name, data=data, domain=certifying.domain(), level="apply", by=by or make.instructor()
    )
