"""Keeping a question from the public form, whoever sends it and however often."""

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from courses.models import Course, CourseState
from enquiries import emails, hours
from enquiries.contact_points import ContactPoints
from enquiries.models import (
    Direction,
    Enquiry,
    Interaction,
    Kind,
    NextAction,
    Person,
    Source,
    Status,
    StatusChange,
)
from enquiries.operations.inserting import insert_unless_kept
from enquiries.operations.people import Caller, Known, new_person, recognise, suspect
from enquiries.operations.sending import send_syllabus
from institute import mail
from institute.mail.consent import Basis
from institute.mail.consent import Topic as MailTopic
from institute.mail.operations import record_consent

ACKNOWLEDGED_WITHIN = dt.timedelta(hours=48)
# The words beside the box; the form shows these very ones.
CONSENT_WORDS = (
    "Also email me news of TPM Institute courses and dates. I can stop this at any time."
)


@dataclass(frozen=True)
class Asked:
    """A question as the form read it."""

    name: str
    contact: str
    reach: ContactPoints
    question: str = ""
    topic: str = "other"
    course: Course | None = None
    consent: bool = False
    syllabus: bool = False
    call_window: str = ""

    @property
    def key(self) -> str:
        """The same for every copy of this question sent today, in Toronto."""
        today = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))
        words = " ".join(unicodedata.normalize("NFC", self.question).casefold().split())
        course = self.course.slug if self.course else ""
        if self.syllabus:  # who asks for it later on the same day asks for something new
            words += "\x1esyllabus"
        parts = (self.reach.email, self.reach.phone, course, self.topic, words, today.isoformat())
        return sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Circumstances:
    """Where and how a question reached us."""

    zone: str
    page: str = ""
    spam_score: int = 0
    suspicions: tuple[str, ...] = ()
    quarantine: bool = False
    utm: "dict[str, str]" = field(default_factory=dict)
    as_sent: "dict[str, str] | None" = None
    is_demo: bool = False


@transaction.atomic
def ask(*, asked: Asked, circumstances: Circumstances) -> Enquiry:
    """Keep a question and acknowledge it. The same question sent again is the one already kept.

    A suspect question waits for a person's eye and is answered by nobody until then.
    """
    mine = _written(asked, circumstances)
    taking = None if circumstances.quarantine else _prepare(mine)
    # Fifty copies may arrive at once: the unique key lets one in and the others wait for it.
    if not insert_unless_kept(mine):
        return Enquiry.objects.get(submission_key=mine.submission_key)
    if taking:
        _carry(mine, taking)
    return mine


def take_in(enquiry: Enquiry) -> None:
    """Connect a question with its person, join it to what is open, and write back; once."""
    if enquiry.person_id:
        return
    taking = _prepare(enquiry)
    _carry(enquiry, taking)
    joined = ("status", "duplicate_of", "next_action_at", "next_action")
    enquiry.save(update_fields=["person", *(joined if taking.open_one else ())])


@dataclass(frozen=True)
class _Taking:
    """Who asks, whether they are known, and the open enquiry that will carry the question."""

    caller: Caller
    known: Known
    was: str
    due: dt.datetime | None
    open_one: Enquiry | None


def _prepare(enquiry: Enquiry) -> _Taking:
    """Find out whose question it is, and write that on it without saving."""
    reach = ContactPoints(enquiry.email, enquiry.phone)
    caller = Caller(
        enquiry.name, reach, enquiry.zone, at=enquiry.created_at, is_demo=enquiry.is_demo
    )
    known = recognise(caller)
    enquiry.person = known.person
    open_one = _open_one(enquiry) if known.person else None
    taking = _Taking(caller, known, enquiry.status, enquiry.next_action_at, open_one)
    if open_one:
        # Kept whole; the open one carries it.
        enquiry.move("join")
        enquiry.duplicate_of = open_one
        enquiry.next_action_at, enquiry.next_action = None, ""
    return taking


def _carry(enquiry: Enquiry, taking: _Taking) -> None:
    """What follows once the question is kept."""
    if enquiry.person:
        met = Person.objects.filter(pk=enquiry.person.pk)
        # A question let in after days is older than what was said meanwhile.
        met.update(last_contact_at=Greatest("last_contact_at", enquiry.created_at))
    else:
        enquiry.person = new_person(taking.caller)
        Enquiry.objects.filter(pk=enquiry.pk).update(person=enquiry.person)
    suspect(enquiry.person, taking.known, taking.caller)
    if taking.open_one:
        _tell(taking.open_one, enquiry, taking)
    _follow(enquiry)


def _open_one(enquiry: Enquiry) -> Enquiry | None:
    """The oldest live enquiry of the same person, locked."""
    mine = Enquiry.objects.select_for_update(of=("self",)).live().filter(person=enquiry.person)
    return mine.exclude(pk=enquiry.pk).order_by("pk").only("next_action_at").first()


def _tell(open_one: Enquiry, enquiry: Enquiry, taking: _Taking) -> None:
    """Let the open enquiry carry the new question: the sooner deadline counts."""
    StatusChange.objects.create(enquiry=enquiry, act="join", was=taking.was, became=enquiry.status)
    Interaction.objects.create(
        enquiry=open_one,
        person=enquiry.person,
        kind=Kind.ENQUIRY,
        direction=Direction.IN,
        text=enquiry.question,
        at=enquiry.created_at,
        asked_again=enquiry,
        is_demo=enquiry.is_demo,
    )
    if taking.due and open_one.next_action_at and taking.due < open_one.next_action_at:
        open_one.next_action_at = taking.due
        open_one.save(update_fields=["next_action_at"])


def _written(asked: Asked, circumstances: Circumstances) -> Enquiry:
    now = timezone.now()
    suspect = circumstances.quarantine
    respond_by = hours.after(now, hours.A_BUSINESS_DAY)
    zone = ZoneInfo(circumstances.zone)
    return Enquiry(
        source=Source.WEB,
        status=Status.QUARANTINED if suspect else Status.NEW,
        next_action=_first_action(asked, suspect=suspect),
        next_action_at=_first_contact(asked, zone, now, respond_by, suspect=suspect),
        respond_by=respond_by,
        name=asked.name,
        contact=asked.contact,
        email=asked.reach.email,
        phone=asked.reach.phone,
        course=asked.course,
        topic=asked.topic,
        question=asked.question,
        call_window=asked.call_window,
        consent_given=asked.consent,
        zone=circumstances.zone,
        page=circumstances.page,
        utm=circumstances.utm,
        spam_score=circumstances.spam_score,
        suspicions=list(circumstances.suspicions),
        snapshot=circumstances.as_sent or {},
        created_at=now,
        is_demo=circumstances.is_demo,
        submission_key=asked.key,
    )


def _first_contact(
    asked: Asked, zone: ZoneInfo, now: dt.datetime, by: dt.datetime, *, suspect: bool
) -> dt.datetime:
    """When they like to be called, if they are; what is checked first is due with the answer."""
    if suspect or not asked.reach.phone:
        return by
    return hours.first_call(now, asked.call_window, zone, by)


def _first_action(asked: Asked, *, suspect: bool) -> str:
    if suspect:
        return NextAction.REVIEW
    return NextAction.CALL if asked.reach.phone else NextAction.WRITE


def _follow(enquiry: Enquiry) -> None:
    """Write back, and keep what the law lets us write next; a phone number alone allows nothing."""
    if not enquiry.email:
        return
    # After two days a note that we have their question says only that we had not looked.
    if timezone.now() - enquiry.created_at < ACKNOWLEDGED_WITHIN:
        mail.queue(emails.enquiry_received(enquiry))
    _keep_ground(enquiry, Basis.INQUIRY)
    _send_what_they_ticked(enquiry)
    if enquiry.consent_given:
        # A reader who switched our messages off stays off: a public form proves nobody's address.
        _keep_ground(enquiry, Basis.EXPRESS, topic=MailTopic.COURSE_NEWS, words=CONSENT_WORDS)


def _send_what_they_ticked(enquiry: Enquiry) -> None:
    """The syllabus, when its box was ticked on the page of a course that is still offered."""
    course = enquiry.course
    if enquiry.snapshot.get("syllabus") and course and course.status == CourseState.PUBLISHED:
        send_syllabus(enquiry=enquiry, course=course)


def _keep_ground(
    enquiry: Enquiry, basis: Basis, *, topic: MailTopic | None = None, words: str = ""
) -> None:
    record_consent(
        enquiry.email,
        basis,
        method="enquiry form",
        topic=topic,
        obtained_at=enquiry.created_at,
        enquiry=str(enquiry.public_id),
        words=words,
    )
