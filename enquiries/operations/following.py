"""Messages that follow an enquiry by themselves, and the numbers commercial messages take."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from enquiries import emails
from enquiries.models import (
    MOST_PER_ENQUIRY,
    Enquiry,
    FollowUp,
    FollowUpRule,
    Status,
    Wording,
)
from enquiries.models.stopping import unstopped
from enquiries.operations.sweeping import each
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import Topic
from institute.mail.models import OutboundMessage
from institute.mail.models import Status as MailStatus
from institute.mail.operations import permissions_of_all
from institute.moves import locked

CATCH_UP = dt.timedelta(days=3)  # a day that passed longer ago is skipped
BREATH = dt.timedelta(days=1)  # between two messages of one enquiry
LOOK_BACK = dt.timedelta(days=30)
UNASKED = 20  # above this many, switching on takes a typed number
NO_MORE = "Three messages that promote are the most for one enquiry."


def send_follow_ups() -> int:
    """Write what is due. Safe to run twice and side by side; a long outage is never caught up."""
    if not settings.MAILING_ADDRESS.strip():
        return 0  # the law asks for it; a number must not be lost on a message that cannot leave
    return sum(_run(rule) for rule in FollowUpRule.objects.exclude(enabled_at=None))


def _run(rule: FollowUpRule) -> int:
    due = list(due_by(rule, timezone.now()))
    allowed = permissions_of_all({enquiry.email for enquiry in due})
    may = [one for one in due if allowed[one.email][Topic.COURSE_NEWS].allowed]
    return each(may, lambda enquiry: follow(enquiry=enquiry, rule=rule))


def due_by(rule: FollowUpRule, at: dt.datetime) -> "QuerySet[Enquiry]":
    """Enquiries whose day has come and is not long past, that nothing has stopped."""
    came = at - dt.timedelta(days=rule.days)
    return (
        unstopped(Enquiry.objects.filter(created_at__lte=came, created_at__gt=came - CATCH_UP))
        .filter(created_at__gt=rule.enabled_at)
        .exclude(follow_ups__rule=rule)
        .exclude(follow_ups__at__gt=at - BREATH)
        .alias(written=Count("follow_ups"))
        .filter(written__lt=MOST_PER_ENQUIRY)
        .order_by("created_at")
    )


@transaction.atomic
def follow(*, enquiry: Enquiry, rule: FollowUpRule) -> bool:
    """Write one message of a rule; False when it was written or something stopped it meanwhile."""
    enquiry = locked(enquiry)  # two beats at once
    rule = FollowUpRule.objects.get(pk=rule.pk)
    if not rule.is_on or not due_by(rule, timezone.now()).filter(pk=enquiry.pk).exists():
        return False
    text = Wording.objects.filter(key=rule.wording).order_by("-version").first()
    if text is None:
        return False
    mine = take_number(enquiry=enquiry, rule=rule, wording=text)
    letter = emails.follow_up(enquiry, text=text, number=mine.number)
    keep_message(follow_up=mine, message=mail.queue(letter))
    return True


@transaction.atomic
def take_number(
    *, enquiry: Enquiry, rule: FollowUpRule | None = None, wording: Wording | None = None
) -> FollowUp:
    """The next of the three numbers, for a message that promotes. Raises RuleBroken after three."""
    enquiry = locked(enquiry)
    number = enquiry.follow_ups.count() + 1
    if number > MOST_PER_ENQUIRY:
        raise RuleBroken(NO_MORE)
    return FollowUp.objects.create(enquiry=enquiry, number=number, rule=rule, wording=wording)


def keep_message(*, follow_up: FollowUp, message: OutboundMessage | None) -> None:
    """Remember which message took the number."""
    follow_up.message = message
    follow_up.save(update_fields=["message"])


def would_have_written(rule: FollowUpRule) -> int:
    """How many enquiries of the last 30 days would get it; what switching on leads to."""
    recent = Enquiry.objects.filter(created_at__gt=timezone.now() - LOOK_BACK).exclude(email="")
    return recent.exclude(status__in=[Status.SPAM, Status.QUARANTINED, Status.DUPLICATE]).count()


@transaction.atomic
def switch_on(*, rule: FollowUpRule, by: User, typed: str = "") -> FollowUpRule:
    """Follow up what is asked from now on; what was asked before is never written to.

    Raises RuleBroken when many people would get it and their number was not typed.
    """
    rule = locked(rule)
    if rule.is_on:
        return rule
    many = would_have_written(rule)
    if many > UNASKED and typed.strip() != str(many):
        raise RuleBroken(f"This reaches about {many} people a month. Type {many} to switch it on.")
    rule.enabled_at, rule.enabled_by = timezone.now(), by
    rule.save(update_fields=["enabled_at", "enabled_by"])
    return rule


@transaction.atomic
def switch_off(*, rule: FollowUpRule, by: User) -> FollowUpRule:
    """Stop the rule, and what it wrote that has not left."""
    rule = locked(rule)
    rule.enabled_at, rule.enabled_by = None, by
    rule.save(update_fields=["enabled_at", "enabled_by"])
    mine = OutboundMessage.objects.filter(pk__in=rule.follow_ups.values("message"))
    mine.not_yet_handed().update(
        status=MailStatus.CANCELLED, reason=f"{by.name} switched the rule off.", lease_until=None
    )
    return rule
