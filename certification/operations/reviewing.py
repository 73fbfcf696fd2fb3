"""Reviews of items: by somebody who did not write them, with a verdict that moves them."""

from django.db import transaction

from certification.models import ItemReview, ItemVersion, Verdict
from certification.operations import log
from certification.permissions import can_review
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

OWN = "Nobody reviews what they wrote. Ask a colleague."


@transaction.atomic
def review(*, version: ItemVersion, reviewer: User, verdict: str, comment: str = "") -> ItemReview:
    """Keep the verdict for ever; approve the item, or send it back with what to change.

    Raises RuleBroken for the author, for a version that is no longer current, and for "needs
    changes" without a word.
    """
    item = locked(version.item)
    if item.current_id != version.pk:
        raise RuleBroken("There is a newer version. Read that one.")
    if not can_review(reviewer, item):
        raise RuleBroken(OWN)
    if verdict == Verdict.CHANGES and not comment.strip():
        raise RuleBroken("Say what should change.")
    act = "approve" if verdict == Verdict.APPROVE else "send_back"
    item.move(act)
    item.save(update_fields=["status", "changed_at"])
    kept = ItemReview.objects.create(
        version=version, reviewer=reviewer, verdict=verdict, comment=comment.strip()
    )
    log.record(act=f"item.{act}", subject=item, actor=reviewer, version=version.number)
    return kept
