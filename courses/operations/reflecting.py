"""What people do with a debrief: open it to others and close it again, comment on it.

The guess and the one thing to do differently are kept by `debriefing`.
"""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from courses import emails
from courses.models import Debrief
from courses.operations.debriefing import is_revealed
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

NOT_SHOWN = "A debrief can be shared once you have read it."
NOT_YET = "The debrief is not worked out yet. Comment on it when it is."


@transaction.atomic
def share(*, debrief: Debrief) -> Debrief:
    """Open the debrief to whoever has its link; an open one keeps its link.

    Raises RuleBroken before the learner has seen it.
    """
    debrief = locked(debrief)
    if not is_revealed(debrief):
        raise RuleBroken(NOT_SHOWN)
    if debrief.share_token is None:
        debrief.share_token = secrets.token_urlsafe(32)
        debrief.save(update_fields=["share_token"])
    return debrief


@transaction.atomic
def unshare(*, debrief: Debrief) -> Debrief:
    """Close it for good: the same link never opens again."""
    debrief = locked(debrief)
    debrief.share_token = None
    debrief.save(update_fields=["share_token"])
    return debrief


@transaction.atomic
def comment(*, debrief: Debrief, by: User, text: str, rubric: Mapping[str, int]) -> Debrief:
    """Keep an instructor's comment and levels, and write to the learner.

    The same again changes nothing and writes nothing. Raises RuleBroken before there is a debrief.
    """
    debrief = locked(debrief)
    if debrief.status != "ready":
        raise RuleBroken(NOT_YET)
    said = (debrief.comment, debrief.rubric, debrief.commented_by_id)
    if said == (text, dict(rubric), by.pk):
        return debrief
    debrief.comment, debrief.rubric, debrief.commented_by = text, dict(rubric), by
    debrief.commented_at = timezone.now()
    debrief.save(update_fields=["comment", "rubric", "commented_by", "commented_at"])
    mail.queue(emails.debrief_commented(debrief))
    return debrief
