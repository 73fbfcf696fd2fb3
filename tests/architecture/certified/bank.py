"""What the addresses of the item bank ask for."""

from typing import Any

from institute.accounts.models import User
from tests.certification.banking import in_review, picture, sent


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    assert owner
    item = in_review()
    one, file = {"public_id": item.public_id}, {"public_id": sent().public_id}
    acts = ("edit", "move", "review", "preview", "pictures", "picture_add")
    return {
        "certification:item": one,
        **{f"certification:item_{act}": one for act in acts},
        "certification:item_version": one | {"number": 1},
        "certification:item_picture": {"public_id": picture(item).public_id},
        "certification:item_import": file,
        "certification:item_import_act": file,
    }
