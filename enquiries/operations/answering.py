"""Writing to a person, and keeping what they write and say: each leaves its trace."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enquiries import permissions
from enquiries.emails.answering import Written, news_written, question_answered
from enquiries.models import Direction, Enquiry, FollowUp, Interaction, Kind, Promise, Status
from enquiries.operations.working import (
    Happened,
    Next,
    keep_promise,
    move_enquiry,
    plan_next,
    promise,
    record,
)
from enquiries.permissions import Meter
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import MailClass, Sending, Topic, Verdict, permission
from institute.mail.letters import KINDS, Letter
from institute.mail.models import OutboundMessage
from institute.mail.operations import Preview, permissions_of_all, preview, readers_of
from institute.moves import locked

Write = Callable[[Enquiry, Written, User], Letter]


@dataclass(frozen=True)
class Ways:
    """What may be written to one address: an answer, news; empty words where it may."""

    address: str
    known: bool  # one of the person's own, not only typed into a form
    no_reply: str
    no_news: str
    news: Meter

    def why_not(self, kind: str) -> str:
        """Why this kind of message may not leave for it; empty when it may."""
        return self.no_reply if kind == REPLY else self.no_news


A_MOMENT = dt.timedelta(minutes=1)
REPLY, NEWS = "reply", "news"
LETTERS: dict[str, Write] = {REPLY: question_answered, NEWS: news_written}


def ways_to_write(enquiry: Enquiry) -> list[Ways]:
    """Every address of the person and the one the question came with, each with what is allowed."""
    own = enquiry.person.emails if enquiry.person else []
    given = [enquiry.email.lower()] if enquiry.email else []
    addresses = list(dict.fromkeys(given + own))
    readers, allowed = readers_of(addresses), permissions_of_all(addresses)
    refused, now = permissions.reply_refused(enquiry), timezone.now()
    sent = enquiry.follow_ups.count()
    ways = []
    for address in addresses:
        answer = permission(Sending(MailClass.REPLY, Topic.ENQUIRY), readers[address], now=now)
        verdict = allowed[address][Topic.COURSE_NEWS]
        ways.append(
            Ways(
                address=address,
                known=address in own,
                no_reply=refused or ("" if answer.allowed else answer.reason),
                no_news=_no_news(enquiry, verdict, sent),
                news=permissions.meter(address, verdict, now=now),
            )
        )
    return ways


@transaction.atomic
def write(
    *, kind: str, enquiry: Enquiry, written: Written, by: User, then: Next | None = None
) -> OutboundMessage | None:
    """Send a reply or news, and keep it in the history; the same token again is the same message.

    News takes one of the three numbers an enquiry has. Raises RuleBroken when the law, the stop of
    a reader or the state of the enquiry says no.
    """
    enquiry = locked(enquiry)
    sent = _sent_before(kind, enquiry, written)
    if sent:
        return sent
    _refuse(kind, enquiry, written.to)
    message = mail.queue(LETTERS[kind](enquiry, written, by))
    if kind == NEWS:
        number = enquiry.follow_ups.count() + 1
        FollowUp.objects.create(enquiry=enquiry, number=number, message=message)
    happened = Happened(Kind.EMAIL, Direction.OUT, written.text, message=message)
    record(enquiry=enquiry, happened=happened, by=by)
    _carry_on(enquiry, by, then)
    return message


def preview_of(*, kind: str, enquiry: Enquiry, written: Written, by: User) -> Preview:
    """The letter as its reader would get it; nothing is kept."""
    letter = LETTERS[kind](enquiry, written, by)
    declared = KINDS[letter.kind]
    label, key = enquiry._meta.label_lower, str(enquiry.pk)  # noqa: SLF001 - Django's documented door
    row = OutboundMessage(
        kind=declared.name,
        mail_class=declared.mail_class,
        topic=declared.topic,
        to_address=letter.to,
        about_type=label,
        about_id=key,
        context=letter.context,
    )
    return preview(row)


@transaction.atomic
def keep(*, enquiry: Enquiry, happened: Happened, by: User) -> Interaction:
    """Keep a note, a meeting or a letter of theirs; sent twice it happened once.

    Whoever meets somebody about a new enquiry is in conversation; a letter still waits for ours.
    """
    enquiry = locked(enquiry)
    if not happened.text.strip():
        raise RuleBroken("Write what was said or done.")
    before = enquiry.interactions.filter(staff=by, kind=happened.kind, text=happened.text).last()
    if before and timezone.now() - before.at < A_MOMENT:
        return before
    kept = record(enquiry=enquiry, happened=happened, by=by)
    if happened.kind == Kind.MEETING:
        _carry_on(enquiry, by, None)
    return kept


@transaction.atomic
def promise_once(*, enquiry: Enquiry, text: str, due_at: dt.datetime, by: User) -> Promise:
    """Promise something; the same words again are the promise that stands."""
    enquiry = locked(enquiry)
    standing = enquiry.promises.open().filter(text=text.strip(), made_by=by).first()
    return standing or promise(enquiry=enquiry, text=text, due_at=due_at, by=by)


@transaction.atomic
def close_promise(*, made: Promise, evidence: Interaction | OutboundMessage) -> bool:
    """Close a promise on what was done after it was made, with the same person.

    False while the message that keeps it waits to leave. Raises RuleBroken for other evidence.
    """
    if isinstance(evidence, OutboundMessage):
        ours = OutboundMessage.objects.about(made.enquiry).filter(pk=evidence.pk)
        if evidence.queued_at < made.made_at or not ours.exists():
            raise RuleBroken("Choose a message about this enquiry, written after the promise.")
        return keep_promise(promise=made, message=evidence)
    if evidence.enquiry_id != made.enquiry_id or evidence.at < made.made_at:
        raise RuleBroken("Choose something done for this enquiry after the promise.")
    return keep_promise(promise=made, interaction=evidence)


def _no_news(enquiry: Enquiry, verdict: Verdict, sent: int) -> str:
    address = settings.MAILING_ADDRESS
    return permissions.news_refused(enquiry, verdict, sent=sent, mailing_address=address)


def _sent_before(kind: str, enquiry: Enquiry, written: Written) -> OutboundMessage | None:
    ours = OutboundMessage.objects.about(enquiry).filter(about_sequence=written.sequence)
    return ours.filter(kind=f"enquiries.{LETTERS[kind].__name__}").first()


def _refuse(kind: str, enquiry: Enquiry, to: str) -> None:
    ways = {way.address: way for way in ways_to_write(enquiry)}
    if to not in ways:
        raise RuleBroken("Write to one of this person's own addresses.")
    why_not = ways[to].why_not(kind)
    if why_not:
        raise RuleBroken(why_not)


def _carry_on(enquiry: Enquiry, by: User, then: Next | None) -> None:
    """A new enquiry somebody answered is in conversation; what comes next is planned."""
    if enquiry.status == Status.NEW:
        move_enquiry(enquiry=enquiry, act="work", by=by, next_=then)
    elif then:
        plan_next(enquiry=enquiry, next_=then)
