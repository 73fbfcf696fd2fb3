"""What the follow-up rules did, what held them back, and what they are about to write."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from enquiries.models import (
    MOST_PER_ENQUIRY,
    Enquiry,
    FollowUp,
    FollowUpRule,
    Purpose,
    Wording,
)
from enquiries.models.stopping import stops_of, unstopped
from institute.mail.models import Status
from institute.mail.models.message import LEFT_US

AHEAD = dt.timedelta(days=7)
SHOWN = 12


@dataclass(frozen=True)
class Ahead:
    """One message a rule is about to write, unless something stops it."""

    enquiry: Enquiry
    rule: FollowUpRule
    at: dt.datetime


@dataclass(frozen=True)
class RuleReport:
    """A rule with what it did."""

    rule: FollowUpRule
    wording: Wording | None
    sent: int
    waiting: int
    held_back: int
    stopped: list[tuple[str, int]]
    ahead: int

    @property
    def stopped_in_all(self) -> int:
        return sum(number for _, number in self.stopped)


def reports() -> list[RuleReport]:
    """Every rule, soonest first."""
    texts = {text.key: text for text in Wording.objects.filter(purpose=Purpose.EMAIL).current()}
    return [_report(rule, texts) for rule in FollowUpRule.objects.select_related("enabled_by")]


def _report(rule: FollowUpRule, texts: dict[str, Wording]) -> RuleReport:
    mine = FollowUp.objects.filter(rule=rule)
    counted = mine.aggregate(
        sent=Count("pk", filter=Q(message__status__in=LEFT_US)),
        waiting=Count("pk", filter=Q(message__status__in=[Status.QUEUED, Status.SENDING])),
        held_back=Count("pk", filter=Q(message__status__in=[*_CLOSED])),
    )
    return RuleReport(
        rule=rule,
        wording=texts.get(rule.wording),
        stopped=_stopped(rule),
        ahead=coming_of(rule).count() if rule.is_on else 0,
        **counted,
    )


_CLOSED = (Status.SUPPRESSED, Status.CANCELLED, Status.EXPIRED, Status.FAILED)


def _stopped(rule: FollowUpRule) -> list[tuple[str, int]]:
    """How many enquiries it did not write to on their day, by reason."""
    if rule.enabled_at is None:
        return []
    passed = Enquiry.objects.filter(
        created_at__gt=rule.enabled_at,
        created_at__lte=timezone.now() - dt.timedelta(days=rule.days),
    ).exclude(follow_ups__rule=rule)
    return stops_of(passed)


def coming_of(rule: FollowUpRule) -> "QuerySet[Enquiry]":
    """Enquiries whose day for this rule lies within the week, that nothing has stopped so far."""
    now, days = timezone.now(), dt.timedelta(days=rule.days)
    within = Enquiry.objects.filter(
        created_at__gt=max(now - days, rule.enabled_at or now),
        created_at__lte=now - days + AHEAD,
    )
    return (
        unstopped(within)
        .exclude(follow_ups__rule=rule)
        .alias(written=Count("follow_ups"))
        .filter(written__lt=MOST_PER_ENQUIRY)
        .order_by("created_at")
    )


def coming() -> list[Ahead]:
    """The first messages of the next seven days, soonest first."""
    rules = FollowUpRule.objects.exclude(enabled_at=None)
    found = [one for rule in rules for one in _coming(rule)]
    return sorted(found, key=lambda one: one.at)[:SHOWN]


def _coming(rule: FollowUpRule) -> Iterator[Ahead]:
    days = dt.timedelta(days=rule.days)
    for enquiry in coming_of(rule).select_related("course__current")[:SHOWN]:
        yield Ahead(enquiry, rule, enquiry.created_at + days)


def waiting_of(rule: FollowUpRule) -> int:
    """How many messages of the rule have not left."""
    waiting = [Status.QUEUED, Status.SENDING]
    return FollowUp.objects.filter(rule=rule, message__status__in=waiting).count()
