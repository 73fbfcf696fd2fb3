"""The rhythm a learner set: whom to sync or brief every few weeks, filled in ahead as cards."""

from collections.abc import Iterator, Mapping
from typing import Any

from courses.runs.cards import Card, key_of

LONGEST = 6
#: Kind of card -> where the view lists its targets, and which of their weeks counts from.
KEPT = {"sync": ("teams", "seen"), "brief": ("stakeholders", "briefed")}

Rhythm = dict[str, int]


def clean(raw: object) -> Rhythm:
    """ "sync ml" -> every how many weeks; whatever is not understood is left out."""
    if not isinstance(raw, dict):
        return {}
    return {
        key: weeks
        for key, weeks in list(raw.items())[:40]
        if isinstance(key, str)
        and key.partition(" ")[0] in KEPT
        and type(weeks) is int
        and 1 <= weeks <= LONGEST
    }


def due(rhythm: Rhythm, view: Mapping[str, Any]) -> list[Card]:
    """The cards the rhythm asks for this week, as far as attention goes, the longest wait first."""
    left = float(view["attention"]["now"])
    on_offer = {key_of(row["card"]): row for row in view["cards"] if row["allowed"]}
    found: list[Card] = []
    for _, key in sorted(_waiting(rhythm, view), reverse=True):
        row = on_offer.get(key)
        if row and row["att"] <= left:
            left -= row["att"]
            found.append(list(row["card"]))
    return found


def _waiting(rhythm: Rhythm, view: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Weeks since, and the card, for all whose time has come."""
    for kind, (place, since) in KEPT.items():
        for row in view[place]:
            key = f"{kind} {row['id']}"
            weeks = int(view["week"]) - int(row[since] or 0)
            if key in rhythm and weeks >= rhythm[key]:
                yield weeks, key
