"""The demo's mentors: five clocks and more, a past that adds up, a future nobody booked twice."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import F, Sum
from django.utils import timezone

from institute.mail.models import OutboundMessage
from mentorship.models import Booking, BookingStatus, Entitlement, Mentor, SessionNote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _planted(db: None) -> None:
    call_command("seed_demo", verbosity=0)


def test_mentors_sessions_and_what_stayed_of_them() -> None:
    mentors = Mentor.objects.filter(is_demo=True)
    past = Booking.objects.filter(is_demo=True, during__endswith__lt=timezone.now())
    ahead = Booking.objects.filter(is_demo=True, during__startswith__gt=timezone.now())

    assert mentors.count() == 8
    assert mentors.values("user__time_zone").distinct().count() >= 5
    assert past.count() == 60
    assert ahead.agreed().count() == 20
    assert set(Counter(past.values_list("status", flat=True))) >= {
        BookingStatus.COMPLETED,
        BookingStatus.CANCELLED_BY_STUDENT,
        BookingStatus.NO_SHOW_STUDENT,
        BookingStatus.NO_SHOW_MENTOR,
        BookingStatus.DISPUTED,
    }
    assert SessionNote.objects.filter(is_demo=True).count() > 40
    assert not OutboundMessage.objects.filter(kind__startswith="mentorship.book").exists()

    # The ledger adds up, and everybody can still book something.
    sums = Entitlement.objects.annotate(sum=Sum("entries__amount"))
    assert not sums.exclude(sum=F("left")).exists()
    assert not Entitlement.objects.filter(is_demo=True, left=0).exists()

    counted = Booking.objects.count()
    call_command("seed_demo", verbosity=0)
    assert Booking.objects.count() == counted
