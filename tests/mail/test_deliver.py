"""Delivering what is due."""

from django.core import mail as django_mail

from institute import mail
from institute.accounts.models import User
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from tests.mail.post import emails


def sent(person: User, **fields: object) -> OutboundMessage:
    """The row of a reminder after one run."""
    mail.queue(emails.reminder(person, **fields))
    deliver()
    return OutboundMessage.objects.get()


def test_due_letter_is_sent(ada: User) -> None:
    row = sent(ada)

    assert row.status == Status.SENT
    assert row.subject == "Your course starts on Mon 11 January 2027"
    assert row.basis == "transactional"
    assert row.sent_at
    assert row.handed_at
    assert [attempt.outcome for attempt in row.tries.all()] == ["sent"]
    assert django_mail.outbox[0].to == [ada.email]
