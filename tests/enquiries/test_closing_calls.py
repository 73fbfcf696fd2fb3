"""The end of a call: everything it led to is written down, or nothing is."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from enquiries.models import (
    Call,
    Callback,
    CallbackStatus,
    CallStatus,
    DeskShift,
    Enquiry,
    Interaction,
    LostReason,
    NextAction,
    Outcome,
    Person,
    Promise,
    Source,
    Status,
    StatusChange,
)
from enquiries.operations import calling
from enquiries.operations.callbacks import book
from enquiries.operations.closing import Closing, FieldMissing, Promised
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.consent import Basis, Topic
from institute.mail.models import ConsentRecord, OutboundMessage
from institute.mail.operations import permissions_of
from tests import make
from tests.conftest import at_the_same_time

MONDAY = dt.datetime(2026, 11, 23, 19, tzinfo=dt.UTC)  # 14:00 in Toronto
TUESDAY = MONDAY + dt.timedelta(days=1)
NUMBER, ADDRESS = "+14165550142", "marcus@example.com"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def closed(
    desk: User, outcome: str, *, call: Call | None = None, number: str = NUMBER, **said: object
) -> Call:
    """A call that ended this way."""
    call = call or calling.open_call(staff=desk)
    closing = Closing(outcome, number=number, **({"name": "Marcus Bell"} | said))  # type: ignore[arg-type]
    return calling.close_call(call=call, closing=closing, by=desk)


def works_today(user: User) -> None:
    for weekday in range(5):
        DeskShift.objects.create(staff=user, weekday=weekday, starts=dt.time(9), ends=dt.time(18))


def test_an_unknown_caller_becomes_a_person_with_an_enquiry(desk: User) -> None:
    call = closed(desk, Outcome.FOLLOW_UP, email=ADDRESS, notes="Two teams", reason="course")

    enquiry = Enquiry.objects.get()
    assert (enquiry.source, enquiry.status, enquiry.owner) == (Source.PHONE, Status.WORKING, desk)
    assert (enquiry.next_action, enquiry.topic) == (NextAction.CALL, "course")
    assert (enquiry.person.emails, enquiry.person.phones) == ([ADDRESS], [NUMBER])  # type: ignore[union-attr]
    assert enquiry.first_responded_at == MONDAY
    history = Interaction.objects.get()
    assert (history.call, history.enquiry, history.staff) == (call, enquiry, desk)
    assert "Two teams" in history.text


def test_a_known_caller_keeps_the_open_enquiry(desk: User) -> None:
    person = make.contact("Marcus Bell", ADDRESS)
    enquiry = make.enquiry(person)

    closed(desk, Outcome.INFO_SENT, person=person)

    enquiry.refresh_from_db()
    assert Enquiry.objects.count() == 1
    assert (enquiry.status, enquiry.next_action) == (Status.WORKING, NextAction.CHECK)
    assert person.points.filter(normalised=NUMBER).exists()


def test_a_number_alone_that_one_person_has_is_theirs(desk: User) -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)

    call = closed(desk, Outcome.RETURNED, name="")

    assert call.person == person
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "status", "action"),
    [
        (Outcome.ENROLLED, Status.ENROLMENT_STARTED, NextAction.ENROL),
        (Outcome.FOLLOW_UP, Status.WORKING, NextAction.CALL),
        (Outcome.INFO_SENT, Status.WORKING, NextAction.CHECK),
        (Outcome.TRANSFERRED, Status.WORKING, NextAction.CALL),
    ],
)
def test_an_outcome_moves_the_enquiry(
    desk: User, outcome: Outcome, status: Status, action: NextAction
) -> None:
    colleague = make.staff(Role.DESK)

    call = closed(desk, outcome, owner=colleague)

    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.next_action, enquiry.owner) == (status, action, colleague)
    assert (call.status, call.outcome, call.closed_at) == (CallStatus.CLOSED, outcome, MONDAY)


def test_a_booked_call_back_stands_in_somebodys_calendar(desk: User) -> None:
    works_today(desk)

    closed(desk, Outcome.CALLBACK, when=TUESDAY)

    enquiry, booked = Enquiry.objects.get(), Callback.objects.get()
    assert (enquiry.status, enquiry.next_action_at) == (Status.CALLBACK, TUESDAY)
    assert (booked.enquiry, booked.staff, booked.during.lower) == (enquiry, desk, TUESDAY)


def test_a_call_back_nobody_is_free_for_leaves_the_call_open(desk: User) -> None:
    call = calling.open_call(staff=desk)

    with pytest.raises(RuleBroken, match="Nobody is free"):
        closed(desk, Outcome.CALLBACK, call=call, when=TUESDAY)

    call.refresh_from_db()
    assert call.status == CallStatus.OPEN
    assert not Person.objects.exists()
    assert not Enquiry.objects.exists()


def test_somebody_not_interested_is_lost_with_the_reason(desk: User) -> None:
    closed(desk, Outcome.NOT_INTERESTED, lost_reason=LostReason.PRICE)

    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.lost_reason) == (Status.LOST, LostReason.PRICE)
    assert enquiry.next_action_at is None


def test_a_wrong_number_makes_nobody(desk: User) -> None:
    call = closed(desk, Outcome.WRONG_NUMBER)

    assert call.outcome == Outcome.WRONG_NUMBER
    assert not Person.objects.exists()
    assert not Enquiry.objects.exists()


def test_a_wrong_number_of_a_question_in_writing_is_answered_in_writing(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", ADDRESS))
    call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)

    closed(desk, Outcome.WRONG_NUMBER, call=call)

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.next_action) == (Status.NEW, NextAction.WRITE)


def test_a_question_that_was_answered_leaves_no_enquiry(desk: User) -> None:
    person = make.contact("Marcus Bell", ADDRESS)

    closed(desk, Outcome.RETURNED, person=person)

    assert not Enquiry.objects.exists()
    assert Interaction.objects.get().person == person


def test_an_anonymous_caller_leaves_the_call_alone(desk: User) -> None:
    call = closed(desk, Outcome.RETURNED, number="", name="", anonymous=True)

    assert (call.person, call.enquiry) == (None, None)
    assert call.status == CallStatus.CLOSED


def test_nobody_answers_four_times_and_the_enquiry_is_lost(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone=NUMBER))

    for _ in range(4):
        call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)
        closed(desk, Outcome.NO_ANSWER, call=call)

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.lost_reason) == (Status.LOST, LostReason.SILENT)
    assert enquiry.first_responded_at is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "follow_up", "number": ""}, "number"),
        ({"outcome": "returned", "number": ""}, "number"),
        ({"outcome": "follow_up", "number": "", "anonymous": True}, "number"),
        ({"outcome": "follow_up", "number": "hello"}, "number"),
        ({"outcome": "not_interested"}, "lost_reason"),
        ({"outcome": "callback"}, "when"),
        ({"outcome": "transferred"}, "owner"),
        ({"outcome": "follow_up", "when": MONDAY}, "when"),
        ({"outcome": "follow_up", "when": MONDAY + dt.timedelta(hours=11)}, "when"),
        ({"outcome": "follow_up", "consent": True}, "email"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_written(
    desk: User, said: dict[str, object], field: str
) -> None:
    call = calling.open_call(staff=desk)

    with pytest.raises(FieldMissing) as gap:
        closed(desk, call=call, **said)  # type: ignore[arg-type]

    assert gap.value.field == field
    call.refresh_from_db()
    assert call.status == CallStatus.OPEN
    assert not Person.objects.exists()


def test_an_unlawful_hour_names_the_nearest_lawful_one(desk: User) -> None:
    at_night = MONDAY + dt.timedelta(hours=11)  # 22:00 in Vancouver

    with pytest.raises(FieldMissing, match="Tue 24 Nov, 09:00"):
        closed(desk, Outcome.FOLLOW_UP, when=at_night, zone="America/Vancouver")


def test_an_email_may_be_promised_for_any_hour(desk: User) -> None:
    at_night = MONDAY + dt.timedelta(hours=11)

    closed(desk, Outcome.FOLLOW_UP, when=at_night, action=NextAction.WRITE)

    assert Enquiry.objects.get().next_action_at == at_night


def test_promises_are_kept_beside_the_enquiry_with_their_call(desk: User) -> None:
    promised = Promised("send the syllabus", MONDAY + dt.timedelta(hours=3))

    call = closed(desk, Outcome.INFO_SENT, promises=(promised,))

    promise = Promise.objects.get()
    assert (promise.text, promise.due_at) == (promised.text, promised.due_at)
    assert (promise.call, promise.made_by) == (call, desk)


def test_a_promise_is_kept_by_the_call_that_kept_it(desk: User) -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    enquiry = make.enquiry(person)
    promise = Promise.objects.create(
        enquiry=enquiry, text="call today", due_at=TUESDAY, made_by=desk
    )

    closed(desk, Outcome.FOLLOW_UP, person=person, kept=(promise,))

    promise.refresh_from_db()
    assert promise.kept_by_interaction == Interaction.objects.get()


def test_a_spoken_yes_is_kept_with_its_evidence(desk: User) -> None:
    call = closed(desk, Outcome.FOLLOW_UP, email=ADDRESS, consent=True)

    yes = ConsentRecord.objects.get(basis=Basis.EXPRESS_PENDING)
    assert (yes.address, yes.topic, yes.method) == (
        ADDRESS,
        Topic.COURSE_NEWS,
        "spoken at the desk",
    )
    assert yes.evidence["script"] == "desk-consent v1"
    assert yes.evidence["words"].startswith("May we email you about our courses")
    assert (yes.evidence["staff"], yes.evidence["call"]) == (desk.email, str(call.public_id))
    assert yes.evidence["at"]


def test_a_spoken_no_holds_from_that_moment(desk: User) -> None:
    person = make.contact("Marcus Bell", ADDRESS)
    make.enquiry(person)

    closed(desk, Outcome.FOLLOW_UP, person=person, consent=False)

    assert not permissions_of(ADDRESS)[Topic.COURSE_NEWS].allowed
    assert "said no" in Interaction.objects.get().text


def test_a_call_about_our_courses_lets_us_write_for_six_months(desk: User) -> None:
    closed(desk, Outcome.FOLLOW_UP, email=ADDRESS)

    verdict = permissions_of(ADDRESS)[Topic.COURSE_NEWS]
    assert (verdict.allowed, verdict.expires_on) == (True, dt.date(2027, 5, 22))


def test_a_call_of_ours_gives_no_ground_to_write(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", ADDRESS))
    call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)

    closed(desk, Outcome.FOLLOW_UP, call=call)

    assert not ConsentRecord.objects.exists()


def test_the_message_after_the_call_says_what_was_agreed(desk: User) -> None:
    promised = Promised("send the syllabus", MONDAY + dt.timedelta(hours=3))

    closed(desk, Outcome.FOLLOW_UP, email=ADDRESS, promises=(promised,), consent=True)

    message = OutboundMessage.objects.get()
    assert (message.to_address, message.mail_class) == (ADDRESS, "reply")
    assert message.context["reply_to"] == desk.email
    assert message.context["promises"][0]["text"] == "send the syllabus"
    assert "/enquire/yes/" in message.context["confirm_url"]


@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.NO_ANSWER, Outcome.RETURNED])
def test_nothing_is_written_to_people_nothing_was_agreed_with(desk: User, outcome: Outcome) -> None:
    closed(desk, outcome, email=ADDRESS)

    assert not OutboundMessage.objects.exists()


def test_a_missed_call_of_the_number_is_returned(desk: User) -> None:
    earlier = MONDAY - dt.timedelta(hours=1)
    missed = Call.objects.create(
        number=NUMBER,
        status=CallStatus.CLOSED,
        outcome=Outcome.MISSED,
        started_at=earlier,
        closed_at=earlier,
    )

    call = closed(desk, Outcome.RETURNED)

    missed.refresh_from_db()
    assert missed.returned_by == call


def test_enquiries_of_missed_calls_join_the_one_that_is_talked_about(desk: User) -> None:
    first, second = (
        make.enquiry(
            person=None,
            name="Missed call",
            email="",
            phone=NUMBER,
            contact=NUMBER,
            source=Source.MISSED_CALL,
        )
        for _ in range(2)
    )

    call = closed(desk, Outcome.FOLLOW_UP)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.person, first.name, first.status) == (call.person, "Marcus Bell", Status.WORKING)
    assert (second.status, second.duplicate_of) == (Status.DUPLICATE, first)


def test_somebody_who_rings_first_frees_their_call_back(desk: User) -> None:
    works_today(desk)
    person = make.contact("Marcus Bell", phone=NUMBER)
    enquiry = make.enquiry(person)
    booked = book(enquiry=enquiry, at=TUESDAY, by=desk)

    closed(desk, Outcome.INFO_SENT, person=person)

    booked.refresh_from_db()
    enquiry.refresh_from_db()
    assert (booked.status, booked.reason) == (CallbackStatus.CANCELLED, "They rang first.")
    assert enquiry.status == Status.WORKING


def test_a_call_back_we_made_is_done(desk: User) -> None:
    works_today(desk)
    enquiry = make.enquiry(make.contact("Marcus Bell", phone=NUMBER))
    booked = book(enquiry=enquiry, at=TUESDAY, by=desk)
    call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)

    closed(desk, Outcome.FOLLOW_UP, call=call)

    booked.refresh_from_db()
    assert booked.status == CallbackStatus.DONE


def test_a_lost_enquiry_we_call_about_is_open_again(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone=NUMBER))
    Enquiry.objects.filter(pk=enquiry.pk).update(status=Status.LOST, lost_reason=LostReason.TIMING)
    enquiry.refresh_from_db()
    call = calling.open_call(staff=desk, direction="out", enquiry=enquiry)

    closed(desk, Outcome.FOLLOW_UP, call=call)

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.lost_reason) == (Status.WORKING, "")


def test_closing_twice_writes_once(desk: User) -> None:
    call = closed(desk, Outcome.FOLLOW_UP, email=ADDRESS)

    again = closed(desk, Outcome.NOT_INTERESTED, call=call, lost_reason=LostReason.PRICE)

    assert again.outcome == Outcome.FOLLOW_UP
    assert Interaction.objects.count() == OutboundMessage.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_call_saved_ten_times_at_once_is_saved_once() -> None:
    desk = make.staff(Role.DESK)
    call = calling.open_call(staff=desk)

    ends = at_the_same_time(lambda _: closed(desk, Outcome.FOLLOW_UP, call=call), range(10))

    assert all(isinstance(end, Call) for end in ends), ends
    assert Enquiry.objects.count() == Interaction.objects.count() == Person.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_colleagues_on_one_unknown_caller_make_one_person() -> None:
    staff = [make.staff(Role.DESK) for _ in range(2)]

    ends = at_the_same_time(lambda who: closed(who, Outcome.FOLLOW_UP, email=ADDRESS), staff)

    assert all(isinstance(end, Call) for end in ends), ends
    assert Person.objects.count() == Enquiry.objects.count() == 1
    assert Interaction.objects.count() == 2


REFUSE = """
CREATE FUNCTION refuse_this_row() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'The disk is full.'; END $$;
CREATE TRIGGER refuse_this_row BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_this_row();
"""


@pytest.mark.parametrize(
    "record", [Enquiry, Interaction, Promise, StatusChange, ConsentRecord, OutboundMessage]
)
def test_nothing_is_half_written_when_a_step_fails(desk: User, record: type[Model]) -> None:
    call = calling.open_call(staff=desk)
    promised = (Promised("send the syllabus", TUESDAY),)
    with connection.cursor() as cursor:
        cursor.execute(REFUSE.format(table=record._meta.db_table))

    with pytest.raises(DatabaseError, match="The disk is full"), transaction.atomic():
        closed(desk, Outcome.FOLLOW_UP, call=call, email=ADDRESS, consent=True, promises=promised)

    call.refresh_from_db()
    assert call.status == CallStatus.OPEN
    for each in (Person, Enquiry, Interaction, Promise, ConsentRecord, OutboundMessage):
        assert not each._default_manager.exists(), each


def test_the_syllabus_they_ask_for_leaves_with_the_call(desk: User) -> None:
    course = make.course("Risk and escalation")
    promised = Promised("send the syllabus", MONDAY + dt.timedelta(hours=3))

    closed(
        desk,
        Outcome.INFO_SENT,
        email=ADDRESS,
        course=course,
        syllabus=True,
        promises=(promised,),
    )

    message = OutboundMessage.objects.get(kind="enquiries.syllabus_sent")
    assert message.to_address == ADDRESS
    assert Promise.objects.get().awaits_message == message


def test_a_syllabus_without_an_address_asks_for_one(desk: User) -> None:
    with pytest.raises(FieldMissing, match="A syllabus goes by email"):
        closed(desk, Outcome.INFO_SENT, course=make.course(), syllabus=True)


def test_an_address_that_was_missing_is_kept_with_the_enquiry(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone=NUMBER))

    closed(desk, Outcome.FOLLOW_UP, person=enquiry.person, email=ADDRESS)

    enquiry.refresh_from_db()
    assert (enquiry.email, enquiry.phone) == (ADDRESS, NUMBER)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_talk_with_one_person_leave_one_open_enquiry() -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    colleagues = [make.staff(Role.DESK) for _ in range(8)]
    calls = [calling.open_call(staff=someone) for someone in colleagues]

    def close(call: Call) -> Call:
        assert call.staff
        closing = Closing(Outcome.FOLLOW_UP, person=person, number=NUMBER)
        return calling.close_call(call=call, closing=closing, by=call.staff)

    outcomes = at_the_same_time(close, calls, at_once=8)

    assert {type(each) for each in outcomes} == {Call}, outcomes
    assert Enquiry.objects.live().count() == 1
