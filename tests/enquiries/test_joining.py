"""One person, one open enquiry: later questions join it, and nothing public edits who we know."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enquiries.models import ContactPoint, DuplicateCandidate, Enquiry, Person
from enquiries.operations import asking as operations
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.asking import asked, circumstances, send

pytestmark = pytest.mark.django_db
QUESTIONS = 16


def ask(**changes: object) -> Enquiry:
    return operations.ask(asked=asked(**changes), circumstances=circumstances())


def test_a_second_question_joins_the_open_one_and_is_kept_whole() -> None:
    first, second = ask(), ask(question="And when does it start?", consent=True)

    assert (second.status, second.duplicate_of) == ("duplicate", first)
    assert (second.next_action, second.next_action_at) == ("", None)
    [told] = first.interactions.all()
    assert (told.kind, told.direction, told.text) == ("enquiry", "in", "And when does it start?")
    assert told.asked_again == second
    assert [change.act for change in second.changes.all()] == ["join"]


def test_every_question_is_acknowledged() -> None:
    ask()
    second = ask(question="And when?")

    assert OutboundMessage.objects.count() == 2
    assert OutboundMessage.objects.about(second).exists()


def test_the_sooner_deadline_counts() -> None:
    open_one = make.enquiry(
        make.contact(email="ana@example.com"), next_action_at=timezone.now() + dt.timedelta(days=40)
    )

    second = ask()

    open_one.refresh_from_db()
    assert open_one.next_action_at == second.respond_by


def test_a_later_deadline_does_not_put_off_what_was_planned() -> None:
    soon = timezone.now() + dt.timedelta(minutes=5)
    open_one = make.enquiry(make.contact(email="ana@example.com"), next_action_at=soon)

    ask()

    open_one.refresh_from_db()
    assert open_one.next_action_at == soon


def test_after_the_first_is_closed_a_question_stands_alone() -> None:
    make.enquiry(
        make.contact(email="ana@example.com"),
        status="lost", lost_reason="timing", next_action="", next_action_at=None,
    )  # fmt: skip

    assert ask().status == "new"


def test_a_suspect_is_nothing_to_join() -> None:
    operations.ask(asked=asked(), circumstances=circumstances(quarantine=True))

    assert ask(question="Another").status == "new"


def test_another_phone_with_a_known_address_stays_on_the_enquiry() -> None:
    ana = make.contact("Ana Lima", email="ana@example.com")

    enquiry = ask(name="A. Lima", contact="ana@example.com, 416 555 0142")

    ana.refresh_from_db()
    assert enquiry.person == ana
    assert (ana.name, ana.phones) == ("Ana Lima", [])
    assert enquiry.phone == "+14165550142"
    assert not ContactPoint.objects.filter(normalised="+14165550142").exists()


def test_a_shared_phone_with_another_name_is_another_person_whom_staff_may_merge() -> None:
    ana = make.contact("Ana Lima", phone="+14165550142")

    enquiry = ask(name="Bruno Lima", contact="416 555 0142")

    assert enquiry.person != ana
    assert enquiry.status == "new"
    pair = DuplicateCandidate.objects.get()
    assert {pair.first, pair.second} == {ana, enquiry.person}
    assert pair.why == "The same phone number"


def test_a_phone_with_the_same_name_is_the_same_person() -> None:
    ana = make.contact("Ana Lima", phone="+14165550142")

    assert ask(name=" ana  LIMA", contact="(416) 555-0142").person == ana


def test_what_was_sent_when_nobody_was_known_names_its_person() -> None:
    enquiry = ask(contact="ana@example.com, 416 555 0142")

    enquiry.refresh_from_db()
    assert enquiry.person
    assert (enquiry.person.emails, enquiry.person.phones) == (["ana@example.com"], ["+14165550142"])
    assert enquiry.person.last_contact_at == enquiry.created_at


@pytest.mark.parametrize(
    ("contact", "earlier", "most"),
    [("ana@example.com", 0, 8), ("416 555 0142", 0, 6), ("ana@example.com", 1, 9)],
)
def test_a_question_costs_few_statements(
    client: Client, contact: str, earlier: int, most: int
) -> None:
    for n in range(earlier):
        ask(question=f"Earlier {n}")
    with CaptureQueriesContext(connection) as asked_for:
        send(client, {"contact": contact})

    written = [one["sql"] for one in asked_for.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(written) <= most


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sixteen_questions_of_one_stranger_at_once_are_one_person_and_one_open_enquiry() -> None:
    at_the_same_time(lambda n: ask(question=f"Question {n}"), range(QUESTIONS))

    person = Person.objects.get()
    statuses = sorted(Enquiry.objects.values_list("status", flat=True))
    assert statuses == ["duplicate"] * (QUESTIONS - 1) + ["new"]
    open_one = Enquiry.objects.live().get()
    assert open_one.interactions.count() == QUESTIONS - 1
    assert set(Enquiry.objects.values_list("person", flat=True)) == {person.pk}
    assert OutboundMessage.objects.count() == QUESTIONS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_address_and_a_number_that_cross_never_wait_in_a_circle() -> None:
    ways = ["ana@example.com, 416 555 0142", "416 555 0142", "ana@example.com"] * 6

    kept = at_the_same_time(
        lambda pair: ask(question=f"Question {pair[0]}", contact=pair[1]), list(enumerate(ways))
    )

    assert not [one for one in kept if isinstance(one, Exception)]
    assert Enquiry.objects.live().count() == Person.objects.count()
