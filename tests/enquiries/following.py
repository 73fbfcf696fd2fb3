"""What the tests of follow-up share: the rules as the Institute starts with them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from courses.models import Course
from enquiries.models import Enquiry, FollowUpRule, Purpose, Wording
from institute.mail.consent import Basis
from institute.mail.models import OutboundMessage
from institute.mail.operations import deliver, record_consent
from tests import make

LONG_AGO = dt.timedelta(days=800)
DAY = dt.timedelta(days=1)


def text(key: str = "follow-up-day-2", title: str = "About {about}", body: str = "{dates}") -> None:
    """Version 1 of a text, unless it is there."""
    Wording.objects.get_or_create(
        key=key, version=1, defaults={"purpose": Purpose.EMAIL, "title": title, "body": body}
    )


def rule(days: int = 2, *, on: bool = True) -> FollowUpRule:
    """One rule that has been on for long; the others are off."""
    FollowUpRule.objects.update(enabled_at=None)
    text(f"follow-up-day-{days}")
    known = {"title": f"Day {days}", "days": days, "wording": f"follow-up-day-{days}"}
    made, _ = FollowUpRule.objects.get_or_create(key=f"day-{days}", defaults=known)
    made.enabled_at = timezone.now() - LONG_AGO if on else None
    made.save()
    return made


def all_rules() -> None:
    """The three rules, on for long."""
    for days in (2, 7, 21):
        rule(days)
    FollowUpRule.objects.update(enabled_at=timezone.now() - LONG_AGO)


def asked(days_ago: float = 2, course: Course | None = None, **fields: Any) -> Enquiry:
    """An enquiry of some days ago, with what the law lets us write on."""
    at = timezone.now() - days_ago * DAY
    made = make.enquiry(created_at=at, course=course, **fields)
    if made.email:
        record_consent(made.email, Basis.INQUIRY, method="enquiry form", obtained_at=at)
    return made


def messages(enquiry: Enquiry) -> list[OutboundMessage]:
    """What follows it, in the order of its numbers."""
    mine = OutboundMessage.objects.about(enquiry).filter(kind="enquiries.follow_up")
    return list(mine.order_by("about_sequence"))


def delivered(message: OutboundMessage) -> OutboundMessage:
    """The message after everything that is due was handed over."""
    deliver()
    message.refresh_from_db()
    return message
