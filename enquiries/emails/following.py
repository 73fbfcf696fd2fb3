"""What we write some days after an enquiry, and the question whether we may go on writing."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from enquiries import wording
from enquiries.models import Enquiry, FollowUp, Wording
from enquiries.models.stopping import why_stopped
from institute.mail.consent import LAW_ZONE, MailClass, Topic
from institute.mail.letters import Letter, letter
from institute.mail.models import Mailbox
from institute.mail.operations import permissions_of
from institute.templatetags.moments import day

WORTH_SENDING = dt.timedelta(days=2)
STAGES = 100  # room for the days that are left, below the day a permission ends


def _still_to_follow(enquiry: Enquiry, number: int) -> str | None:
    """Asked again just before the message leaves."""
    if not FollowUp.objects.filter(enquiry=enquiry, number=number).exists():
        return "It has no number among the messages of its enquiry."
    return why_stopped(enquiry) or None


@letter(
    MailClass.COMMERCIAL,
    Topic.COURSE_NEWS,
    why="You asked TPM Institute a question in the last six months, or let us write to you.",
    still_true=_still_to_follow,
)
def follow_up(enquiry: Enquiry, *, text: Wording, number: int) -> Letter:
    """One message of the sequence, in one version of its wording."""
    person = enquiry.person.account if enquiry.person else None
    return Letter(
        to=enquiry.email,
        about=enquiry,
        person=person,
        zone=enquiry.zone,
        sequence=number,
        context=words_of(enquiry, text),
        not_after=timezone.now() + WORTH_SENDING,
    )


def words_of(enquiry: Enquiry, text: Wording) -> dict[str, object]:
    """The filled text, as the letter shows it."""
    facts = wording.facts_of(enquiry)
    has_course = bool(enquiry.course and enquiry.course.status == "published")
    return {
        "name": wording.greeting(enquiry.name),
        "subject": wording.filled(wording.title_for(enquiry, text.title), facts),
        "text": wording.filled(wording.body_for(enquiry, text.body), facts),
        "version": str(text),
        "action_url": facts["page"],
        "action_label": "See the course and its dates" if has_course else "See the courses",
    }


def basis_end_of(sequence: int) -> dt.date:
    """The day a permission ends, as the letter's sequence keeps it."""
    return dt.date.fromordinal(sequence // STAGES)


def _still_to_ask(mailbox: Mailbox, sequence: int) -> str | None:
    """True while the permission it was written for is the one we have, and nobody said yes."""
    verdict = permissions_of(mailbox.address)[Topic.COURSE_NEWS]
    if not verdict.allowed:
        return verdict.reason
    if verdict.expires_on is None:
        return "They said yes already."
    if verdict.expires_on != basis_end_of(sequence):
        return "They turned to us since, so we may write for longer."
    return None


@letter(
    MailClass.COMMERCIAL,
    Topic.COURSE_NEWS,
    why="You asked us something or took a course with us, and our permission to write is ending.",
    still_true=_still_to_ask,
)
def consent_request(
    mailbox: Mailbox, *, ends: dt.date, stage: int, reader: "dict[str, str] | None" = None
) -> Letter:
    """May we go on writing? Asked while we still may, with the words the law prescribes."""
    known = reader or {}
    closing = dt.datetime.combine(ends + dt.timedelta(days=1), dt.time(), LAW_ZONE)
    return Letter(
        to=mailbox.address,
        about=mailbox,
        zone=known.get("zone", ""),
        sequence=ends.toordinal() * STAGES + stage,
        context={
            "name": wording.greeting(known.get("name", "")),
            "ends": day(ends),
            "action_url": consent_url(mailbox.token),
            "action_label": "Read it and decide",
        },
        not_after=closing,
    )


def consent_url(token: str) -> str:
    """The page where a reader may say yes."""
    return f"{settings.SITE_URL}{reverse('enquiries:consent', args=[token])}"
