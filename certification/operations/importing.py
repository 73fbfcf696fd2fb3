"""Files of questions: read at once, looked at by a person, taken over as a whole or not at all."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from certification import interchange
from certification.bank import domain_names
from certification.interchange import PICTURE_IN_FILE, Entry, NotAFile, Places, Unread
from certification.models import (
    Domain,
    Fate,
    Item,
    ItemImport,
    ItemImportRow,
    ItemStatus,
    ItemVersion,
)
from certification.operations import items, pictures
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.items.kinds import Question, checksum
from institute.moves import locked

LARGEST = 5 * 1024 * 1024
ALLOWED = "Send Moodle XML, GIFT or CSV of up to 5 MB and 2,000 questions."
EVERY = 10  # questions between two reports of progress
Tell = Callable[[int, int], object]


@transaction.atomic
def read_file(*, name: str, data: bytes, domain: Domain | None, level: str, by: User) -> ItemImport:
    """Keep what is in the file and what would become of each question; the bank stays as it is.

    Raises RuleBroken, by what is in the file and not by its name, with what may be sent.
    """
    if len(data) > LARGEST:
        raise RuleBroken(f"This file is larger than 5 MB. {ALLOWED}")
    if not data.strip():
        raise RuleBroken(f"This file is empty. {ALLOWED}")
    kind = interchange.guess(name, data)
    places = Places(domain.slug if domain else "", level, domain_names())
    try:
        found = interchange.read(kind, data, places)
    except NotAFile as why:
        raise RuleBroken(f"{why} {ALLOWED}") from why
    source = ItemImport.objects.create(
        name=name.replace("\0", "").strip()[:200] or f"questions.{kind}",
        format=kind,
        sha256=sha256(data).hexdigest(),
        domain=domain,
        level=level,
        by=by,
    )
    ItemImportRow.objects.bulk_create(_rows(source, found))
    return source


def _rows(source: ItemImport, found: list[Entry | Unread]) -> list[ItemImportRow]:
    sums = [_sum(one) if isinstance(one, Entry) else "" for one in found]
    here = set(ItemVersion.objects.filter(checksum__in=sums).values_list("checksum", flat=True))
    came = ItemImportRow.objects.exclude(item=None).filter(checksum__in=sums)
    here |= set(came.values_list("checksum", flat=True))
    names = [one.question.name for one in found if isinstance(one, Entry)]
    keys = set(Item.objects.filter(key__in=names).values_list("key", flat=True))
    rows = []
    for place, (one, its_sum) in enumerate(zip(found, sums, strict=True), 1):
        row = ItemImportRow(source=source, place=place, line=one.line, checksum=its_sum)
        if isinstance(one, Unread):
            row.title, row.fate, row.why = one.title, Fate.REFUSED, one.why
        else:
            _filled(row, one, here, keys)
        rows.append(row)
    return rows


def _filled(row: ItemImportRow, one: Entry, here: set[str], keys: set[str]) -> None:
    """What becomes of the question; the second of two that are the same is known already."""
    row.title, row.why = one.question.title[:120], " ".join(one.notes)
    row.question = asdict(one.question)
    try:
        row.pictures = [_packed(picture) for picture in one.pictures]
    except RuleBroken as rule:
        row.fate, row.why = Fate.REFUSED, str(rule)
        return
    if row.checksum in here:
        row.fate = Fate.KNOWN
    else:
        row.fate = Fate.CHANGED if one.question.name in keys else Fate.NEW
    here.add(row.checksum)
    keys.add(one.question.name or "\0")


def _packed(picture: interchange.Picture) -> dict[str, str]:
    pictures.kind_of(picture.content)
    return {"name": picture.name, "content": b64encode(picture.content).decode()}


def _sum(one: Entry) -> str:
    """Of the question and, where it comes with pictures, of those."""
    if not one.pictures:
        return checksum(one.question)
    parts = [checksum(one.question), *(sha256(each.content).hexdigest() for each in one.pictures)]
    return sha256("".join(parts).encode()).hexdigest()


@transaction.atomic
def act(*, source: ItemImport, name: str) -> ItemImport:
    """Take it over, try again or discard it."""
    if name not in ("take", "retry", "discard"):
        raise RuleBroken("There is no such act.")
    source = locked(source)
    source.move(name)
    source.problem = ""
    source.save(update_fields=["status", "problem"])
    return source


def write(source_id: int, tell: Tell) -> None:
    """Write every question of the file in one transaction: a killed worker leaves nothing.

    `tell` hears how many of how many are done. Safe to run twice.
    """
    with transaction.atomic():
        source = locked(ItemImport(pk=source_id))
        if not source.can("start"):
            return
        source.move("start")
        source.save(update_fields=["status"])
    with transaction.atomic():
        source = locked(ItemImport(pk=source_id))
        if not source.is_unfinished:
            return
        rows = list(source.rows.filter(fate__in=[Fate.NEW, Fate.CHANGED]))
        for number, row in enumerate(rows, 1):
            _write_row(row, source.by)
            if number % EVERY == 0 or number == len(rows):
                tell(number, len(rows))
        source.move("finish")
        source.done_at = timezone.now()
        source.save(update_fields=["status", "done_at"])


def _write_row(row: ItemImportRow, by: User) -> None:
    """A question whose item cannot change just now is refused; the others go on."""
    question = Question(**row.question)
    try:
        with transaction.atomic():
            row.item = _with_pictures(row, _written(question, by), by)
    except RuleBroken as rule:
        row.fate, row.why = Fate.REFUSED, f"{rule} {rule.instead}".strip()
    row.save(update_fields=["item", "fate", "why"])


def _written(question: Question, by: User) -> Item:
    known = Item.objects.filter(key=question.name).first() if question.name else None
    if known is None:
        return items.create(question=question, author=by)
    if known.status == ItemStatus.REVIEW:
        raise RuleBroken(f"{known.key} is in review just now.")
    return items.revise(item=known, question=question, by=by).item


def _with_pictures(row: ItemImportRow, item: Item, by: User) -> Item:
    """Keep the pictures and let the texts call them by their addresses here."""
    if not row.pictures:
        return item
    text = dict(row.question)
    for packed in row.pictures:
        words = packed["name"].rsplit(".", 1)[0]
        kept = pictures.add(item=item, content=b64decode(packed["content"]), words=words)
        called = PICTURE_IN_FILE + packed["name"].replace(" ", "%20")
        text = replaced(text, called, pictures.address(kept))
    question = replace(Question(**text), name=item.key)
    items.revise(item=item, question=question, by=by)
    return item


def replaced(value: Any, old: str, new: str) -> Any:
    """The same value with the words replaced in every text of it."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, dict):
        return {key: replaced(one, old, new) for key, one in value.items()}
    return [replaced(one, old, new) for one in value] if isinstance(value, list) else value


@transaction.atomic
def stop(*, source_id: int, problem: str) -> None:
    """Say that it stopped, and why; nothing was written."""
    source = locked(ItemImport(pk=source_id))
    with suppress(RuleBroken):
        source.move("fail")
        source.problem = problem[:300]
        source.save(update_fields=["status", "problem"])
