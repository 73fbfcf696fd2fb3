"""What the desk must see beside each of the few people it may be: one query for all of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from enquiries.hours import ZONE
from enquiries.models import LIVE, PointKind, Status
from institute.mail.consent import (
    COMMERCIAL_TOPICS,
    Basis,
    Consent,
    MailClass,
    Reader,
    Scope,
    Sending,
    Stop,
    StopReason,
    permission,
)

ON_THE_LINE = dt.timedelta(seconds=90)  # a desk gives a sign at least this often
# Its text stands in migration 0011.
FACTS = """
SELECT * FROM enquiries_known_at_the_desk(
    %(people)s::bigint[], %(me)s, %(live)s, %(today)s, %(tomorrow)s, %(lately)s)
"""


@dataclass(frozen=True)
class Point:
    """One way to reach somebody."""

    id: int
    kind: str
    normalised: str
    extension: str


@dataclass(frozen=True)
class Facts:
    """One person as the desk meets them."""

    id: int
    public_id: UUID
    name: str
    last_contact_at: dt.datetime | None
    promise: str
    due_at: dt.datetime | None
    callback_at: dt.datetime | None
    enquiry: UUID | None
    status: str
    topic: str
    course: str
    on_line: str
    points: list[Point] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)  # of their first address
    stops: list[Stop] = field(default_factory=list)

    @property
    def email(self) -> str:
        emails = (each.normalised for each in self.points if each.kind == PointKind.EMAIL)
        return next(emails, "")

    @property
    def status_words(self) -> str:
        return str(Status(self.status).label) if self.status else ""

    @property
    def consent(self) -> str:
        """ "May write until 14 March 2027", "May write", "No email" or "No address"."""
        if not self.email:
            return "No address"
        reader, now = Reader(self.consents, self.stops), timezone.now()
        about = [Sending(MailClass.COMMERCIAL, topic) for topic in COMMERCIAL_TOPICS]
        verdicts = [permission(what, reader, now=now) for what in about]
        ends = [each.expires_on or dt.date.max for each in verdicts if each.allowed]
        if not ends:
            return "No email"
        return "May write" if max(ends) == dt.date.max else f"May write until {max(ends):%-d %B %Y}"


def our_day() -> tuple[dt.datetime, dt.datetime]:
    """Today at the desk: its midnight and the next one."""
    today = dt.datetime.combine(timezone.now().astimezone(ZONE).date(), dt.time(), ZONE)
    return today, today + dt.timedelta(days=1)  # the same wall time in Toronto


def facts_of(people: Iterable[int], *, me: int | None = None) -> dict[int, Facts]:
    """Everything about these people, by their keys; `me` is not a colleague on their call."""
    now, (today, tomorrow) = timezone.now(), our_day()
    params: dict[str, Any] = {
        "people": list(people),
        "today": today,
        "tomorrow": tomorrow,
        "live": [str(status) for status in LIVE],
        "lately": now - ON_THE_LINE,
        "me": me or 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, params)
        return {row[0]: _facts(row) for row in cursor.fetchall()}


def _facts(row: tuple[Any, ...]) -> Facts:
    status, topic, course, on_line = (word or "" for word in row[11:])
    return Facts(
        id=row[0],
        public_id=row[1],
        name=row[2],
        last_contact_at=row[3],
        points=[Point(*point) for point in row[4] or []],
        consents=[_consent(*given) for given in row[5] or []],
        stops=[Stop(Scope(scope), StopReason(why), about) for scope, why, about in row[6] or []],
        promise=row[7] or "",
        due_at=row[8],
        callback_at=row[9],
        enquiry=row[10],
        status=status,
        topic=topic,
        course=course,
        on_line=on_line,
    )


def _consent(basis: str, obtained_at: str, topic: str) -> Consent:
    return Consent(Basis(basis), dt.datetime.fromisoformat(obtained_at), topic)
