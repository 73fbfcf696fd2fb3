"""What the desk must see beside each of the few people it may be: one query for all of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from enquiries.hours import ZONE
from enquiries.models import LIVE, Status
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
from institute.mail.models import ConsentRecord, Suppression
from institute.mail.models.permission import address_hash

ON_THE_LINE = dt.timedelta(seconds=90)  # a desk gives a sign at least this often
FACTS = """
SELECT person.id, person.public_id, person.name, person.last_contact_at, points.all_of_them,
    promise.text, promise.due_at, callback.at,
    enquiry.public_id, enquiry.status, enquiry.topic, enquiry.title, line.who
FROM enquiries_person person
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(id, kind, normalised, extension)
        ORDER BY verified_at IS NULL, id) AS all_of_them,
        array_agg(normalised) FILTER (WHERE kind = 'phone') AS numbers
    FROM enquiries_contactpoint WHERE person_id = person.id
) points ON true
LEFT JOIN LATERAL (
    SELECT held.text, held.due_at FROM enquiries_promise held
    JOIN enquiries_enquiry asked ON asked.id = held.enquiry_id
    WHERE asked.person_id = person.id AND held.kept_at IS NULL ORDER BY held.due_at LIMIT 1
) promise ON true
LEFT JOIN LATERAL (
    SELECT lower(held.during) AS at FROM enquiries_callback held
    JOIN enquiries_enquiry asked ON asked.id = held.enquiry_id
    WHERE asked.person_id = person.id AND held.status = 'booked'
        AND lower(held.during) >= %(today)s AND lower(held.during) < %(tomorrow)s
    ORDER BY 1 LIMIT 1
) callback ON true
LEFT JOIN LATERAL (
    SELECT asked.public_id, asked.status, asked.topic, version.title
    FROM enquiries_enquiry asked
    LEFT JOIN courses_course course ON course.id = asked.course_id
    LEFT JOIN courses_courseversion version ON version.id = course.current_id
    WHERE asked.person_id = person.id AND asked.status = ANY(%(live)s)
    ORDER BY asked.id DESC LIMIT 1
) enquiry ON true
LEFT JOIN LATERAL (
    SELECT coalesce(nullif(staff.display_name, ''), staff.email) AS who
    FROM enquiries_call held JOIN accounts_user staff ON staff.id = held.staff_id
    WHERE held.status = 'open' AND held.seen_at > %(lately)s AND held.staff_id <> %(me)s
        AND (held.person_id = person.id OR held.number = ANY(points.numbers))
    ORDER BY held.started_at LIMIT 1
) line ON true
WHERE person.id = ANY(%(people)s)
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
    points: list[Point]
    promise: str
    due_at: dt.datetime | None
    callback_at: dt.datetime | None
    enquiry: UUID | None
    status: str
    topic: str
    course: str
    on_line: str

    @property
    def emails(self) -> list[str]:
        return [point.normalised for point in self.points if point.kind == "email"]

    @property
    def status_words(self) -> str:
        return str(Status(self.status).label) if self.status else ""


def facts_of(people: Iterable[int], *, me: int | None) -> dict[int, Facts]:
    """Everything about these people, by their keys."""
    now = timezone.now()
    today = dt.datetime.combine(now.astimezone(ZONE).date(), dt.time(), ZONE)
    params: dict[str, Any] = {
        "people": list(people),
        "today": today,
        "tomorrow": today + dt.timedelta(days=1),  # the same wall time in Toronto
        "live": [str(status) for status in LIVE],
        "lately": now - ON_THE_LINE,
        "me": me or 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, params)
        return {row[0]: _facts(row) for row in cursor.fetchall()}


def _facts(row: tuple[Any, ...]) -> Facts:
    status, topic, course, on_line = (word or "" for word in row[9:])
    return Facts(
        id=row[0],
        public_id=row[1],
        name=row[2],
        last_contact_at=row[3],
        points=[Point(*point) for point in row[4] or []],
        promise=row[5] or "",
        due_at=row[6],
        callback_at=row[7],
        enquiry=row[8],
        status=status,
        topic=topic,
        course=course,
        on_line=on_line,
    )


def consent_words(addresses: Iterable[str]) -> dict[str, str]:
    """ "May write until 14 March 2027", "May write" or "No email", for each address; one query."""
    hashes = {address_hash(address): address for address in addresses}
    consents: dict[str, list[Consent]] = {address: [] for address in hashes.values()}
    stops: dict[str, list[Stop]] = {address: [] for address in hashes.values()}
    for whose, word, topic, at in _permissions(hashes):
        if whose in hashes:
            # Why it was stopped changes no answer here.
            stops[hashes[whose]].append(Stop(Scope(word), StopReason.UNSUBSCRIBED, topic))
        else:
            consents[whose].append(Consent(Basis(word), at, topic))
    return {each: _words(Reader(consents[each], stops[each])) for each in consents}


def _permissions(hashes: dict[str, str]) -> Iterable[tuple[str, str, str, dt.datetime]]:
    if not hashes:
        return ()
    given = ConsentRecord.objects.standing().filter(address__in=hashes.values()).order_by()
    stops = Suppression.objects.filter(address_hash__in=hashes)
    return given.values_list("address", "basis", "topic", "obtained_at").union(
        stops.values_list("address_hash", "scope", "topic", "at"), all=True
    )


def _words(reader: Reader) -> str:
    now = timezone.now()
    verdicts = [
        permission(Sending(MailClass.COMMERCIAL, topic), reader, now=now)
        for topic in COMMERCIAL_TOPICS
    ]
    allowed = [verdict for verdict in verdicts if verdict.allowed]
    if not allowed:
        return "No email"
    longest = max(allowed, key=lambda verdict: verdict.expires_on or dt.date.max)
    until = longest.expires_on
    return f"May write until {until:%-d %B %Y}" if until else "May write"
