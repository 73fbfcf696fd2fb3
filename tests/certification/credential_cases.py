"""Certifications and their documents, in as many states as a test needs."""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from certification.models import Certification, Credential, SchemeVersion
from certification.operations.certifying import months_after, new_number
from certification.operations.issuing import issue
from institute.accounts.models import User
from tests import certifying, make

PIECES = [
    {"name": "Case exam", "how": "Three hours, marked blind by two people"},
    {"name": "Data-centre move", "how": "Nine-turn simulation"},
]


def holder(name: str = "Noémie Gagnon-Whitford") -> User:
    """Somebody whose name has accents and a dash."""
    user = make.student()
    user.legal_name = name
    user.save()
    return user


def version() -> SchemeVersion:
    return certifying.scheme_version(assessments=PIECES)


def certification(who: User | None = None, **fields: Any) -> Certification:
    """Granted today, for three years."""
    who = who or holder()
    today = timezone.localdate()
    given = fields.pop("scheme_version", None) or version()
    start = fields.pop("awarded_on", today)
    known: dict[str, Any] = {
        "holder": who,
        "scheme": given.scheme,
        "scheme_version": given,
        "number": new_number(start),
        "awarded_on": start,
        "period": DateRange(start, months_after(start, 36)),
    }
    return Certification.objects.create(**known | fields)


def credential(who: User | None = None, **fields: Any) -> Credential:
    """A document about it, issued at noon of its first day when that is over."""
    certified = certification(who, **fields)
    noon = dt.datetime.combine(certified.awarded_on, dt.time(16), dt.UTC)
    return issue(certification=certified, at=noon if noon < timezone.now() else None)
