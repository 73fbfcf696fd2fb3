"""Missed calls that were returned: a later conversation with that number, whoever began it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from enquiries.models import Call, CallDirection, CallStatus, Outcome

UNANSWERED = (Outcome.MISSED, Outcome.NO_ANSWER)


@transaction.atomic
def match_returns(numbers: Iterable[str] | None = None) -> int:
    """Connect missed calls with what returned them: their next answered call, or our first try.

    Safe to repeat, and nobody is waited for: a call that somebody holds is left to the next time.
    Withheld numbers cannot be returned.
    """
    waiting = Call.objects.not_returned().exclude(number="")
    if numbers is not None:
        waiting = waiting.filter(number__in=list(numbers))
    found = waiting.annotate(answer=Subquery(_returning().values("pk")[:1]))
    pairs = dict(found.exclude(answer=None).values_list("pk", "answer"))
    held = _free({*pairs, *pairs.values()})
    free = [pk for pk, answer in pairs.items() if {pk, answer} <= held]
    answers = _returning().filter(pk__in=[pairs[pk] for pk in free])
    matched = Call.objects.not_returned().filter(Exists(answers), pk__in=free)
    return matched.update(returned_by=Subquery(answers.values("pk")[:1]))


def _free(calls: set[int]) -> set[int]:
    """Those of the calls that nobody else holds; now we do."""
    rows = Call.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return set(rows.filter(pk__in=calls).values_list("pk", flat=True)) if calls else set()


def _returning() -> QuerySet[Call]:
    later = Call.objects.filter(
        number=OuterRef("number"), started_at__gt=OuterRef("started_at"), status=CallStatus.CLOSED
    )
    ours = later.filter(direction=CallDirection.OUT)
    theirs = later.filter(direction=CallDirection.IN).exclude(outcome__in=UNANSWERED)
    return (ours | theirs).order_by("started_at", "pk")
