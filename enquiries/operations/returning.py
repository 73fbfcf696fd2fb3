"""Missed calls that were returned: a later conversation with that number, whoever began it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from enquiries.models import Call, CallDirection, CallStatus, Outcome

UNANSWERED = (Outcome.MISSED, Outcome.NO_ANSWER)


def match_returns(numbers: Iterable[str] | None = None) -> int:
    """Connect missed calls with what returned them: their next answered call, or our first try.

    One statement, safe to repeat. Withheld numbers cannot be returned.
    """
    waiting = Call.objects.not_returned().exclude(number="")
    if numbers is not None:
        waiting = waiting.filter(number__in=list(numbers))
    returning = _returning()
    matched = waiting.filter(Exists(returning))
    return matched.update(returned_by=Subquery(returning.values("pk")[:1]))


def _returning() -> QuerySet[Call]:
    later = Call.objects.filter(
        number=OuterRef("number"), started_at__gt=OuterRef("started_at"), status=CallStatus.CLOSED
    )
    ours = later.filter(direction=CallDirection.OUT)
    theirs = later.filter(direction=CallDirection.IN).exclude(outcome__in=UNANSWERED)
    return (ours | theirs).order_by("started_at", "pk")
