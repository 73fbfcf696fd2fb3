"""Fifty copies of one form at the same moment."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from enquiries.contact_points import ContactPoints
from enquiries.models import Enquiry, Source
from enquiries.operations.opening import Opened, open_enquiry
from enquiries.operations.working import Next
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from tests import make
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


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_the_desk_writes_down_ten_times_at_once_is_one_enquiry() -> None:
    by, token = make.staff(Role.DESK), uuid.uuid4()
    next_ = Next(timezone.now() + dt.timedelta(days=1))
    reach = ContactPoints(email="noor@example.com")
    opened = Opened("Noor", reach, Source.PHONE, next_, question="When?", token=token, owner=by)

    made = at_the_same_time(lambda _: open_enquiry(opened=opened, by=by), range(10))

    assert made == [Enquiry.objects.get()] * 10
