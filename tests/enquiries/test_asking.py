"""Asking: kept once, acknowledged, and what the law lets us write next."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from enquiries.models import Enquiry
from enquiries.operations import asking as operations
from institute.mail.models import ConsentRecord, OutboundMessage
from institute.mail.operations import unsubscribe
from tests import make
from tests.enquiries.asking import asked, circumstances

pytestmark = pytest.mark.django_db


def ask(**changes: object) -> Enquiry:
    return operations.ask(asked=asked(**changes), circumstances=circumstances())


def test_a_question_is_kept_as_it_was_asked() -> None:
    course = make.course("Risk and escalation")

    enquiry = ask(contact="Ana@Example.com", course=course, topic="course")

    assert (enquiry.contact, enquiry.email) == ("Ana@Example.com", "ana@example.com")
    assert enquiry.about == "Risk and escalation"
    assert enquiry.question == "Which course fits a release manager?"


def test_the_same_question_again_is_the_one_already_kept() -> None:
    first = ask()
    again = ask(question="  which COURSE fits a  release manager? ", contact="ANA@example.com")

    assert again.public_id == first.public_id
    assert OutboundMessage.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"question": "And an engineer?"}, {"topic": "mentorship"}, {"contact": "905 282 9318"}],
)
def test_another_question_is_another_enquiry(change: dict[str, str]) -> None:
    assert ask().pk != ask(**change).pk


def test_the_same_question_tomorrow_is_another_enquiry() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 4, 30, tzinfo=dt.UTC), tick=False):
        evening = ask()  # 23:30 of the 22nd in Toronto
    with time_machine.travel(dt.datetime(2026, 11, 23, 5, 30, tzinfo=dt.UTC), tick=False):
        assert ask().pk != evening.pk


def test_an_address_is_acknowledged_within_the_same_transaction() -> None:
    enquiry = ask()

    letter = OutboundMessage.objects.about(enquiry).get()

    assert (letter.mail_class, letter.topic) == ("reply", "enquiry")
    assert letter.to_address == "ana@example.com"
    assert letter.not_after is not None
    assert letter.not_after - letter.queued_at == pytest.approx(
        dt.timedelta(hours=48), abs=dt.timedelta(minutes=1)
    )


def test_a_phone_number_alone_is_not_written_to() -> None:
    ask(contact="905 282 9318", consent=True)

    assert not OutboundMessage.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_an_enquiry_is_a_ground_for_six_months() -> None:
    ask()

    ground = ConsentRecord.objects.get()

    assert (ground.address, ground.basis) == ("ana@example.com", "inquiry")
    assert ground.expires_on is not None


def test_a_ticked_box_is_kept_with_the_words_beside_it() -> None:
    enquiry = ask(consent=True)

    given = ConsentRecord.objects.get(basis="express")

    assert given.topic == "course news"
    assert given.evidence == {
        "enquiry": str(enquiry.public_id),
        "words": operations.CONSENT_WORDS,
    }


def test_a_box_ticked_by_anyone_does_not_undo_an_unsubscription() -> None:
    unsubscribe("ana@example.com")

    ask(consent=True)

    assert OutboundMessage.objects.get().mail_class == "reply"
    from institute.mail.models import Suppression

    assert Suppression.objects.of("ana@example.com").filter(scope="commercial").exists()


def test_a_suspicious_question_is_kept_and_not_answered_by_machine() -> None:
    enquiry = operations.ask(
        asked=asked(consent=True), circumstances=circumstances(quarantine=True)
    )

    assert Enquiry.objects.get() == enquiry
    assert not OutboundMessage.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_a_failed_transaction_keeps_neither_question_nor_letter() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)

    assert not Enquiry.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_the_database_refuses_an_enquiry_nobody_could_answer() -> None:
    with pytest.raises(IntegrityError, match="a_web_enquiry_can_be_answered"):
        Enquiry.objects.create(name="Ana", contact="?", zone="UTC", submission_key="x")


def test_a_person_finds_their_questions_in_their_file() -> None:
    from institute import panels

    ana = make.student("ana@example.com")
    ask()
    ask(contact="someone@example.com")

    told = str(panels.export(ana)["enquiries"])

    assert told.count("Which course fits a release manager?") >= 1
    assert "someone@example.com" not in told


def test_a_known_person_is_not_changed_by_what_the_public_types() -> None:
    ana = make.student("ana@example.com", display_name="Ana Lima")

    ask(name="Someone Else")

    ana.refresh_from_db()
    assert ana.display_name == "Ana Lima"
