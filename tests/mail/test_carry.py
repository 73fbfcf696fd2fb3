"""Handing over: what each answer of a mail server means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Scope, StopReason
from institute.mail.models import OutboundMessage, Status, Suppression
from institute.mail.operations import deliver
from tests import make
from tests.mail.post import emails
from tests.mail.sink import Sink

ToSink = Callable[[int], None]


@pytest.fixture
def smtp(settings: Any) -> ToSink:
    """Mail goes to that port of this machine."""

    def to(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5

    return to


@contextmanager
def server(smtp: ToSink, **manners: Any) -> Iterator[Sink]:
    with Sink(**manners) as sink:
        smtp(sink.port)
        yield sink


def delivered(letter: Any) -> OutboundMessage:
    message = mail.queue(letter)
    assert message
    deliver()
    message.refresh_from_db()
    return message


def test_accepted_letter_is_sent_over_one_connection(smtp: ToSink, ada: User) -> None:
    with server(smtp) as sink:
        row = delivered(emails.reminder(ada))
        delivered(emails.reminder(ada, sequence=2))
        assert sink.report().copies[row.message_id] == 1
        assert sink.count() == 2
    assert row.status == Status.SENT
    assert row.tries.get().answer == "250 taken"


def test_letter_after_the_server_hung_up_goes_over_a_new_connection(
    smtp: ToSink, ada: User
) -> None:
    from institute.mail.operations.carrying import carrier

    with server(smtp) as sink:
        delivered(emails.reminder(ada))
        kept: Any = carrier()
        kept._backend.connection.sock.shutdown(2)
        assert delivered(emails.reminder(ada, sequence=2)).status == Status.SENT
        assert sink.count() == 2


def test_address_that_does_not_exist_is_not_written_to_again(smtp: ToSink, ada: User) -> None:
    with server(smtp, refuse="550 5.1.1 No such mailbox"):
        row = delivered(emails.reminder(ada))
        assert row.status == Status.BOUNCED
        assert row.error == "550 5.1.1 No such mailbox"
        stop = Suppression.objects.get()
        assert (stop.scope, stop.reason) == (Scope.ALL, StopReason.BOUNCED)
        assert delivered(emails.answer(ada)).status == Status.SUPPRESSED


def test_refused_letter_fails_and_the_address_stays_good(smtp: ToSink, ada: User) -> None:
    with server(smtp, refuse="550 5.7.1 We do not like this"):
        row = delivered(emails.reminder(ada))
    assert row.status == Status.FAILED
    assert row.reason == "The mail server refused it."
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "manners", [{"refuse": "451 4.7.1 Later"}, {"refuse_data": "452 4.3.1 Disk full"}]
)
def test_letter_refused_for_now_is_tried_again(
    smtp: ToSink, ada: User, manners: dict[str, str]
) -> None:
    with server(smtp, **manners):
        row = delivered(emails.reminder(ada))
    assert (row.status, row.attempts, row.handed_at) == (Status.QUEUED, 1, None)
    assert row.error.startswith("45")
    assert row.tries.get().outcome == "delayed"


def test_refusal_of_one_letter_leaves_the_connection_good(smtp: ToSink, ada: User) -> None:
    with server(smtp, refuse_data="554 5.6.0 No") as sink:
        rows = [delivered(emails.reminder(ada, sequence=number)) for number in range(3)]
        assert sink.count() == 0
    assert [row.status for row in rows] == [Status.FAILED] * 3


def test_server_that_is_away_costs_one_letter_a_try_and_the_others_nothing(
    smtp: ToSink, ada: User
) -> None:
    smtp(1)
    for _ in range(3):
        mail.queue(emails.reminder(make.person()))
    deliver()
    assert not OutboundMessage.objects.exclude(status=Status.QUEUED).exists()
    assert sorted(OutboundMessage.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_server_that_dies_with_the_letter_in_its_hands_leaves_it_unknown(
    smtp: ToSink, ada: User, settings: Any
) -> None:
    with server(smtp, seconds_each=30):
        settings.EMAIL_TIMEOUT = 1
        row = delivered(emails.reminder(ada))
    assert (row.status, row.doubts) == (Status.UNKNOWN, 1)
    assert row.handed_at
    assert "may have arrived" in row.reason


def test_without_a_server_the_letter_is_a_file(ada: User, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    row = delivered(emails.reminder(ada))

    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{row.pk}.eml"]
    written = (tmp_path / "mail" / f"{row.pk}.eml").read_bytes()
    message = message_from_bytes(written, policy=policy.default)
    assert message["Subject"] == row.subject
    assert message["To"] == ada.email


def test_folder_that_cannot_be_written_is_tried_again(
    ada: User, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    assert delivered(emails.reminder(ada)).status == Status.QUEUED


def test_address_in_another_script_goes_over_the_wire_in_ascii(smtp: ToSink, ada: User) -> None:
    ada.email = "ada@bücher.example"
    with server(smtp):
        assert delivered(emails.reminder(ada)).status == Status.SENT
