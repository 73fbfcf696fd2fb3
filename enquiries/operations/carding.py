"""Moving a card of the board: only from where the mover saw it."""

from django.db import transaction

from enquiries.models import Enquiry
from enquiries.operations.working import move_enquiry
from enquiries.worklists.columns import ACTS, NEED_MORE
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked


class MovedMeanwhile(RuleBroken):
    """Somebody else moved the card first."""


@transaction.atomic
def move_card(*, enquiry: Enquiry, to: str, known: str, by: User) -> Enquiry:
    """Bring a card to another column. Sent twice it moves once.

    Raises MovedMeanwhile when the card no longer stands where the mover saw it, and RuleBroken
    when it cannot go there.
    """
    enquiry = locked(enquiry)
    if enquiry.status == to:
        return enquiry
    if to not in ACTS or to in NEED_MORE:
        raise RuleBroken(
            "A card cannot be dropped there.", instead="Open it and choose what to do."
        )
    if enquiry.status != known:
        raise MovedMeanwhile(_who_was_first(enquiry))
    return move_enquiry(enquiry=enquiry, act=ACTS[to], by=by)


def _who_was_first(enquiry: Enquiry) -> str:
    last = enquiry.changes.select_related("by").last()
    who = last.by.name if last and last.by else "Somebody"
    return f"{who} moved {enquiry.name} to “{enquiry.get_status_display()}” meanwhile."
