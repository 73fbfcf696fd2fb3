"""Every write to an enquiry."""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from courses.models import Course
from enquiries import emails
from enquiries.contact_points import ContactPoints
from enquiries.models import Enquiry
from institute import mail
from institute.mail.consent import Basis
from institute.mail.consent import Topic as MailTopic
from institute.mail.operations import record_consent

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

    @property
    def key(self) -> str:
        """The same for every copy of this question sent today, in Toronto."""
        today = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))
        words = " ".join(unicodedata.normalize("NFC", self.question).casefold().split())
        course = self.course.slug if self.course else ""
        parts = (self.reach.email, self.reach.phone, course, self.topic, words, today.isoformat())
        return sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Circumstances:
    """Where and how a question reached us."""

    zone: str
    page: str = ""
    suspicion: str = ""
    as_sent: "dict[str, str] | None" = None
    is_demo: bool = False


@transaction.atomic
def ask(*, asked: Asked, circumstances: Circumstances) -> Enquiry:
    """Keep a question and acknowledge it. The same question sent again is the one already kept."""
    mine = _written(asked, circumstances)
    # Fifty copies may arrive at once: the unique key lets one in and the others wait for it.
    Enquiry.objects.bulk_create([mine], ignore_conflicts=True)
    kept = Enquiry.objects.get(submission_key=mine.submission_key)
    if kept.public_id == mine.public_id and not kept.suspicion:
        _follow(kept)
    return kept


def _written(asked: Asked, circumstances: Circumstances) -> Enquiry:
    return Enquiry(
        name=asked.name,
        contact=asked.contact,
        email=asked.reach.email,
        phone=asked.reach.phone,
        course=asked.course,
        topic=asked.topic,
        question=asked.question,
        consent_given=asked.consent,
        zone=circumstances.zone,
        page=circumstances.page,
        suspicion=circumstances.suspicion,
        snapshot=circumstances.as_sent or {},
        is_demo=circumstances.is_demo,
        submission_key=asked.key,
    )


def _follow(enquiry: Enquiry) -> None:
    """Write back, and keep what the law lets us write next; a phone number alone allows nothing."""
    if not enquiry.email:
        return
    mail.queue(emails.enquiry_received(enquiry))
    _keep_ground(enquiry, Basis.INQUIRY)
    if enquiry.consent_given:
        # A reader who switched our messages off stays off: a public form proves nobody's address.
        _keep_ground(enquiry, Basis.EXPRESS, topic=MailTopic.COURSE_NEWS, words=CONSENT_WORDS)


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
