"""The measures of free times and of booking ask for what is there, and book it."""

import pytest
from django.test import Client

from mentorship.models import Booking, BookingStatus
from tests.bench import sessions
from tests.servers import web_server


@pytest.mark.django_db
def test_each_mentor_has_free_times_to_read(client: Client) -> None:
    paths = sessions.paths(mentors=2)

    assert len(paths) == 2
    assert all('type="radio"' in client.get(path).content.decode() for path in paths)


@pytest.mark.django_db(transaction=True)
def test_every_hour_that_is_dealt_out_is_booked() -> None:
    sessions.paths(mentors=2)
    before = Booking.objects.count()

    with web_server(workers=1) as port:
        assert sessions.book(f"http://127.0.0.1:{port}", 4).errors == 0

    new = list(Booking.objects.order_by("-pk")[:4])
    assert Booking.objects.count() == before + 4
    assert {one.status for one in new} == {BookingStatus.CONFIRMED}
    assert len({one.student_id for one in new}) == 4
    sessions.paths(mentors=2)  # for the next run
    assert Booking.objects.live().filter(pk__in=[one.pk for one in new]).count() == 0
