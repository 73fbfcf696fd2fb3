"""Hours somebody agreed with other parts of the Institute: what the desk must know of a caller."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from institute import panels


@dataclass(frozen=True, order=True)
class Agreed:
    """One hour, and what it is."""

    at: dt.datetime
    words: str


def agreed_with(
    people: Iterable[int], since: dt.datetime, until: dt.datetime
) -> Mapping[int, list[Agreed]]:
    """What begins between the two, by person, the soonest first: one query for each kind."""
    found: dict[int, list[Agreed]] = defaultdict(list)
    for kind in panels.appointments():
        theirs = kind.rows().filter(
            **{
                f"{kind.who}__person__in": list(people),
                f"{kind.starts}__gte": since,
                f"{kind.starts}__lt": until,
            }
        )
        rows = theirs.order_by(kind.starts).values_list(f"{kind.who}__person", F(kind.starts))
        for person, at in rows:
            found[person].append(Agreed(at, kind.words))
    return {person: sorted(agreed) for person, agreed in found.items()}
