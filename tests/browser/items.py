"""The item bank, in the states a reader may find it in."""

from django.urls import reverse

from certification.models import Fate, ItemKind, ItemVersion
from certification.operations import importing, items
from certification.tasks.bank import take_over_questions
from tests.certification.banking import draft, in_review, picture, question, sent


def of_manager() -> list[str]:
    """A list, nothing found, each kind, a review, a changed version, files in two states."""
    item = in_review()
    changed = draft()
    items.look(version=changed.versions.get(), by=changed.author, how="item")
    picture(changed)
    taken = sent()
    importing.act(source=taken, name="take")
    take_over_questions(taken.pk)
    again = sent()
    items.revise(item=changed, question=question(title="Clearer"), by=changed.author)
    kinds = (ItemVersion.objects.filter(kind=kind).first() for kind in ItemKind.values)
    shown = [version.item for version in kinds if version]
    assert again.rows.filter(fate=Fate.KNOWN).exists()
    acts = ("item_review", "item_preview", "item_edit", "item_pictures")
    return [
        *(reverse(f"certification:{name}") for name in ("items", "item_new", "item_imports")),
        reverse("certification:items") + "?q=zzzz",
        reverse("certification:items_export") + "?level=apply",
        *(reverse("certification:item_new") + f"?kind={kind}" for kind in ("matching", "essay")),
        *(one.get_absolute_url() for one in (*shown, changed)),
        *(one.get_absolute_url() for one in (taken, again)),
        *(reverse(f"certification:{act}", args=[item.public_id]) for act in acts),
        reverse("certification:item_pictures", args=[changed.public_id]),
        reverse("certification:item_version", args=[changed.public_id, 1]),
    ]
