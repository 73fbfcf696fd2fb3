"""The consent gate, row by row against the law's table."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from institute.mail.consent import (
    COMMERCIAL_TOPICS,
    Basis,
    Consent,
    MailClass,
    Reader,
    Scope,
    Sending,
    Stop,
    StopReason,
    Topic,
    Verdict,
    last_day,
    may_send,
)

TORONTO = ZoneInfo("America/Toronto")
ADDRESS = "1 Example Street, Toronto"
NEWS = Sending(MailClass.COMMERCIAL, Topic.COURSE_NEWS)
FREE = [MailClass.SECURITY, MailClass.TRANSACTIONAL, MailClass.REPLY]


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=TORONTO)


def gate(
    what: Sending = NEWS,
    *consents: Consent,
    stops: tuple[Stop, ...] = (),
    now: datetime | None = None,
    zone: str = "America/Toronto",
    address: str = ADDRESS,
) -> Verdict:
    reader = Reader(consents, stops, ZoneInfo(zone))
    return may_send(what, reader, now=now or noon(2026, 11, 2), mailing_address=address)


# --- Message classes -----------------------------------------------------------------------


@pytest.mark.parametrize("mail_class", FREE)
def test_what_was_asked_for_or_agreed_needs_no_consent(mail_class: MailClass) -> None:
    verdict = gate(Sending(mail_class, Topic.ENROLMENT))
    assert verdict.allowed
    assert verdict.basis == mail_class
    assert verdict.expires_on is None


@pytest.mark.parametrize("mail_class", FREE)
def test_what_was_asked_for_or_agreed_needs_no_mailing_address(mail_class: MailClass) -> None:
    assert gate(Sending(mail_class, Topic.ENROLMENT), address="").allowed


@pytest.mark.parametrize("topic", COMMERCIAL_TOPICS)
def test_commercial_without_consent_is_denied(topic: Topic) -> None:
    verdict = gate(Sending(MailClass.COMMERCIAL, topic))
    assert not verdict.allowed
    assert verdict.reason == "There is no consent, recent enquiry or purchase to write on."


def test_commercial_without_a_mailing_address_is_denied() -> None:
    verdict = gate(NEWS, Consent(Basis.EXPRESS, noon(2020, 1, 1)), address=" ")
    assert not verdict.allowed
    assert "mailing address is not set" in verdict.reason


# --- Expiry --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "given", "last"),
    [
        (Basis.INQUIRY, noon(2026, 9, 14), date(2027, 3, 13)),
        (Basis.INQUIRY, noon(2026, 8, 31), date(2027, 2, 27)),  # no 31 February
        (Basis.INQUIRY, noon(2027, 8, 31), date(2028, 2, 28)),  # into a leap year
        (Basis.INQUIRY, noon(2027, 8, 29), date(2028, 2, 28)),  # 29 February exists
        (Basis.EXPRESS_PENDING, noon(2026, 9, 14), date(2027, 3, 13)),
        (Basis.PURCHASE, noon(2024, 11, 3), date(2026, 11, 2)),
        (Basis.PURCHASE, noon(2024, 2, 29), date(2026, 2, 27)),  # leap day, two years on
        (Basis.CONTRACT, noon(2025, 12, 31), date(2027, 12, 30)),
        (Basis.EXPRESS, noon(2010, 1, 1), None),
    ],
)
def test_last_day_is_one_day_early(basis: Basis, given: datetime, last: date | None) -> None:
    assert last_day(basis, given) == last


@pytest.mark.parametrize(
    ("basis", "given", "last", "first_without"),
    [
        (Basis.INQUIRY, noon(2026, 9, 14), noon(2027, 3, 13), noon(2027, 3, 14)),
        (Basis.INQUIRY, noon(2026, 8, 31), noon(2027, 2, 27), noon(2027, 2, 28)),
        (Basis.EXPRESS_PENDING, noon(2026, 9, 14), noon(2027, 3, 13), noon(2027, 3, 14)),
        (Basis.PURCHASE, noon(2024, 11, 3), noon(2026, 11, 2), noon(2026, 11, 3)),
        (Basis.PURCHASE, noon(2024, 2, 29), noon(2026, 2, 27), noon(2026, 2, 28)),
        (Basis.CONTRACT, noon(2024, 11, 3), noon(2026, 11, 2), noon(2026, 11, 3)),
    ],
)
def test_implied_consent_ends(
    basis: Basis, given: datetime, last: datetime, first_without: datetime
) -> None:
    allowed = gate(NEWS, Consent(basis, given), now=last)
    assert allowed.allowed
    assert (allowed.basis, allowed.expires_on) == (basis, last.date())
    assert not gate(NEWS, Consent(basis, given), now=first_without).allowed


def test_days_are_ontario_days() -> None:
    # 03:30 UTC on 15 September is still the 14th in Toronto.
    given = datetime(2026, 9, 15, 3, 30, tzinfo=UTC)
    assert last_day(Basis.INQUIRY, given) == date(2027, 3, 13)
    # 02:00 UTC on 14 March is still the 13th in Toronto; in Tokyo it is day.
    late = datetime(2027, 3, 14, 2, tzinfo=UTC)
    assert gate(NEWS, Consent(Basis.INQUIRY, given), now=late, zone="Asia/Tokyo").allowed


def test_express_consent_lasts_until_it_is_withdrawn() -> None:
    given = Consent(Basis.EXPRESS, noon(2010, 1, 1))
    assert gate(NEWS, given).allowed
    withdrawn = Consent(Basis.EXPRESS, noon(2010, 1, 1), withdrawn_at=noon(2026, 11, 1))
    assert not gate(NEWS, withdrawn).allowed


def test_the_latest_valid_basis_counts() -> None:
    inquiry = Consent(Basis.INQUIRY, noon(2026, 10, 1))
    purchase = Consent(Basis.PURCHASE, noon(2026, 1, 5))
    express = Consent(Basis.EXPRESS, noon(2026, 1, 1))
    assert gate(NEWS, inquiry, purchase).basis == Basis.PURCHASE
    assert gate(NEWS, inquiry, purchase, express).basis == Basis.EXPRESS
    ended = Consent(Basis.PURCHASE, noon(2020, 1, 1))
    assert gate(NEWS, ended, inquiry).basis == Basis.INQUIRY


def test_a_later_enquiry_starts_a_new_clock() -> None:
    first, second = noon(2026, 1, 10), noon(2026, 6, 10)
    verdict = gate(NEWS, Consent(Basis.INQUIRY, first), Consent(Basis.INQUIRY, second))
    assert verdict.expires_on == date(2026, 12, 9)


def test_consent_from_the_future_does_not_count() -> None:
    assert not gate(NEWS, Consent(Basis.EXPRESS, noon(2026, 11, 3))).allowed


def test_newsletter_needs_express_consent() -> None:
    newsletter = Sending(MailClass.COMMERCIAL, Topic.COURSE_NEWS, express_only=True)
    implied = [Consent(basis, noon(2026, 10, 1)) for basis in Basis if basis != Basis.EXPRESS]
    assert not gate(newsletter, *implied).allowed
    assert gate(newsletter, Consent(Basis.EXPRESS, noon(2026, 10, 1))).allowed


def test_consent_is_per_topic() -> None:
    events = Consent(Basis.EXPRESS, noon(2026, 1, 1), topic=Topic.EVENTS)
    assert not gate(NEWS, events).allowed
    assert gate(Sending(MailClass.COMMERCIAL, Topic.EVENTS), events).allowed


# --- Stops ---------------------------------------------------------------------------------

EXPRESS = Consent(Basis.EXPRESS, noon(2026, 1, 1))
EVERYTHING = [Sending(mail_class, Topic.COURSE_NEWS) for mail_class in MailClass]


def test_bounced_address_gets_nothing() -> None:
    bounced = Stop(Scope.ALL, StopReason.BOUNCED)
    assert not any(gate(what, EXPRESS, stops=(bounced,)).allowed for what in EVERYTHING)


def test_who_complained_gets_only_what_keeps_the_account_safe() -> None:
    complained = Stop(Scope.ALL, StopReason.COMPLAINED)
    allowed = {
        what.mail_class for what in EVERYTHING if gate(what, EXPRESS, stops=(complained,)).allowed
    }
    assert allowed == {MailClass.SECURITY}


def test_unsubscribed_reader_gets_all_but_commercial() -> None:
    stopped = Stop(Scope.COMMERCIAL, StopReason.UNSUBSCRIBED)
    allowed = {
        what.mail_class for what in EVERYTHING if gate(what, EXPRESS, stops=(stopped,)).allowed
    }
    assert allowed == set(FREE)


def test_topic_switched_off_stops_that_topic_only() -> None:
    stopped = Stop(Scope.TOPIC, StopReason.UNSUBSCRIBED, Topic.EVENTS)
    assert gate(NEWS, EXPRESS, stops=(stopped,)).allowed
    verdict = gate(Sending(MailClass.COMMERCIAL, Topic.EVENTS), EXPRESS, stops=(stopped,))
    assert not verdict.allowed
    assert verdict.reason == "This reader switched these messages off."


# --- Quiet hours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"),
    [
        (20, 59, None),
        (21, 0, datetime(2026, 11, 3, 8, tzinfo=TORONTO)),
        (23, 59, datetime(2026, 11, 3, 8, tzinfo=TORONTO)),
        (0, 0, datetime(2026, 11, 2, 8, tzinfo=TORONTO)),
        (7, 59, datetime(2026, 11, 2, 8, tzinfo=TORONTO)),
        (8, 0, None),
    ],
)
def test_commercial_waits_through_the_readers_night(
    hour: int, minute: int, leaves: datetime | None
) -> None:
    now = datetime(2026, 11, 2, hour, minute, tzinfo=TORONTO)
    verdict = gate(NEWS, EXPRESS, now=now)
    assert verdict.allowed == (leaves is None)
    assert verdict.wait_until == leaves


def test_quiet_hours_follow_the_readers_clock() -> None:
    now = datetime(2026, 11, 2, 12, tzinfo=TORONTO)  # 22:30 in Kolkata
    verdict = gate(NEWS, EXPRESS, now=now, zone="Asia/Kolkata")
    assert verdict.wait_until == datetime(2026, 11, 3, 8, tzinfo=ZoneInfo("Asia/Kolkata"))


def test_quiet_night_of_the_clock_change_ends_at_eight() -> None:
    now = datetime(2027, 3, 13, 22, tzinfo=TORONTO)
    assert gate(NEWS, EXPRESS, now=now).wait_until == datetime(2027, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize("mail_class", FREE)
def test_other_mail_leaves_at_night(mail_class: MailClass) -> None:
    now = datetime(2026, 11, 2, 3, tzinfo=TORONTO)
    assert gate(Sending(mail_class, Topic.ENROLMENT), now=now).allowed


def test_reason_says_what_it_rests_on() -> None:
    verdict = gate(NEWS, Consent(Basis.INQUIRY, noon(2026, 9, 14)))
    assert verdict.reason == "Enquiry of 14 September 2026, until 13 March 2027."
