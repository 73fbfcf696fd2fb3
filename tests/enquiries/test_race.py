"""Fifty copies of one form at the same moment."""

import pytest
from django.test import Client

from enquiries.models import Enquiry
from institute.mail.models import OutboundMessage
from tests.conftest import at_the_same_time
from tests.enquiries.asking import send

COPIES = 50


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_fifty_identical_posts_are_one_enquiry_and_one_letter() -> None:
    answers = at_the_same_time(lambda n: send(Client()), range(COPIES), at_once=COPIES)

    places = {getattr(answer, "headers", {}).get("Location", answer) for answer in answers}
    assert places == {"/enquire/thanks/"}
    assert Enquiry.objects.count() == 1
    assert OutboundMessage.objects.count() == 1
