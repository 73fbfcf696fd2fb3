"""Who it may be: a bounded number of rows from indexes first, ranked afterwards.

Every branch stops at a limit, so that "ann" among a hundred thousand people costs what "zofia"
does. Numbers match exactly or not at all.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from enquiries.lookup.typed import LEAST, Typed

TOP = 5
# Nothing that can be said is nothing, not everything.
NAME = "nullif(trim(enquiries_plain(%(name)s)), '')"
RANKED = """
SELECT person_id, (array_agg(point_id ORDER BY rank, point_id))[1], min(rank)
FROM ({matched}) AS matched
GROUP BY person_id
ORDER BY min(rank), max(seen) DESC NULLS LAST, person_id
LIMIT %(top)s
"""
NAMED = """
(SELECT id AS person_id, NULL::bigint AS point_id, {rank} AS rank, last_contact_at AS seen
 FROM enquiries_person WHERE merged_into_id IS NULL AND plain LIKE {like} LIMIT 100)
"""
REACHED = """
(SELECT person.id AS person_id, point.id AS point_id, {rank} AS rank,
    person.last_contact_at AS seen
 FROM (SELECT id, person_id, digits FROM enquiries_contactpoint WHERE {like} LIMIT 60) point
 JOIN enquiries_person person ON person.id = point.person_id AND person.merged_into_id IS NULL)
"""


def _named(rank: str, like: str) -> str:
    """People by their names."""
    return NAMED.format(rank=rank, like=like)


def _reached(rank: str, like: str) -> str:
    """People by their numbers and addresses."""
    return REACHED.format(rank=rank, like=like)


DIGITS = " UNION ALL ".join(
    (
        _reached("0", "rdigits LIKE %(backwards)s"),
        _reached(
            "CASE WHEN point.digits = %(first)s THEN 0 ELSE 1 END", "digits LIKE %(forwards)s"
        ),
    )
)
BEGINNINGS = " UNION ALL ".join(
    (
        _named(
            f"CASE WHEN plain LIKE ' ' || {NAME} || '%%' THEN 0 ELSE 1 END",
            f"'%% ' || {NAME} || '%%'",
        ),
        _reached("2", "kind = 'email' AND normalised LIKE %(begins)s"),
    )
)
ANYWHERE = " UNION ALL ".join(
    (
        _named("3", f"'%%' || {NAME} || '%%'"),
        _reached("4", "kind = 'email' AND normalised LIKE %(within)s"),
    )
)
# The number in any punctuation, in notes that hold four digits in a row.
IN_NOTES = """
SELECT person.id AS person_id, NULL::bigint AS point_id, 5 AS rank, note.at AS seen
FROM enquiries_interaction note LEFT JOIN enquiries_enquiry enquiry ON enquiry.id = note.enquiry_id
JOIN enquiries_person person ON person.id = coalesce(note.person_id, enquiry.person_id)
    AND person.merged_into_id IS NULL
WHERE note.text ~ '[0-9]{4}' AND note.text ~ %(written)s
LIMIT 50
"""
MAYBE = 5


@dataclass(frozen=True)
class Candidate:
    """Somebody it may be, by which contact point (None: by name), and how good the match is."""

    person: int
    point: int | None
    rank: int


def candidates(typed: Typed) -> list[Candidate]:
    """The best few, in order; one query, two when the first finds too few."""
    if typed.last:
        found = _ask(DIGITS, _digits(typed))
        return found or (_ask(IN_NOTES, {"written": _written(typed.whole)}) if typed.whole else [])
    found = _ask(BEGINNINGS, _letters(typed.letters))
    if len(found) >= TOP or len(typed.letters) < LEAST:
        return found
    known = {each.person for each in found}
    anywhere = _ask(ANYWHERE, _letters(typed.letters))
    return (found + [each for each in anywhere if each.person not in known])[:TOP]


def statements(typed: Typed) -> list[tuple[str, dict[str, Any]]]:
    """Each SQL that may be asked for what was typed, with its parameters."""
    if typed.last:
        written = {"written": _written(typed.whole), "top": TOP}
        return [(_ranked(DIGITS), _digits(typed) | {"top": TOP}), (_ranked(IN_NOTES), written)]
    params = _letters(typed.letters) | {"top": TOP}
    return [(_ranked(BEGINNINGS), params), (_ranked(ANYWHERE), params)]


def _ranked(matched: str) -> str:
    return RANKED.replace("{matched}", matched)


def _ask(matched: str, params: dict[str, Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(_ranked(matched), params | {"top": TOP})
        return [Candidate(*row) for row in cursor.fetchall()]


def _digits(typed: Typed) -> dict[str, Any]:
    return {
        "first": typed.first,
        "forwards": f"{typed.first}%",
        "backwards": f"{typed.last[::-1]}%",
    }


def _letters(letters: str) -> dict[str, Any]:
    """An address is only looked for among addresses; `_` and `%` mean themselves."""
    name = None if "@" in letters else letters
    lower = re.sub(r"([\\%_])", r"\\\1", letters.lower())
    return {"name": name, "begins": f"{lower}%", "within": f"%{lower}%"}


def _written(e164: str) -> str:
    """However it was punctuated, and not as a part of a longer number."""
    if e164.startswith("+1"):
        area, exchange, line = e164[2:5], e164[5:8], e164[8:]
        gap = "[^0-9]{0,3}"
        return rf"(^|[^0-9])(1{gap})?{area}{gap}{exchange}{gap}{line}($|[^0-9])"
    return rf"\+{e164[1:]}($|[^0-9])"
