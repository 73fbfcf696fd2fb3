"""Writing items: first versions, new versions, and where they stand."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from certification.bank import question_of
from certification.models import (
    AttemptItem,
    Domain,
    FormItem,
    FormStatus,
    Item,
    ItemLook,
    ItemStatus,
    ItemVersion,
)
from certification.operations import log
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.items.kinds import Question, checksum, missing, problems
from institute.moves import locked

BY_REVIEW = ("approve", "send_back")  # only a reviewer's verdict does these


@transaction.atomic
def create(*, question: Question, author: User, is_demo: bool = False) -> Item:
    """A new draft. Without a name it gets the next number of its domain."""
    domain = _checked(question)
    key = question.name or _next_key(domain)
    if Item.objects.filter(key=key).exists():
        raise RuleBroken(f"There is an item called {key} already.")
    item = Item.objects.create(key=key, author=author, is_demo=is_demo)
    item.current = _write(item, question, domain, number=1, by=author)
    item.save(update_fields=["current"])
    return item


@transaction.atomic
def revise(*, item: Item, question: Question, by: User, based_on: str = "") -> ItemVersion:
    """What the item says from now on; as a new version, unless nobody has seen the last one.

    An item in use goes back to draft: forms keep the version they were published with.
    `based_on` is the checksum of the text one began from.
    Raises RuleBroken while it is in review or retired, and when somebody wrote meanwhile.
    """
    domain = _checked(question)
    item = locked(item)
    last = item.current
    assert last
    if based_on not in ("", last.checksum):
        raise RuleBroken("Somebody changed this item meanwhile. Your text is still here.")
    if last.checksum == checksum(question):
        return last
    if item.status == ItemStatus.DRAFT and not is_seen(last):
        return _rewrite(last, question, domain, by)
    if item.status != ItemStatus.DRAFT:
        _reworked(item, by)
    newest = item.versions.aggregate(n=Max("number"))["n"]
    item.current = _write(item, question, domain, number=newest + 1, by=by)
    item.save()
    return item.current


def _reworked(item: Item, by: User) -> None:
    if not item.can("rework"):
        raise RuleBroken(f"It cannot be changed now: it is {item.status_words}.")
    item.move("rework")
    log.record(act="item.rework", subject=item, actor=by)


@transaction.atomic
def move(*, item: Item, act: str, by: User, why: str = "") -> Item:
    """Do one of the acts of Item.MOVES that need no review; it is logged."""
    item = locked(item)
    if act in BY_REVIEW or act not in Item.MOVES:
        raise RuleBroken("Write a review: its verdict moves the item.")
    if act == "submit":
        _complete(item)
    item.move(act)
    item.save(update_fields=["status", "changed_at"])
    log.record(act=f"item.{act}", subject=item, actor=by, why=why)
    return item


def _complete(item: Item) -> None:
    """A reviewer gets whole items only."""
    version = item.versions.select_related("item", "domain").get(current_of=item)
    question = question_of(version)
    if lacking := problems(question) + missing(question):
        raise RuleBroken(" ".join(lacking))


def look(*, version: ItemVersion, by: User, how: str) -> None:
    """Write down who opened what an item says."""
    ItemLook.objects.create(version=version, by=by, how=how)


def is_used(version: ItemVersion) -> bool:
    """Whether candidates met it, or may: then it never changes (trigger)."""
    in_forms = FormItem.objects.filter(version=version)
    is_published = in_forms.exclude(form__status=FormStatus.DRAFT).exists()
    return is_published or AttemptItem.objects.filter(form_item__version=version).exists()


def is_seen(version: ItemVersion) -> bool:
    """Whether a reviewer, a form or a candidate relies on what it says."""
    return version.reviews.exists() or version.in_forms.exists() or is_used(version)


def _checked(question: Question) -> Domain:
    """The domain; raises RuleBroken with all that is wrong."""
    domain = Domain.objects.filter(slug=question.domain).first()
    wrong = problems(question)
    if domain is None:
        wrong.append("Choose a domain.")
    if wrong or domain is None:
        raise RuleBroken(" ".join(wrong))
    return domain


def _next_key(domain: Domain) -> str:
    """`risk-044`: after the highest number in use, under a lock two authors queue at."""
    Domain.objects.select_for_update().get(pk=domain.pk)
    keys = Item.objects.filter(key__regex=rf"^{domain.slug}-[0-9]{{1,6}}$")
    numbers = [int(key.rpartition("-")[2]) for key in keys.values_list("key", flat=True)]
    return f"{domain.slug}-{max(numbers, default=0) + 1:03}"


def _write(item: Item, question: Question, domain: Domain, *, number: int, by: User) -> ItemVersion:
    return ItemVersion.objects.create(
        item=item, number=number, written_by=by, **_fields(question, domain)
    )


def _rewrite(version: ItemVersion, question: Question, domain: Domain, by: User) -> ItemVersion:
    for name, value in _fields(question, domain).items():
        setattr(version, name, value)
    version.written_by = by
    version.save()
    return version


def _fields(question: Question, domain: Domain) -> dict[str, object]:
    return {
        "kind": question.kind,
        "domain": domain,
        "level": question.level,
        "scenario": question.scenario,
        "title": question.title.strip(),
        "stem": question.stem.strip(),
        "options": question.options,
        "key": question.key,
        "rubric": list(question.rubric),
        "rationale": question.rationale.strip(),
        "references": list(question.references),
        "points": Decimal(question.points),
        "checksum": checksum(question),
    }
