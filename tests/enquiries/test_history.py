"""One timeline of everything a person ever did with us."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import PaymentMethod
from courses.operations.enrolling import cancel_place, reserve_place
from courses.operations.invoicing import Receipt, record_payment
from enquiries import histories
from enquiries.models import (
    Call,
    CallStatus,
    Direction,
    DoNotCall,
    Kind,
    LostReason,
    Outcome,
    PointKind,
)
from enquiries.operations import answering, merging, working
from enquiries.operations.people import add_contact_point, link_account
from enquiries.operations.working import Happened
from institute import panels
from institute.accounts.models import User
from institute.mail.consent import Basis
from institute.mail.operations import record_consent, unsubscribe
from institute.mail.panels import history as messages_of
from institute.panels import HISTORY_KINDS, HistoryRow, Whose
from tests import make
from tests.enquiries.test_answering import asked, written

pytestmark = pytest.mark.django_db
PHONE = "+14165550142"


def titles(rows: list[HistoryRow]) -> list[str]:
    return [row.title for row in rows]


def test_every_app_tells_what_it_knows(desk: User) -> None:
    person, student = make.contact("Sara"), make.student()
    link_account(person=person, user=student)
    enquiry = make.enquiry(person, question="When?")
    cohort = make.cohort()
    place = reserve_place(student=student, cohort=cohort)
    receipt = Receipt(PaymentMethod.CHEQUE, 10_000, timezone.localdate())
    record_payment(enrolment=place, receipt=receipt, by=desk, form_token=uuid.uuid4())
    cancel_place(enrolment=place, by=desk, reason="A new job.")
    full = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=full)
    make.waiting(full, who=student)
    working.lose(enquiry=enquiry, reason=LostReason.TIMING, by=desk, why="In spring.")

    rows = panels.history(histories.whose_of(person))

    said = " | ".join(titles(rows))
    for words in ("Reserved a place", "Cancelled", "Paid $100", "waiting list", "Asked about"):
        assert words in said
    assert "New became Lost" in said
    assert {row.kind for row in rows} <= HISTORY_KINDS.keys()
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


def test_a_message_somebody_wrote_stands_once_with_its_words_and_its_state(desk: User) -> None:
    enquiry = asked()
    answering.write(kind="reply", enquiry=enquiry, written=written(text="Per person."), by=desk)
    assert enquiry.person

    rows = panels.history(histories.whose_of(enquiry.person))

    (letter,) = [row for row in rows if row.kind == "email"]
    assert (letter.text, letter.state, letter.by) == ("Per person.", "Waiting", desk.name)


def test_a_message_that_never_left_says_why(desk: User) -> None:
    enquiry = asked()
    record_consent("sara@example.com", Basis.INQUIRY, method="enquiry form")
    answering.write(kind="news", enquiry=enquiry, written=written(), by=desk)
    unsubscribe("sara@example.com")
    assert enquiry.person

    (row,) = mail_rows(histories.whose_of(enquiry.person))

    assert row.state == "Not sent: no permission"
    assert row.text == "This reader switched these messages off."


def mail_rows(whose: Whose) -> list[HistoryRow]:
    return list(messages_of(whose))


def test_a_missed_call_from_their_number_is_theirs(desk: User) -> None:
    person = make.contact(phone=PHONE)
    Call.objects.create(
        number=PHONE, status=CallStatus.CLOSED, outcome=Outcome.MISSED, closed_at=timezone.now()
    )

    (row,) = panels.history(histories.whose_of(person))

    assert (row.title, row.look) == ("They called: (416) 555-0142", "late")


def test_who_shares_a_telephone_shares_no_history(desk: User) -> None:
    mine, theirs = make.contact("Sara", phone=PHONE), make.contact("Tom", phone=PHONE)
    happened = Happened(Kind.NOTE, text="Private.")
    working.record(enquiry=make.enquiry(theirs), happened=happened, by=desk)

    assert panels.history(histories.whose_of(mine)) == []


def test_promises_conversations_and_stops_have_their_rows(desk: User) -> None:
    person = make.contact("Sara", phone=PHONE)
    enquiry = make.enquiry(person)
    due = timezone.now() + dt.timedelta(hours=1)
    working.promise(enquiry=enquiry, text="Send the dates", due_at=due, by=desk)
    happened = Happened(Kind.EMAIL, Direction.IN, "Thank you.")
    working.record(enquiry=enquiry, happened=happened, by=desk)
    DoNotCall.objects.create(number=PHONE, by=desk)

    said = titles(panels.history(histories.whose_of(person)))

    for words in ("Promised: Send the dates", "They wrote", "Asked us not to call (416) 555-0142"):
        assert words in said


def test_after_a_merge_both_pasts_are_one(desk: User) -> None:
    keep, gone = make.contact("Sara"), make.contact("S.")
    for person in (keep, gone):
        make.enquiry(person, question=f"From {person.name}")
    merging.merge(keep=keep, gone=gone, by=desk)
    # A form that was on its way while the two were merged.
    late = make.enquiry(keep, question="On its way")
    type(late).objects.filter(pk=late.pk).update(person=gone)
    keep.refresh_from_db()

    rows = panels.history(histories.whose_of(keep))

    asked_then = {row.text for row in rows if row.text.startswith(("From", "On"))}
    assert asked_then == {"From Sara", "From S.", "On its way"}
    assert "Merged with S." in titles(rows)


def test_a_page_ends_between_instants_and_the_next_goes_on(desk: User) -> None:
    person = make.contact()
    enquiry, now = make.enquiry(person), timezone.now()
    for number in range(histories.A_PAGE + 20):
        at = now - dt.timedelta(minutes=number // 4 + 1)
        happened = Happened(Kind.NOTE, text=f"Note {number}", at=at)
        working.record(enquiry=enquiry, happened=happened, by=desk)
    whose = histories.whose_of(person)

    first = histories.timeline(whose, kind="note")
    rest = histories.timeline(whose, kind="note", before=dt.datetime.fromisoformat(first.older))

    read = [row.text for row in first.rows + rest.rows]
    assert sorted(read) == sorted({f"Note {n}" for n in range(histories.A_PAGE + 20)})
    assert rest.older == ""


def test_a_history_costs_as_much_for_many_rows_as_for_few(desk: User) -> None:
    def cost(person_rows: int) -> int:
        student = make.student()
        person = make.contact()
        link_account(person=person, user=student)
        for _ in range(person_rows):
            enquiry = make.enquiry(person)
            working.record(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Hm."), by=desk)
            working.move_enquiry(enquiry=enquiry, act="work", by=desk)
            reserve_place(student=student, cohort=make.cohort())
        with CaptureQueriesContext(connection) as spent:
            panels.history(histories.whose_of(person))
        return len(spent)

    assert cost(1) == cost(5)


def test_the_account_that_signs_in_with_their_address_is_theirs(desk: User) -> None:
    student = make.student("sara@example.com")
    reserve_place(student=student, cohort=make.cohort())

    rows = panels.history(histories.whose_of(make.contact("Sara", "sara@example.com")))

    assert any(row.title.startswith("Reserved a place") for row in rows)


def test_a_person_reads_in_their_own_file_what_was_said(student: User, desk: User) -> None:
    person = make.contact("Sara", student.email)
    link_account(person=person, user=student)
    add_contact_point(person=person, kind=PointKind.PHONE, normalised=PHONE)
    enquiry = make.enquiry(person, question="When?")
    working.record(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Prefers spring."), by=desk)
    due = timezone.now() + dt.timedelta(hours=1)
    working.promise(enquiry=enquiry, text="Send it", due_at=due, by=desk)
    DoNotCall.objects.create(number=PHONE)

    held = panels.export(student)["enquiries"]

    assert isinstance(held, dict)
    assert [one["question"] for one in held["questions"]] == ["When?"]
    assert [one["text"] for one in held["conversations"]] == ["Prefers spring."]
    assert [one["text"] for one in held["promises"]] == ["Send it"]
    assert [one["number"] for one in held["not_to_be_called"]] == [PHONE]


def test_nobody_reads_of_others_in_their_own_file(student: User, desk: User) -> None:
    enquiry = make.enquiry(make.contact("Tom"))
    working.record(enquiry=enquiry, happened=Happened(Kind.NOTE, text="Private."), by=desk)

    held = panels.export(student)["enquiries"]

    assert isinstance(held, dict)
    assert not any(held.values())
