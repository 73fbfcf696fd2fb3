"""The consent gate: may this message leave for this address now?

Plain rules of Canada's anti-spam law (CASL, the Act's sections 6, 10 and 13 and the Governor in
Council regulations, section 3) as one pure function. Counsel confirms the numbers; nobody
downgrades a class to get past them.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

LAW_ZONE = ZoneInfo("America/Toronto")
QUIET_FROM, QUIET_UNTIL = time(21), time(8)


class MailClass(StrEnum):
    """Why the law lets a message leave."""

    SECURITY = "security"  # sign-in, verification, password
    TRANSACTIONAL = "transactional"  # completes or confirms what was agreed
    REPLY = "reply"  # answers the person's own request
    COMMERCIAL = "commercial"  # any purpose to promote (a CEM)


class Topic(StrEnum):
    """What a message is about; people may switch commercial topics off one by one."""

    ACCOUNT = "account"
    ENROLMENT = "enrolment"
    ENQUIRY = "enquiry"
    COURSE_NEWS = "course news"
    EVENTS = "events"
    MENTORSHIP_OFFERS = "mentorship offers"


COMMERCIAL_TOPICS = (Topic.COURSE_NEWS, Topic.EVENTS, Topic.MENTORSHIP_OFFERS)


class Basis(StrEnum):
    """What lets us write to promote."""

    EXPRESS = "express"
    EXPRESS_PENDING = "express_pending"  # a spoken yes, not yet confirmed in writing
    INQUIRY = "inquiry"
    PURCHASE = "purchase"
    CONTRACT = "contract"


class Scope(StrEnum):
    """How much a stop covers."""

    ALL = "all"
    COMMERCIAL = "commercial"
    TOPIC = "topic"


class StopReason(StrEnum):
    """Why an address is not written to."""

    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    BOUNCED = "bounced"
    STAFF = "staff"


# A pending spoken yes lives on the inquiry's clock until it is confirmed.
MONTHS: dict[Basis, int] = {
    Basis.EXPRESS_PENDING: 6,
    Basis.INQUIRY: 6,
    Basis.PURCHASE: 24,
    Basis.CONTRACT: 24,
}
STOP_WORDS: dict[StopReason, str] = {
    StopReason.UNSUBSCRIBED: "This reader switched these messages off.",
    StopReason.COMPLAINED: "This reader reported a message from us as unwanted.",
    StopReason.BOUNCED: "Mail to this address came back: it does not exist.",
    StopReason.STAFF: "Staff asked that nothing is sent to this address.",
}
BASIS_WORDS: dict[Basis, str] = {
    Basis.EXPRESS: "Express consent",
    Basis.EXPRESS_PENDING: "Spoken consent, not yet confirmed,",
    Basis.INQUIRY: "Enquiry",
    Basis.PURCHASE: "Purchase",
    Basis.CONTRACT: "Contract",
}


@dataclass(frozen=True)
class Consent:
    """One ground for writing; an empty topic covers every commercial topic."""

    basis: Basis
    obtained_at: datetime
    topic: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Stop:
    """One ground for not writing."""

    scope: Scope
    reason: StopReason
    topic: str = ""


@dataclass(frozen=True)
class Sending:
    """What is about to leave."""

    mail_class: MailClass
    topic: Topic
    express_only: bool = False


@dataclass(frozen=True)
class Reader:
    """Who it is for: their consents and stops, and the clock on their wall."""

    consents: Iterable[Consent] = ()
    stops: Iterable[Stop] = ()
    zone: tzinfo = field(default=LAW_ZONE)


@dataclass(frozen=True)
class Verdict:
    """The gate's answer. `wait_until` is set when the message may leave later, unchanged."""

    allowed: bool
    reason: str
    basis: str = ""
    expires_on: date | None = None
    wait_until: datetime | None = None


FREE_TO_GO: dict[MailClass, str] = {
    MailClass.SECURITY: "It keeps the reader's account safe; no consent is needed.",
    MailClass.TRANSACTIONAL: "It confirms or completes what was agreed; no consent is needed.",
    MailClass.REPLY: "It answers the reader's own request; no consent is needed.",
}


def may_send(what: Sending, to: Reader, *, now: datetime, mailing_address: str) -> Verdict:
    """Whether the message may leave at `now`, on which basis, and why or why not."""
    verdict = permission(what, to, now=now)
    if not verdict.allowed or what.mail_class != MailClass.COMMERCIAL:
        return verdict
    if not mailing_address.strip():
        words = "The Institute's mailing address is not set, and the law asks for it."
        return replace(verdict, allowed=False, reason=words)
    wait_until = _end_of_quiet(now.astimezone(to.zone))
    if wait_until:
        words = "It is night where the reader is; it leaves at 08:00 there."
        return replace(verdict, allowed=False, reason=words, wait_until=wait_until)
    return verdict


def permission(what: Sending, to: Reader, *, now: datetime) -> Verdict:
    """Whether the reader lets us write about this, whatever the hour."""
    stop = next((stop for stop in to.stops if _stops(stop, what)), None)
    if stop:
        return Verdict(False, STOP_WORDS[stop.reason])
    if what.mail_class in FREE_TO_GO:
        return Verdict(True, FREE_TO_GO[what.mail_class], basis=what.mail_class)
    held = _best(what, to.consents, now)
    if held is None:
        return Verdict(False, "There is no consent, recent enquiry or purchase to write on.")
    until = last_day(held.basis, held.obtained_at)
    return Verdict(True, _words(held, until), held.basis, until)


def last_day(basis: Basis, obtained_at: datetime) -> date | None:
    """The last day, in Ontario, on which the basis carries a commercial message; None is for ever.

    Calendar months are added in America/Toronto and we stop one day early.
    """
    if basis not in MONTHS:
        return None
    obtained = obtained_at.astimezone(LAW_ZONE).date()
    return _add_months(obtained, MONTHS[basis]) - timedelta(days=1)


def _stops(stop: Stop, what: Sending) -> bool:
    if stop.scope == Scope.ALL:
        # A person who reported us may still ask for a new password.
        asked_for = what.mail_class == MailClass.SECURITY
        return not (asked_for and stop.reason != StopReason.BOUNCED)
    if what.mail_class != MailClass.COMMERCIAL:
        return False
    return stop.scope == Scope.COMMERCIAL or stop.topic == what.topic


def _best(what: Sending, consents: Iterable[Consent], now: datetime) -> Consent | None:
    """The ground that lasts longest among those that hold today."""
    live = [consent for consent in consents if _holds(consent, what, now)]
    return max(
        live, key=lambda held: last_day(held.basis, held.obtained_at) or date.max, default=None
    )


def _holds(consent: Consent, what: Sending, now: datetime) -> bool:
    if consent.topic not in {"", what.topic} or consent.obtained_at > now:
        return False
    if consent.withdrawn_at and consent.withdrawn_at <= now:
        return False
    if what.express_only and consent.basis != Basis.EXPRESS:
        return False
    until = last_day(consent.basis, consent.obtained_at)
    return until is None or now.astimezone(LAW_ZONE).date() <= until


def _end_of_quiet(clock: datetime) -> datetime | None:
    """08:00 on the reader's wall when `clock` is in the quiet hours, else None."""
    if QUIET_UNTIL <= clock.time() < QUIET_FROM:
        return None
    day = clock.date() + timedelta(days=1 if clock.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, clock.tzinfo).astimezone(UTC)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _words(held: Consent, until: date | None) -> str:
    given = held.obtained_at.astimezone(LAW_ZONE)
    ends = f"until {until:%-d %B %Y}" if until else "until it is withdrawn"
    return f"{BASIS_WORDS[held.basis]} of {given:%-d %B %Y}, {ends}."
