"""Enquiries that staff write down: somebody wrote to us, or stood at the door."""

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from courses.models import Course
from enquiries.contact_points import ContactPoints
from enquiries.models import Direction, Enquiry, Interaction, Kind, Queue, Source, Status, Topic
from enquiries.operations.people import Caller, identify, note_contact
from enquiries.operations.working import Next, join, plan_next
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import Basis
from institute.mail.operations import record_consent

WRITTEN_DOWN = (Source.EMAIL, Source.WALK_IN, Source.PHONE)


@dataclass(frozen=True)
class Opened:
    """What staff wrote down about somebody who asks."""

    name: str
    reach: ContactPoints
    source: str
    next_: Next
    question: str = ""
    topic: str = Topic.OTHER
    course: Course | None = None
    owner: User | None = None
    queue: str = ""
    zone: str = "America/Toronto"
    token: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def open_enquiry(*, opened: Opened, by: User) -> Enquiry:
    """Keep an enquiry with its next action; the same form sent twice is one.

    Of somebody with an open enquiry it joins that one, which is returned with the new next step.
    Raises RuleBroken when there is no way to answer.
    """
    if not (opened.reach.email or opened.reach.phone):
        raise RuleBroken("Write down an email address or a phone number.")
    mine = _written(opened, by)
    Enquiry.objects.bulk_create([mine], ignore_conflicts=True)
    kept = Enquiry.objects.get(submission_key=mine.submission_key)
    if kept.public_id != mine.public_id:
        return kept.duplicate_of or kept
    kept.person = identify(Caller(name=opened.name, reach=opened.reach, zone=opened.zone))
    kept.save(update_fields=["person"])
    note_contact(kept.person)
    _keep_ground(kept)
    before = Enquiry.objects.live().filter(person=kept.person).exclude(pk=kept.pk)
    open_one = before.order_by("pk").first()
    return _joined(kept, open_one, opened.next_, by) if open_one else kept


def _joined(fresh: Enquiry, open_one: Enquiry, next_: Next, by: User) -> Enquiry:
    """Both stay; the older one is worked on and carries what was asked now."""
    join(enquiry=fresh, to=open_one, by=by, why="They asked again.")
    Interaction.objects.create(
        enquiry=open_one,
        person=fresh.person,
        kind=Kind.ENQUIRY,
        direction=Direction.IN,
        text=fresh.question,
        staff=by,
        asked_again=fresh,
    )
    return plan_next(enquiry=open_one, next_=next_)


def _written(opened: Opened, by: User) -> Enquiry:
    now = timezone.now()
    if opened.source not in WRITTEN_DOWN:
        raise RuleBroken("Say how they reached us.")
    return Enquiry(
        source=opened.source,
        status=Status.NEW,
        owner=opened.owner,
        queue="" if opened.owner else opened.queue or Queue.DESK,
        next_action=opened.next_.action,
        next_action_at=opened.next_.at,
        respond_by=opened.next_.at,
        name=opened.name,
        contact=opened.reach.email or opened.reach.phone,
        email=opened.reach.email,
        phone=opened.reach.phone,
        course=opened.course,
        topic=Topic.COURSE if opened.course else opened.topic,
        question=opened.question,
        zone=opened.zone,
        snapshot={"written_down_by": by.name},
        created_at=now,
        submission_key=f"written-{opened.token.hex}",
    )


def _keep_ground(enquiry: Enquiry) -> None:
    """Who asks may be written to about it for six months."""
    if enquiry.email:
        record_consent(
            enquiry.email,
            Basis.INQUIRY,
            method=enquiry.get_source_display().lower(),
            obtained_at=enquiry.created_at,
            enquiry=str(enquiry.public_id),
        )
