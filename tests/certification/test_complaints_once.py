"""One complaint, however often its form arrives."""

import uuid

import pytest

from certification.models import Appeal, LogEntry
from certification.operations import appealing
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_complaint_sent_ten_times_at_once_is_one_with_one_letter() -> None:
    student, key = make.student(), uuid.uuid4()

    made = at_the_same_time(
        lambda _: appealing.complain(by=student, grounds="The room was loud.", key=key), range(10)
    )

    assert made == [Appeal.objects.get()] * 10
    assert LogEntry.objects.count() == OutboundMessage.objects.count() == 1
