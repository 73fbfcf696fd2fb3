"""Items on their way out of the bank, each look written down."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.db import transaction

from certification import interchange
from certification.bank import Filters, question_of
from certification.interchange import PICTURE_IN_FILE, Entry, Picture
from certification.models import ItemLook, ItemPicture, ItemVersion
from certification.operations.importing import replaced
from certification.operations.pictures import address
from institute.accounts.models import User
from institute.items.kinds import Question

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@transaction.atomic
def export(*, wanted: Filters, kind: str, by: User) -> str:
    """The current versions that fit, as a file; by domain, then by key."""
    chosen = wanted.chosen().select_related("item", "domain")
    versions = list(chosen.order_by("domain__position", "domain__slug", "item__key"))
    kept = ItemPicture.objects.filter(item__in=[one.item_id for one in versions])
    of_item: dict[int, list[ItemPicture]] = {}
    for picture in kept if kind == "xml" else []:
        of_item.setdefault(picture.item_id, []).append(picture)
    ItemLook.objects.bulk_create(ItemLook(version=one, by=by, how="export") for one in versions)
    return interchange.write(kind, _entries(versions, of_item))


def _entries(
    versions: Iterable[ItemVersion], of_item: Mapping[int, list[ItemPicture]]
) -> Iterable[Entry]:
    for version in versions:
        text, files = asdict(question_of(version)), []
        for picture in of_item.get(version.item_id, []):
            name = f"{picture.public_id}.{ENDINGS[picture.media_type]}"
            text = replaced(text, address(picture), PICTURE_IN_FILE + name)
            files.append(Picture(name, bytes(picture.content)))
        yield Entry(0, Question(**text), pictures=tuple(files))
