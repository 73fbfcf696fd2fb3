"""Who stands too near a candidate to mark or decide (ISO/IEC 17024, 4.3 and 5.2)."""

from dataclasses import dataclass

from django.db import connection

from institute.accounts.models import User


@dataclass(frozen=True)
class Tie:
    """One way in which somebody taught or mentored the candidate."""

    kind: str  # "taught" or "mentored"
    words: str


WORDS = {
    "self": "It is their own examination.",
    "taught": "Taught a cohort the candidate was placed in.",
    "mentored": "Mentored the candidate.",
}


def ties(examiner: User, candidate: User) -> list[Tie]:
    """Every kind of tie between the two; empty when the examiner is free. One query.

    The same SQL function stands behind the triggers on marking tasks and decisions.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT certification_ties(%s, %s)", [examiner.pk, candidate.pk])
        return [Tie(kind, WORDS[kind]) for (kind,) in cursor.fetchall()]
