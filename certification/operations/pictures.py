"""Pictures of items: known by what is in them, kept in the database, shown to who may see them."""

from hashlib import sha256

from django.db import transaction

from certification.models import Attempt, AttemptItem, Item, ItemPicture, MarkingTask
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken
from institute.prose import PICTURES

LARGEST = 1024 * 1024
MOST = 12  # on one item
KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
ALLOWED = "Use a PNG, JPEG, GIF or WebP picture of up to 1 MB."


def kind_of(content: bytes) -> str:
    """The media type by the first bytes. Raises RuleBroken for anything we do not show."""
    if len(content) > LARGEST:
        raise RuleBroken(f"This picture is too large. {ALLOWED}")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    found = next((kind for start, kind in KINDS.items() if content.startswith(start)), "")
    if not found or len(content) < 32:
        raise RuleBroken(f"This file is not a picture we show. {ALLOWED}")
    return found


@transaction.atomic
def add(*, item: Item, content: bytes, words: str) -> ItemPicture:
    """Keep a picture; the same one twice is kept once. Raises RuleBroken."""
    kind = kind_of(content)
    if not words.strip():
        raise RuleBroken("Say what the picture shows, for who cannot see it.")
    Item.objects.select_for_update().get(pk=item.pk)
    sha = sha256(content).hexdigest()
    known = item.pictures.filter(sha256=sha).first()
    if known:
        return known
    if item.pictures.count() >= MOST:
        raise RuleBroken(f"{MOST} pictures are the most for one item.")
    return ItemPicture.objects.create(
        item=item, media_type=kind, content=content, words=words.strip()[:300], sha256=sha
    )


def address(picture: ItemPicture) -> str:
    """Where the picture is shown; also how Markdown calls it."""
    return f"{PICTURES}{picture.public_id}/"


def may_see(user: User, picture: ItemPicture) -> bool:
    """Who works with items or marks; a candidate while a paper with it is before them."""
    if may_enter("items", user.roles):
        return True
    of_item = {"form_item__version__item": picture.item_id}
    if AttemptItem.objects.filter(
        attempt__in=Attempt.objects.of(user).running(), **of_item
    ).exists():
        return True
    asked = {f"attempt_item__{name}": value for name, value in of_item.items()}
    return MarkingTask.objects.filter(marker=user, **asked).exists()
