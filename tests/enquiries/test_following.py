"""What follows an enquiry by itself, and everything that stops it."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from courses.operations.enrolling import reserve_place
from enquiries import emails
from enquiries.models import (
    Callback,
    Direction,
    Enquiry,
    FollowUp,
    FollowUpRule,
    Interaction,
    Kind,
    NextAction,
    Wording,
)
from enquiries.operations import following, people
from enquiries.operations.working import Happened, Next, join, lose, move_enquiry, record
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import Topic
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import claiming, switch_topic, unsubscribe
from institute.mail.operations.checking import check
from institute.mail.operations.marking import Ledger
from institute.mail.operations.rendering import pack
from mentorship.models import Booking
from mentorship.operations.changing import cancel
from mentorship.operations.holding import hold
from mentorship.operations.requests import request_mentorship
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.following import DAY, all_rules, asked, delivered, messages, rule

TORONTO = ZoneInfo("America/Toronto")
NOON = dt.datetime(2026, 11, 18, 12, tzinfo=TORONTO)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_at_noon"),
]


@pytest.fixture
def _at_noon(db: None) -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_second_day_brings_the_dates_of_the_course_they_asked_about() -> None:
    rule(2)
    course = make.course("Risk and escalation")
    make.cohort(course)
    enquiry = asked(2, course)

    assert following.send_follow_ups() == 1

    message = delivered(messages(enquiry)[0])
    assert message.status == Status.SENT
    assert (message.mail_class, message.topic) == ("commercial", Topic.COURSE_NEWS)
    words = Wording.objects.get(key="follow-up-day-2")
    assert message.subject == words.title.replace("{about}", "Risk and escalation")
    assert message.basis == "inquiry"


def test_nothing_leaves_before_its_day() -> None:
    rule(2)
    asked(1.9)

    assert following.send_follow_ups() == 0


def test_sweep_that_runs_twice_writes_once() -> None:
    rule(2)
    enquiry = asked(2)

    assert [following.send_follow_ups(), following.send_follow_ups()] == [1, 0]
    assert len(messages(enquiry)) == 1


def test_sequence_of_three_over_three_weeks_and_never_a_fourth() -> None:
    all_rules()
    with time_machine.travel(NOON, tick=False) as clock:
        enquiry = asked(0)
        for _ in range(60):
            clock.shift(dt.timedelta(hours=12))
            following.send_follow_ups()

    days = [(message.queued_at - enquiry.created_at).days for message in messages(enquiry)]
    assert days == [2, 7, 21]
    with pytest.raises(RuleBroken, match="Three messages"):
        following.take_number(enquiry=enquiry)


def test_messages_of_staff_take_numbers_too() -> None:
    all_rules()
    enquiry = asked(21)
    for _ in range(3):
        following.take_number(enquiry=enquiry)
    FollowUp.objects.update(at=timezone.now() - 5 * DAY)

    assert following.send_follow_ups() == 0


# --- What stops it --------------------------------------------------------------------------


def _replied(enquiry: Enquiry) -> None:
    record(enquiry=enquiry, happened=Happened(Kind.EMAIL, Direction.IN, "Thanks."), by=None)


def _called(enquiry: Enquiry) -> None:
    record(enquiry=enquiry, happened=Happened(Kind.CALL, Direction.IN, "They rang."), by=None)


def _asked_again(enquiry: Enquiry) -> None:
    again = make.enquiry(enquiry.person)
    join(enquiry=again, to=enquiry, by=None)
    record(enquiry=enquiry, happened=Happened(Kind.ENQUIRY, Direction.IN, "Again."), by=None)


def _replied_to_the_joined_one(enquiry: Enquiry) -> None:
    again = make.enquiry(enquiry.person)
    join(enquiry=again, to=enquiry, by=None)
    _replied(again)


def _booked(enquiry: Enquiry) -> None:
    tomorrow = timezone.now() + DAY
    Callback.objects.create(
        enquiry=enquiry, staff=make.staff(), during=(tomorrow, tomorrow + DAY / 48)
    )


def _enrolled_by_address(enquiry: Enquiry) -> None:
    reserve_place(student=make.student(enquiry.email), cohort=make.cohort())


def _enrolled_by_account(enquiry: Enquiry) -> None:
    student = make.student()
    assert enquiry.person
    people.link_account(person=enquiry.person, user=student)
    reserve_place(student=student, cohort=make.cohort())


def _booked_a_session_by_address(enquiry: Enquiry) -> None:
    make.booking(make.mentor(), make.student(enquiry.email))


def _booked_a_session_by_account(enquiry: Enquiry) -> None:
    student = make.student()
    assert enquiry.person
    people.link_account(person=enquiry.person, user=student)
    session = make.booking(make.mentor(), student)
    cancel(booking=session, by=student)  # who books and cancels has answered too


def _asked_for_a_mentor(enquiry: Enquiry) -> None:
    request_mentorship(
        student=make.student(enquiry.email), offer=make.offer(), wish="A plan.", request_key="one"
    )


def _enrolling(enquiry: Enquiry) -> None:
    move_enquiry(enquiry=enquiry, act="start_enrolment", by=None)


def _lost(enquiry: Enquiry) -> None:
    lose(enquiry=enquiry, reason="price", by=None)


def _spam(enquiry: Enquiry) -> None:
    move_enquiry(enquiry=enquiry, act="mark_spam", by=None)


def _joined(enquiry: Enquiry) -> None:
    join(enquiry=enquiry, to=make.enquiry(enquiry.person), by=None)


def _converted(enquiry: Enquiry) -> None:
    move_enquiry(enquiry=enquiry, act="convert", by=None)


def _quarantined(enquiry: Enquiry) -> None:
    move_enquiry(enquiry=enquiry, act="quarantine", by=None)


def _opted_out(enquiry: Enquiry) -> None:
    unsubscribe(enquiry.email)


def _switched_the_topic_off(enquiry: Enquiry) -> None:
    switch_topic(enquiry.email, Topic.COURSE_NEWS, on=False)


STOPS: list[Callable[[Enquiry], None]] = [
    _replied,
    _called,
    _asked_again,
    _replied_to_the_joined_one,
    _booked,
    _enrolled_by_address,
    _enrolled_by_account,
    _booked_a_session_by_address,
    _booked_a_session_by_account,
    _asked_for_a_mentor,
    _enrolling,
    _lost,
    _spam,
    _joined,
    _converted,
    _quarantined,
    _opted_out,
    _switched_the_topic_off,
]


@pytest.mark.parametrize("stop", STOPS)
def test_it_stops_before_it_is_written(stop: Callable[[Enquiry], None]) -> None:
    rule(2)
    enquiry = asked(2)
    stop(enquiry)

    following.send_follow_ups()

    assert messages(enquiry) == []


@pytest.mark.parametrize("stop", STOPS)
def test_it_stops_between_the_queue_and_the_mail_server(stop: Callable[[Enquiry], None]) -> None:
    rule(2)
    enquiry = asked(2)
    following.send_follow_ups()
    stop(enquiry)

    message = delivered(messages(enquiry)[0])

    assert message.status in {Status.CANCELLED, Status.SUPPRESSED}
    assert message.reason


def test_a_session_of_before_the_question_and_a_look_at_a_form_stop_nothing() -> None:
    rule(2)
    enquiry, mentor = asked(2), make.mentor()
    student = make.student(enquiry.email)
    earlier = make.booking(mentor, student)
    Booking.objects.filter(pk=earlier.pk).update(created_at=enquiry.created_at - DAY)
    offer, start = mentor.offers.get(), make.free_at(days=4)
    hold(student=student, mentor=mentor, offer=offer, start=start, key="a look")

    assert following.send_follow_ups() == 1


@pytest.mark.parametrize(
    ("topic", "about_a_course", "written"),
    [
        ("course", False, 1),
        ("certification", False, 1),
        ("other", False, 1),
        ("mentorship", False, 0),
        ("interview", False, 0),
        ("employer", False, 0),
        ("employer", True, 1),
        ("student", True, 0),
    ],
)
def test_only_questions_about_courses_are_followed(
    topic: str, about_a_course: bool, written: int
) -> None:
    rule(2)
    asked(2, make.course() if about_a_course else None, topic=topic)

    assert following.send_follow_ups() == written


def test_call_an_enquiry_began_with_is_no_answer(desk: User) -> None:
    rule(2)
    enquiry = asked(2, source="phone")
    began = enquiry.created_at - dt.timedelta(minutes=4)
    call = enquiry.calls.create(staff=desk, started_at=began, person=enquiry.person)
    happened = Happened(
        Kind.CALL, Direction.IN, "The dates.", at=enquiry.created_at + DAY / 24, call=call
    )
    record(enquiry=enquiry, happened=happened, by=desk)

    assert following.send_follow_ups() == 1


def test_what_we_wrote_ourselves_is_no_answer(desk: User) -> None:
    rule(2)
    enquiry = asked(2)
    happened = Happened(Kind.EMAIL, Direction.OUT, "Here are the dates.")
    record(enquiry=enquiry, happened=happened, by=desk)

    assert following.send_follow_ups() == 1


def test_enquiry_that_was_reopened_is_followed_again() -> None:
    rule(2)
    enquiry = asked(2)
    _spam(enquiry)
    enquiry.refresh_from_db()
    next_ = Next(timezone.now() + DAY, NextAction.CALL)
    move_enquiry(enquiry=enquiry, act="reopen", by=None, next_=next_)

    assert following.send_follow_ups() == 1


def test_opt_out_suppresses_what_waits_in_the_same_transaction() -> None:
    rule(2)
    enquiry = asked(2)
    following.send_follow_ups()

    unsubscribe(enquiry.email)

    message = messages(enquiry)[0]
    assert message.status == Status.SUPPRESSED
    assert message.reason == "This reader switched these messages off."


def test_opt_out_reaches_a_message_a_worker_has_already_taken() -> None:
    rule(2)
    enquiry = asked(2)
    following.send_follow_ups()
    (taken,) = claiming.claim(["commercial"])  # type: ignore[list-item]
    (ready,) = check([taken])
    parcel = pack(ready)

    unsubscribe(enquiry.email)

    assert not Ledger().hand(parcel)
    assert messages(enquiry)[0].status == Status.SUPPRESSED


# --- Clocks and outages ---------------------------------------------------------------------


@pytest.mark.parametrize(("days_late", "written"), [(0, 1), (2.9, 1), (3.1, 0), (40, 0)])
def test_day_that_passed_long_ago_is_skipped(days_late: float, written: int) -> None:
    rule(2)
    asked(2 + days_late)

    assert following.send_follow_ups() == written


def test_outage_of_a_month_is_never_caught_up_all_at_once() -> None:
    all_rules()
    enquiry = asked(22)

    following.send_follow_ups()

    assert [message.about_sequence for message in messages(enquiry)] == [1]
    assert FollowUp.objects.get().rule == FollowUpRule.objects.get(key="day-21")


def test_two_messages_of_one_enquiry_keep_a_day_between_them() -> None:
    rule(2)
    enquiry = asked(2)
    following.take_number(enquiry=enquiry)

    assert following.send_follow_ups() == 0


def test_message_that_waited_two_days_does_not_leave() -> None:
    rule(2)
    enquiry = asked(2)
    following.send_follow_ups()

    with time_machine.travel(NOON + 2 * DAY, tick=False):
        assert delivered(messages(enquiry)[0]).status == Status.EXPIRED


@pytest.mark.parametrize(
    ("zone", "leaves"),
    [
        ("America/Toronto", None),
        ("Asia/Kolkata", dt.datetime(2026, 11, 19, 8, tzinfo=ZoneInfo("Asia/Kolkata"))),
        ("Asia/Kathmandu", dt.datetime(2026, 11, 19, 8, tzinfo=ZoneInfo("Asia/Kathmandu"))),
        ("Pacific/Honolulu", dt.datetime(2026, 11, 18, 8, tzinfo=ZoneInfo("Pacific/Honolulu"))),
    ],
)
def test_it_waits_for_morning_where_a_reader_without_an_account_is(
    zone: str, leaves: dt.datetime | None
) -> None:
    rule(2)
    enquiry = asked(2, zone=zone)
    following.send_follow_ups()

    message = delivered(messages(enquiry)[0])

    assert message.person is None
    assert (message.status == Status.SENT) == (leaves is None)
    if leaves:
        assert message.send_after == leaves
        with time_machine.travel(leaves, tick=False):
            assert delivered(message).status == Status.SENT


def test_zone_a_machine_does_not_know_is_torontos() -> None:
    message = OutboundMessage(reader_zone="America")

    assert message.zone == TORONTO


def test_without_a_mailing_address_no_number_is_lost(settings: object) -> None:
    rule(2)
    enquiry = asked(2)
    settings.MAILING_ADDRESS = " "  # type: ignore[attr-defined]

    assert following.send_follow_ups() == 0
    assert not enquiry.follow_ups.exists()


def test_one_enquiry_that_fails_does_not_hold_up_the_others() -> None:
    rule(2)
    broken, fine = asked(2.1), asked(2)
    Enquiry.objects.filter(pk=broken.pk).update(zone="Nowhere/At_All")

    assert following.send_follow_ups() == 1
    assert len(messages(fine)) == 1


# --- Switching ------------------------------------------------------------------------------


def test_switching_on_never_mails_the_past(manager: User) -> None:
    off = rule(2, on=False)
    asked(2)
    asked(1)
    following.switch_on(rule=off, by=manager)

    with time_machine.travel(NOON + 1.5 * DAY, tick=False):
        assert following.send_follow_ups() == 0


def test_who_asks_after_the_switch_is_followed(manager: User) -> None:
    following.switch_on(rule=rule(2, on=False), by=manager)
    with time_machine.travel(NOON + dt.timedelta(minutes=1), tick=False):
        asked(0)

    with time_machine.travel(NOON + 2.1 * DAY, tick=False):
        assert following.send_follow_ups() == 1


def test_rule_that_reaches_many_asks_for_their_number(manager: User) -> None:
    off = rule(2, on=False)
    for _ in range(21):
        make.enquiry()

    with pytest.raises(RuleBroken, match="Type 21"):
        following.switch_on(rule=off, by=manager)
    with pytest.raises(RuleBroken, match="Type 21"):
        following.switch_on(rule=off, by=manager, typed="yes")
    assert following.switch_on(rule=off, by=manager, typed=" 21 ").is_on


def test_twenty_are_switched_on_without_typing(manager: User) -> None:
    off = rule(2, on=False)
    for _ in range(20):
        make.enquiry()

    assert following.switch_on(rule=off, by=manager).is_on


def test_switching_off_cancels_what_waits(manager: User) -> None:
    on = rule(2)
    enquiry = asked(2)
    following.send_follow_ups()

    following.switch_off(rule=on, by=manager)

    message = delivered(messages(enquiry)[0])
    assert message.status == Status.CANCELLED
    assert "switched the rule off" in message.reason


def test_rule_switched_off_meanwhile_writes_nothing(manager: User) -> None:
    on = rule(2)
    enquiry = asked(2)
    following.switch_off(rule=on, by=manager)

    assert not following.follow(enquiry=enquiry, rule=on)


def test_a_new_version_of_the_text_is_the_one_that_leaves() -> None:
    rule(2)
    Wording.objects.create(
        key="follow-up-day-2", version=9, purpose="email", title="Newer words", body="For {about}."
    )
    enquiry = asked(2)
    following.send_follow_ups()

    assert delivered(messages(enquiry)[0]).subject == "Newer words"
    wording = enquiry.follow_ups.get().wording
    assert wording
    assert wording.version == 9


def test_letter_without_a_number_never_leaves() -> None:
    enquiry = asked(2)
    text = Wording(key="loose", version=1, purpose="email", title="Loose", body="Words.")
    message = mail.queue(emails.follow_up(enquiry, text=text, number=1))
    assert message

    assert delivered(message).status == Status.CANCELLED


# --- Two at once ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_sweeps_at_the_same_time_write_each_message_once() -> None:
    on = rule(2)
    enquiries = [asked(2 + number / 100) for number in range(5)]

    found = at_the_same_time(lambda _: following.send_follow_ups(), range(8), at_once=8)

    assert sum(found) == 5
    assert FollowUp.objects.filter(rule=on).count() == 5
    assert all(len(messages(enquiry)) == 1 for enquiry in enquiries)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_eight_messages_at_the_same_time_take_three_numbers() -> None:
    enquiry = asked(2)

    found = at_the_same_time(
        lambda _: following.take_number(enquiry=enquiry).number, range(8), at_once=8
    )

    assert sorted(one for one in found if isinstance(one, int)) == [1, 2, 3]
    assert sum(isinstance(one, RuleBroken) for one in found) == 5


def test_history_of_the_enquiry_is_left_alone() -> None:
    rule(2)
    asked(2)
    following.send_follow_ups()

    assert not Interaction.objects.exists()
