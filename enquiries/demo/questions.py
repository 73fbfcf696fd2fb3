"""What the people of the demo asked, and how far each question got."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from courses.models import Course
from enquiries import hours
from enquiries.demo.clock import A_STEP, ago, answered, due, in_office
from enquiries.demo.people import HOME
from enquiries.demo.reading import Record
from enquiries.models import OPEN, Enquiry, NextAction, Person, Queue, Source, Status, StatusChange
from institute.accounts.models import User
from institute.mail.consent import Basis, last_day

# The acts that lead from a new question to where it stands.
ACTS: dict[str, tuple[str, ...]] = {
    Status.NEW: (),
    Status.QUARANTINED: ("quarantine",),
    Status.SPAM: ("quarantine", "mark_spam"),
    Status.WORKING: ("work",),
    Status.CALLBACK: ("work", "schedule_callback"),
    Status.QUALIFIED: ("work", "qualify"),
    Status.ENROLMENT_STARTED: ("work", "qualify", "start_enrolment"),
    Status.CONVERTED: ("work", "qualify", "convert"),
    Status.LOST: ("work", "lose"),
    Status.DUPLICATE: ("join",),
}
SUSPECT = ("quarantine", "join")  # done when the question arrives, by nobody
A_FIRST_TIME = 0.15  # days until somebody turns to a question, where nothing was noted
CAME_FROM: dict[str, dict[str, str]] = {
    "google": {"utm_source": "google", "utm_medium": "search", "utm_campaign": "tpm-courses"},
    "linkedin": {"utm_source": "linkedin", "utm_medium": "social", "utm_campaign": "winter-dates"},
    "newsletter": {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "november"},
    "referral": {"utm_source": "referral", "utm_medium": "link"},
}


@dataclass
class Told:
    """One question of the content with its row in the database, and the moments of its life."""

    row: Record
    enquiry: Enquiry
    moments: list[dt.datetime]

    @property
    def last(self) -> dt.datetime:
        """When anything last happened."""
        return self.moments[-1] if self.moments else self.enquiry.created_at


@dataclass(frozen=True)
class Around:
    """What a question needs to know of: who works on it, and the courses."""

    staff: dict[str, User]
    courses: dict[str, Course]


def asked_at(row: Record) -> dt.datetime:
    """When the question came; people come by, and are missed, in business hours."""
    if "consent_days_left" in row:
        return _consent_ends_in(row["consent_days_left"])
    at = ago(row["days_ago"])
    return at if row.get("source", Source.WEB) in {Source.WEB, Source.EMAIL} else in_office(at)


def _consent_ends_in(days: int) -> dt.datetime:
    """The latest moment whose consent by enquiry has that many days left."""
    at, today = ago(100), hours.ZONE
    wanted = ago(-days).astimezone(today).date()
    while (last_day(Basis.INQUIRY, at) or wanted) > wanted:
        at -= dt.timedelta(days=1)
    return at


def tell(row: Record, person: Person | None, around: Around) -> Told:
    """The question as a record that is not saved yet."""
    at = asked_at(row)
    moments = _moments(row, at)
    enquiry = _as_asked(row, person, around, at)
    _stand(enquiry, row, around)
    enquiry.first_responded_at = moments[0] if moments else None
    if enquiry.respond_by and not moments and enquiry.respond_by < ago(0):
        enquiry.alerted_at = enquiry.respond_by + A_STEP
    return Told(row, enquiry, moments)


def _moments(row: Record, asked: dt.datetime) -> list[dt.datetime]:
    """When each thing happened, one after the other."""
    moments: list[dt.datetime] = []
    for one in row.get("happened", ()):
        at = answered(asked, one["after"])
        earliest = moments[-1] + 2 * A_STEP if moments else at
        moments.append(min(max(at, earliest), ago(0)))
    return moments


def _as_asked(row: Record, person: Person | None, around: Around, at: dt.datetime) -> Enquiry:
    course = around.courses.get(row.get("course", ""))
    email, phone = row.get("email", ""), row.get("phone", "")
    contact = ", ".join(part for part in (email, phone) if part)
    question = row.get("question", "")
    return Enquiry(
        person=person,
        name=row["name"],
        contact=contact,
        email=email,
        phone=phone,
        course=course,
        topic=row.get("topic", "course" if course else "other"),
        question=question,
        source=row.get("source", Source.WEB),
        call_window=row.get("call_window", ""),
        consent_given=row.get("consent", False),
        zone=row.get("zone", HOME),
        page=_page(row, course),
        utm=CAME_FROM.get(row.get("came_from", ""), {}),
        suspicions=row.get("suspicions", []),
        spam_score=row.get("spam_score", 0),
        snapshot={"name": row["name"], "contact": contact, "question": question},
        submission_key=sha256(f"demo\x1f{row['name']}\x1f{question}".encode()).hexdigest(),
        respond_by=hours.after(at, hours.A_BUSINESS_DAY),
        created_at=at,
        is_demo=True,
    )


def _page(row: Record, course: Course | None) -> str:
    """The page the form stood on; who calls or writes a letter saw none."""
    if row.get("source", Source.WEB) != Source.WEB:
        return ""
    return f"/courses/{course.slug}/" if course else "/enquire/"


def _stand(enquiry: Enquiry, row: Record, around: Around) -> None:
    """Who has it, what is next, and why it was lost."""
    enquiry.owner = around.staff.get(row.get("owner", ""))
    enquiry.queue = "" if enquiry.owner else row.get("queue", Queue.DESK)
    enquiry.lost_reason = row.get("reason", "")
    for act in ACTS[row["status"]]:
        enquiry.move(act)
    assert enquiry.status == row["status"]
    if enquiry.status in OPEN:
        planned = row.get("next", {"action": NextAction.REVIEW, "due": 2})
        enquiry.next_action, enquiry.next_action_at = planned["action"], due(planned["due"])


def changes_of(told: Told, joined: Enquiry | None = None) -> list[StatusChange]:
    """The trace of every act, at the moments something happened."""
    enquiry, acts = told.enquiry, ACTS[told.row["status"]]
    trace, was = [], Enquiry(status=Status.NEW)
    for number, act in enumerate(acts):
        before = was.status
        was.move(act)
        alone = act in SUSPECT
        trace.append(
            StatusChange(
                enquiry=enquiry,
                act=act,
                was=before,
                became=was.status,
                by=None if alone else _worker(told),
                at=enquiry.created_at if alone else _moment(told, number, len(acts)),
                why=f"Joined to {joined.ref}" if joined else "",
            )
        )
    return trace


def _worker(told: Told) -> User | None:
    return told.enquiry.owner


def _moment(told: Told, number: int, of: int) -> dt.datetime:
    """The first act with the first thing that happened, the last with the last."""
    at = answered(told.enquiry.created_at, A_FIRST_TIME)
    if told.moments:
        at = told.moments[min(number, len(told.moments) - 1)] if number < of - 1 else told.last
    return min(at + dt.timedelta(seconds=30 * number), ago(0))
