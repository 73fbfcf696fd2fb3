"""Writing letters to the outbox."""

import pytest
from django.db import transaction

from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from tests import make
from tests.mail.post import emails


def test_letter_becomes_a_row(ada: User) -> None:
    message = mail.queue(emails.reminder(ada, sequence=3))

    row = OutboundMessage.objects.get()
    assert message == row
    assert (row.kind, row.mail_class, row.topic) == ("post.reminder", "transactional", "enrolment")
    assert (row.to_address, row.person, row.about_sequence) == (ada.email, ada, 3)
    assert row.status == Status.QUEUED


def test_same_letter_is_queued_once(ada: User) -> None:
    assert mail.queue(emails.reminder(ada, sequence=1))
    assert mail.queue(emails.reminder(ada, sequence=1)) is None
    assert mail.queue(emails.reminder(ada, sequence=2))
    assert OutboundMessage.objects.count() == 2


def test_queueing_is_one_statement(ada: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        mail.queue(emails.reminder(ada))


def test_many_letters_are_written_together(db: None, django_assert_num_queries: object) -> None:
    people = [make.person() for _ in range(40)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert mail.queue_all(emails.reminder(person) for person in people) == 40
    assert mail.queue_all(emails.reminder(person) for person in people) == 0


@pytest.mark.django_db(transaction=True)
def test_rolled_back_work_leaves_no_letter() -> None:
    person = make.person()
    with transaction.atomic():
        mail.queue(emails.reminder(person))
        transaction.set_rollback(True)
    assert not OutboundMessage.objects.exists()


def test_address_that_no_server_takes_is_refused(ada: User) -> None:
    ada.email = "not an address\r\nBcc: everyone@example.com"
    with pytest.raises(ValueError, match="not an email address"):
        mail.queue(emails.reminder(ada))
