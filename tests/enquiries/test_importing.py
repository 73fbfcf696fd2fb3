"""The phone provider's file: each call once, and no missed call forgotten."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
import time_machine

from enquiries import tasks
from enquiries.models import (
    Call,
    CallDirection,
    CallImport,
    CallStatus,
    Enquiry,
    ImportStatus,
    NextAction,
    Outcome,
    Source,
    UnreadLine,
)
from enquiries.operations import importing
from enquiries.operations.importing import read_on, start_import
from enquiries.operations.returning import match_returns
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.calls import HEAD, imported, line, many, sent
from tests.mail.worker import Killable

CALLER, OTHER = "+14165550142", "+14165550143"
# a Monday, 14:30 in Toronto
NOW = dt.datetime(2026, 11, 16, 19, 30, tzinfo=dt.UTC)
AN_HOUR = dt.timedelta(hours=1)


@pytest.fixture
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("monday")
def test_a_missed_call_of_a_stranger_becomes_an_enquiry_due_in_one_business_hour() -> None:
    source = imported(HEAD + line("2026-11-16 14:06", CALLER))

    call = Call.objects.get()
    enquiry = Enquiry.objects.get()
    assert (call.outcome, call.enquiry) == (Outcome.MISSED, enquiry)
    assert (enquiry.source, enquiry.phone, enquiry.person) == (Source.MISSED_CALL, CALLER, None)
    assert enquiry.name == "Caller on (416) 555-0142"
    assert enquiry.respond_by == enquiry.next_action_at == NOW + AN_HOUR
    assert enquiry.next_action == NextAction.CALL
    assert enquiry.created_at == call.started_at
    assert (source.status, source.calls_new, source.enquiries_new) == (ImportStatus.DONE, 1, 1)


@pytest.mark.usefixtures("monday")
def test_a_file_read_in_the_evening_is_answered_the_next_morning() -> None:
    with time_machine.travel(NOW + dt.timedelta(hours=5), tick=False):
        imported(HEAD + line("2026-11-16 19:00", CALLER))

    # Tuesday, 10:00 in Toronto
    due = dt.datetime(2026, 11, 17, 15, tzinfo=dt.UTC)
    assert Enquiry.objects.get().respond_by == due


@pytest.mark.usefixtures("monday")
def test_the_same_file_twice_brings_nothing_new() -> None:
    text = HEAD + line("2026-11-16 14:06", CALLER, call_id="a1")
    text += line("2026-11-16 14:10", OTHER, status="answered")
    imported(text)
    again = imported(text)

    assert (again.calls_new, again.calls_known, again.enquiries_new) == (0, 2, 0)
    assert (Call.objects.count(), Enquiry.objects.count()) == (2, 1)


@pytest.mark.usefixtures("monday")
def test_another_export_of_the_same_call_is_the_same_call() -> None:
    imported(HEAD + line("2026-11-16 14:06", CALLER, call_id="a1"))
    # without the id; with the id, and the clock of another machine
    imported(HEAD + line("2026-11-16T19:06:00Z", "416 555 0142"))
    imported(HEAD + line("2026-11-16 14:06:02", CALLER, call_id="a1"))

    assert Call.objects.count() == 1


@pytest.mark.usefixtures("monday")
def test_a_second_missed_call_joins_the_enquiry_of_the_first() -> None:
    imported(HEAD + line("2026-11-16 14:06", CALLER) + line("2026-11-16 14:16", CALLER))

    enquiry = Enquiry.objects.get()
    assert enquiry.calls.count() == 2
    assert [kept.text for kept in enquiry.interactions.all()] == ["Missed call."] * 2


@pytest.mark.usefixtures("monday")
def test_a_known_persons_open_enquiry_is_pulled_forward() -> None:
    person = make.contact("Ada", phone=CALLER)
    open_one = make.enquiry(person, next_action=NextAction.WRITE)
    source = imported(HEAD + line("2026-11-16 14:06", CALLER))

    open_one.refresh_from_db()
    assert (open_one.next_action, open_one.next_action_at) == (NextAction.CALL, NOW + AN_HOUR)
    assert Call.objects.get().person == person
    assert source.enquiries_new == 0


@pytest.mark.usefixtures("monday")
def test_what_was_due_sooner_stays_due_sooner() -> None:
    person = make.contact("Ada", phone=CALLER)
    soon = NOW + dt.timedelta(minutes=5)
    open_one = make.enquiry(person, next_action=NextAction.SEND, next_action_at=soon)
    imported(HEAD + line("2026-11-16 14:06", CALLER))

    open_one.refresh_from_db()
    assert (open_one.next_action, open_one.next_action_at) == (NextAction.SEND, soon)


@pytest.mark.usefixtures("monday")
def test_a_known_person_without_an_open_enquiry_gets_one() -> None:
    person = make.contact("Ada", phone=CALLER)
    imported(HEAD + line("2026-11-16 14:06", CALLER))

    assert Enquiry.objects.get().person == person


@pytest.mark.usefixtures("monday")
def test_a_shared_number_is_nobodys_in_particular() -> None:
    make.contact("Ada", phone=CALLER)
    make.contact("Ben", phone=CALLER)
    imported(HEAD + line("2026-11-16 14:06", CALLER))

    enquiry = Enquiry.objects.get()
    assert (enquiry.person, enquiry.name) == (None, "One of 2 people")


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("later", [("in", "answered"), ("out", "answered"), ("out", "no answer")])
def test_a_call_returned_later_in_the_file_owes_nothing(later: tuple[str, str]) -> None:
    text = HEAD + line("2026-11-16 14:20", CALLER, direction=later[0], status=later[1])
    source = imported(text + line("2026-11-16 14:06", CALLER))

    missed = Call.objects.missed().get()
    assert missed.returned_by == Call.objects.exclude(pk=missed.pk).get()
    assert (Enquiry.objects.count(), source.enquiries_new) == (0, 0)


@pytest.mark.usefixtures("monday")
def test_a_conversation_before_it_returns_nothing() -> None:
    imported(
        HEAD
        + line("2026-11-16 14:00", CALLER, status="answered")
        + line("2026-11-16 14:06", CALLER)
    )

    assert Call.objects.not_returned().count() == 1
    assert Enquiry.objects.count() == 1


@pytest.mark.usefixtures("monday")
def test_a_call_the_desk_returned_already_owes_nothing(desk: User) -> None:
    _logged(desk, CallDirection.OUT, dt.datetime(2026, 11, 16, 19, 20, tzinfo=dt.UTC))
    imported(HEAD + line("2026-11-16 14:06", CALLER))

    assert Call.objects.not_returned().count() == 0
    assert Enquiry.objects.count() == 0


@pytest.mark.usefixtures("monday")
def test_a_call_the_desk_wrote_down_itself_is_the_same_call(desk: User) -> None:
    mine = _logged(desk, CallDirection.IN, dt.datetime(2026, 11, 16, 19, 7, tzinfo=dt.UTC))
    text = HEAD + line("2026-11-16 14:06", CALLER, status="answered", call_id="a1")
    source = imported(text)

    assert Call.objects.get() == mine
    assert Call.objects.get().provider_call_id == "a1"
    assert (source.calls_new, source.calls_known) == (0, 1)
    assert imported(text).calls_new == 0


@pytest.mark.usefixtures("monday")
def test_a_missed_call_is_not_the_one_the_desk_took_a_minute_later(desk: User) -> None:
    _logged(desk, CallDirection.IN, dt.datetime(2026, 11, 16, 19, 7, tzinfo=dt.UTC))
    imported(HEAD + line("2026-11-16 14:06", CALLER))

    assert Call.objects.missed().get().returned_by == Call.objects.exclude(staff=None).get()


@pytest.mark.usefixtures("monday")
def test_a_call_returned_after_the_import_is_noticed(desk: User) -> None:
    imported(HEAD + line("2026-11-16 14:06", CALLER))
    back = _logged(desk, CallDirection.OUT, NOW)

    assert match_returns() == 1
    assert Call.objects.missed().get().returned_by == back
    assert match_returns() == 0


@pytest.mark.usefixtures("monday")
def test_a_withheld_number_is_kept_and_owes_nothing() -> None:
    imported(HEAD + line("2026-11-16 14:06", "Anonymous"))

    assert Call.objects.get().number == ""
    assert Enquiry.objects.count() == 0


@pytest.mark.usefixtures("monday")
def test_a_line_that_cannot_be_read_is_shown_and_the_rest_goes_in() -> None:
    source = imported(HEAD + line("soon", CALLER) + line("2026-11-16 14:06", OTHER) + "Total\n")

    unread = [(one.line, one.text, one.problem) for one in UnreadLine.objects.all()]
    assert unread == [
        (2, line("soon", CALLER).strip(), "“soon” is not a date and time."),
        (4, "Total", "This line has 1 column, the heading has 7."),
    ]
    assert (source.calls_new, source.read, source.lines) == (1, 3, 3)


def _logged(desk: User, direction: str, at: dt.datetime) -> Call:
    return Call.objects.create(
        staff=desk,
        direction=direction,
        number=CALLER,
        started_at=at,
        status=CallStatus.CLOSED,
        closed_at=at,
        outcome=Outcome.FOLLOW_UP,
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04....", "This is an Excel workbook or a ZIP archive"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"Start,From\0,To\n", "This file is not text."),
        (b"Start,From\x81\n", "This file is not text."),
        (b"name,email\nAda,ada@example.com\n", "Missing: a column for the start"),
        (HEAD.encode() + b"x\n" * 50_001, "This file has 50,002 lines."),
        (b"a" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB."),
    ],
)
def test_what_is_no_list_of_calls_is_refused_by_its_content(
    data: bytes, words: str, desk: User
) -> None:
    with pytest.raises(RuleBroken, match=words):
        start_import(name="calls.csv", data=data, by=desk)

    assert CallImport.objects.count() == 0


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_in_the_letters_of_spreadsheets_are_read(letters: str, desk: User) -> None:
    text = "Début,Start,Number,Direction,Status\né,2026-11-16 14:06,4165550142,in,missed\n"
    source = start_import(name="appels.csv", data=text.encode(letters), by=desk)
    read_on(source.pk)

    assert Call.objects.get().number == CALLER


def test_a_file_that_still_waits_is_not_kept_twice(desk: User) -> None:
    assert sent(many(1), desk) == sent(many(1), desk)
    assert CallImport.objects.get().status == ImportStatus.WAITING


def test_a_file_that_stopped_is_read_on_from_there() -> None:
    source = sent(many(3))
    importing.stop(call_import_id=source.pk, problem="The power went.")
    assert read_on(source.pk)
    source.refresh_from_db()
    assert (source.status, source.problem, source.read) == ("failed", "The power went.", 0)

    tasks.read_calls(importing.retry(call_import=source).pk)

    source.refresh_from_db()
    assert (source.status, source.problem, source.calls_new) == ("done", "", 3)
    with pytest.raises(RuleBroken):
        importing.retry(call_import=source)


def test_the_sweep_reads_what_was_only_uploaded() -> None:
    source = sent(many(2))
    tasks.read_on()

    source.refresh_from_db()
    assert (source.status, source.calls_new) == (ImportStatus.DONE, 2)


def test_a_turn_ends_between_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "A_BATCH", 2)
    monkeypatch.setattr(importing, "A_TURN", 0.0)
    source = sent(many(3))

    assert [read_on(source.pk) for _ in range(3)] == [False, False, False]
    source.refresh_from_db()
    assert source.read == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_file_read_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "A_BATCH", 3)
    source = sent(many(40))

    assert at_the_same_time(lambda _: read_on(source.pk), range(4)) == [True] * 4
    source.refresh_from_db()
    assert (source.calls_new, source.calls_known, source.read) == (40, 0, 40)
    assert Enquiry.objects.count() == 40


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_file_sent_by_four_people_at_once_is_each_call_once() -> None:
    sources = [sent(many(40)) for _ in range(4)]

    assert at_the_same_time(lambda source: read_on(source.pk), sources) == [True] * 4
    assert sum(CallImport.objects.values_list("calls_new", flat=True)) == 40
    assert (Call.objects.count(), Enquiry.objects.count()) == (40, 40)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_its_lines_and_the_next_goes_on() -> None:
    source = sent(many(400))
    with Killable("tests.enquiries.reader", port=0) as worker:
        until = time.monotonic() + 30
        while CallImport.objects.get().read < 10 and time.monotonic() < until:
            time.sleep(0.01)
        worker.kill()
    source.refresh_from_db()
    assert source.status == ImportStatus.RUNNING
    assert 10 <= source.read < 400
    assert Call.objects.count() == source.read

    tasks.read_on()

    source.refresh_from_db()
    assert (source.status, source.calls_new, source.calls_known) == ("done", 400, 0)
    assert (Call.objects.count(), Enquiry.objects.count()) == (400, 400)
