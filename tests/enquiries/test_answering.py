"""Writing to a person: what the law lets leave, once, and with its trace."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils import timezone

from enquiries import permissions
from enquiries.emails.answering import Written
from enquiries.models import (
    Call,
    CallStatus,
    Direction,
    Enquiry,
    FollowUp,
    Interaction,
    Kind,
    LostReason,
    NextAction,
    Outcome,
    Status,
)
from enquiries.operations import answering, working
from enquiries.operations.answering import NEWS, REPLY
from enquiries.operations.working import Happened, Next
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.consent import LAW_ZONE, Basis, MailClass, StopReason, Topic, Verdict
from institute.mail.models import OutboundMessage
from institute.mail.models import Status as Sent
from institute.mail.operations import (
    deliver,
    permissions_of_all,
    record_consent,
    stop_writing,
    unsubscribe,
)
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=LAW_ZONE)


def written(to: str = "", text: str = "Yes, per person.") -> Written:
    return Written(to or "sara@example.com", "Your question", text, uuid.uuid4())


def asked(**fields: object) -> Enquiry:
    """An hour ago Sara asked by email, so we may write for six months."""
    enquiry = make.enquiry(make.contact("Sara", "sara@example.com"), **fields)
    long_ago = timezone.now() - dt.timedelta(hours=1)
    Enquiry.objects.filter(pk=enquiry.pk).update(created_at=long_ago)
    enquiry.refresh_from_db()
    record_consent("sara@example.com", Basis.INQUIRY, method="enquiry form", obtained_at=long_ago)
    return enquiry


def test_an_answer_is_a_message_and_a_line_of_history_at_once(desk: User) -> None:
    enquiry = asked()

    message = answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)

    assert message is not None
    assert message.mail_class == MailClass.REPLY
    said = Interaction.objects.get(enquiry=enquiry)
    assert (said.kind, said.direction, said.message) == (Kind.EMAIL, Direction.OUT, message)
    enquiry.refresh_from_db()
    assert enquiry.first_responded_at == said.at
    assert enquiry.status == Status.WORKING


def test_the_same_form_sent_twice_is_one_message(desk: User) -> None:
    enquiry, words = asked(), written()

    first = answering.write(kind=REPLY, enquiry=enquiry, written=words, by=desk)
    second = answering.write(kind=REPLY, enquiry=enquiry, written=words, by=desk)

    assert first == second
    assert Interaction.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_eight_times_at_once_is_one_message() -> None:
    desk, enquiry, words = make.staff(Role.DESK), asked(), written()

    sent = at_the_same_time(
        lambda _: answering.write(kind=NEWS, enquiry=enquiry, written=words, by=desk), range(8)
    )

    assert {message.pk for message in sent} == {OutboundMessage.objects.get().pk}
    assert FollowUp.objects.get().number == 1


def test_a_second_message_is_no_answer_until_they_write_back(desk: User) -> None:
    enquiry = asked()
    answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)
    with pytest.raises(RuleBroken, match="answered"):
        answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)

    happened = Happened(Kind.EMAIL, Direction.IN, "And for two?")
    answering.keep(enquiry=enquiry, happened=happened, by=desk)

    assert answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


def test_what_was_agreed_on_the_telephone_may_be_sent(desk: User) -> None:
    enquiry = asked()
    answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)
    call = Call.objects.create(
        staff=desk, enquiry=enquiry, status=CallStatus.CLOSED, outcome=Outcome.INFO_SENT,
        direction="out", closed_at=timezone.now(),
    )  # fmt: skip
    due = timezone.now() + dt.timedelta(hours=2)
    working.promise(enquiry=enquiry, text="Send the dates", due_at=due, by=desk, call=call)

    assert answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


def test_a_promise_without_a_call_opens_no_door(desk: User) -> None:
    enquiry = asked()
    answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)
    due = timezone.now() + dt.timedelta(hours=2)
    working.promise(enquiry=enquiry, text="Send more offers", due_at=due, by=desk)

    with pytest.raises(RuleBroken, match="answered"):
        answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


@pytest.mark.parametrize(
    ("turned", "answered", "allowed"),
    [(0, None, True), (0, 1, False), (2, 1, True), (1, 1, False)],
)
def test_a_reply_is_owed_from_their_turn_until_ours(
    turned: int, answered: int | None, allowed: bool
) -> None:
    def at(hour: int | None) -> dt.datetime | None:
        return None if hour is None else NOON + dt.timedelta(hours=hour)

    theirs = at(turned)
    assert theirs
    why = permissions.why_no_reply(turned_to_us=theirs, answered=at(answered))

    assert (why == "") is allowed


def test_nobody_writes_about_a_closed_enquiry(desk: User) -> None:
    enquiry = working.lose(enquiry=asked(), reason=LostReason.PRICE, by=desk)

    for kind in (REPLY, NEWS):
        with pytest.raises(RuleBroken, match="closed"):
            answering.write(kind=kind, enquiry=enquiry, written=written(), by=desk)


def test_a_suspect_question_is_answered_by_nobody(desk: User) -> None:
    enquiry = asked(status=Status.QUARANTINED, next_action=NextAction.REVIEW)

    with pytest.raises(RuleBroken, match="spam"):
        answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


def test_only_addresses_of_this_person_are_written_to(desk: User) -> None:
    with pytest.raises(RuleBroken, match="own addresses"):
        answering.write(kind=REPLY, enquiry=asked(), written=written("x@example.com"), by=desk)


def test_an_address_that_bounced_gets_no_answer(desk: User) -> None:
    enquiry = asked()
    stop_writing("sara@example.com", StopReason.BOUNCED)

    with pytest.raises(RuleBroken, match="came back"):
        answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


def test_news_takes_a_number_and_there_are_three(desk: User) -> None:
    enquiry = asked()

    for number in (1, 2, 3):
        message = answering.write(kind=NEWS, enquiry=enquiry, written=written(), by=desk)
        assert message
        assert (message.mail_class, message.topic) == (MailClass.COMMERCIAL, Topic.COURSE_NEWS)
        assert FollowUp.objects.get(message=message).number == number
    with pytest.raises(RuleBroken, match="most we send"):
        answering.write(kind=NEWS, enquiry=enquiry, written=written(), by=desk)


def test_who_said_stop_gets_no_news_but_an_answer(desk: User) -> None:
    enquiry = asked()
    unsubscribe("sara@example.com")

    with pytest.raises(RuleBroken, match="switched these messages off"):
        answering.write(kind=NEWS, enquiry=enquiry, written=written(), by=desk)
    assert answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)


def test_without_our_own_address_no_news_leaves(desk: User, settings: Any) -> None:
    enquiry = asked()
    settings.MAILING_ADDRESS = ""

    with pytest.raises(RuleBroken, match="mailing address"):
        answering.write(kind=NEWS, enquiry=enquiry, written=written(), by=desk)


def test_news_that_waits_is_stopped_when_the_enquiry_closes(desk: User) -> None:
    enquiry = asked()
    message = answering.write(kind=NEWS, enquiry=enquiry, written=written(), by=desk)
    assert message
    working.lose(enquiry=enquiry, reason=LostReason.PRICE, by=desk)

    deliver([MailClass.COMMERCIAL])

    message.refresh_from_db()
    assert (message.status, message.reason) == (Sent.CANCELLED, "The enquiry is lost.")


def test_the_preview_is_the_letter_and_keeps_nothing(desk: User) -> None:
    enquiry = asked()

    shown = answering.preview_of(
        kind=REPLY, enquiry=enquiry, written=written(text="Line one.\n\nLine two."), by=desk
    )

    assert shown.words
    assert shown.words.subject == "Your question"
    assert "Line one.\n\nLine two." in shown.words.text
    assert desk.name in shown.words.text
    assert not OutboundMessage.objects.exists()
    assert not Interaction.objects.exists()


def test_a_letter_shows_what_was_typed_and_runs_none_of_it(desk: User) -> None:
    shown = answering.preview_of(
        kind=NEWS, enquiry=asked(), written=written(text="<b>{{ site_url }}</b>"), by=desk
    )

    assert shown.words
    assert "&lt;b&gt;{{ site_url }}&lt;/b&gt;" in shown.words.html


def test_a_note_sent_twice_is_kept_once(desk: User) -> None:
    enquiry = asked()
    for _ in range(2):
        answering.keep(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Hm."), by=desk)

    assert Interaction.objects.count() == 1


def test_a_promise_is_not_kept_by_what_came_before_it(desk: User) -> None:
    enquiry = asked()
    early = Happened(Kind.NOTE, text="Hm.", at=timezone.now() - dt.timedelta(hours=3))
    note = working.record(enquiry=enquiry, happened=early, by=desk)
    due = timezone.now() + dt.timedelta(hours=1)
    made = answering.promise_once(enquiry=enquiry, text="Call", due_at=due, by=desk)

    with pytest.raises(RuleBroken, match="after the promise"):
        answering.close_promise(made=made, evidence=note)


def test_a_promise_is_not_kept_by_what_was_done_for_somebody_else(desk: User) -> None:
    due = timezone.now() + dt.timedelta(hours=1)
    made = answering.promise_once(enquiry=asked(), text="Call", due_at=due, by=desk)
    other = working.record(
        enquiry=make.enquiry(), happened=Happened(Kind.NOTE, text="Hm."), by=desk
    )

    with pytest.raises(RuleBroken, match="this enquiry"):
        answering.close_promise(made=made, evidence=other)


def test_a_message_keeps_a_promise_once_it_has_left(desk: User) -> None:
    enquiry = asked()
    due = timezone.now() + dt.timedelta(hours=1)
    made = answering.promise_once(enquiry=enquiry, text="Send it", due_at=due, by=desk)
    message = answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)
    assert message

    assert not answering.close_promise(made=made, evidence=message)
    deliver([MailClass.REPLY])
    message.refresh_from_db()

    assert message.status == Sent.SENT
    assert answering.close_promise(made=made, evidence=message)


def test_after_writing_the_next_step_is_planned(desk: User) -> None:
    enquiry = asked()
    then = Next(timezone.now() + dt.timedelta(days=3), NextAction.DECIDE)

    answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk, then=then)

    enquiry.refresh_from_db()
    assert (enquiry.next_action, enquiry.next_action_at) == (NextAction.DECIDE, then.at)


@pytest.mark.parametrize(
    ("expires", "words"),
    [
        (dt.date(2027, 3, 14), "May write until 14 March 2027, 112 days left"),
        (dt.date(2026, 11, 23), "May write until 23 November, 1 day left"),
        (dt.date(2026, 11, 22), "May write until 22 November, the last day"),
        (None, "Express consent, until withdrawn"),
    ],
)
def test_the_meter_says_until_when(expires: dt.date | None, words: str) -> None:
    verdict = Verdict(True, "", Basis.INQUIRY, expires)

    assert permissions.meter("a@example.com", verdict, now=NOON).words == words


def test_the_meter_says_why_not() -> None:
    meter = permissions.meter("a@example.com", Verdict(False, "There is no consent."), now=NOON)

    assert (meter.allowed, meter.words) == (False, "No: there is no consent.")


def test_what_many_addresses_allow_costs_two_queries(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    addresses = [f"reader{number}@example.com" for number in range(9)]
    record_consent(addresses[3], Basis.INQUIRY, method="enquiry form")

    with django_assert_num_queries(2):
        allowed = permissions_of_all(addresses)

    yes = [address for address in addresses if allowed[address][Topic.COURSE_NEWS].allowed]
    assert yes == [addresses[3]]


def test_a_message_that_came_back_keeps_no_promise(desk: User) -> None:
    enquiry = asked()
    due = timezone.now() + dt.timedelta(hours=1)
    made = answering.promise_once(enquiry=enquiry, text="Send it", due_at=due, by=desk)
    message = answering.write(kind=REPLY, enquiry=enquiry, written=written(), by=desk)
    assert message
    message.status = Sent.BOUNCED
    message.save()

    assert not answering.close_promise(made=made, evidence=message)

    made.refresh_from_db()
    assert made.kept_at is None
