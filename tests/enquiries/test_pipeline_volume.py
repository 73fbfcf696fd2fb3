"""Thousands of enquiries: the list, the board and the table read only what they show."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from enquiries.models import Enquiry, Promise, Status
from enquiries.worklists.mine import VIEWS, Looking
from enquiries.worklists.wanted import Wanted
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")
STATES = (Status.NEW, Status.WORKING, Status.QUALIFIED)


@pytest.fixture
def thousands(desk: User) -> None:
    """Three thousand open enquiries, each with a promise."""
    now, who = timezone.now(), make.contact()
    made = Enquiry.objects.bulk_create(
        Enquiry(
            person=who, name=f"Person {n}", email=f"p{n}@example.com", zone="America/Toronto",
            status=STATES[n % 3], owner=desk if n % 2 else None, next_action="call",
            next_action_at=now + dt.timedelta(minutes=n * 7 % 5000), submission_key=f"many-{n}",
        )
        for n in range(3000)
    )  # fmt: skip
    Promise.objects.bulk_create(
        Promise(enquiry=one, text="Write", due_at=now + dt.timedelta(minutes=n), made_by=desk)
        for n, one in enumerate(made)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enquiries_enquiry, enquiries_promise")


def plan(rows: "QuerySet[Enquiry] | QuerySet[Promise]") -> str:
    return rows[:50].explain()


@pytest.mark.usefixtures("thousands")
def test_what_is_due_soonest_comes_straight_from_its_index(desk: User) -> None:
    for view in VIEWS:
        looking = Looking(desk, view, TORONTO)
        assert "open_enquiries_soonest_first" in plan(looking.enquiries().soonest_first())
        assert "open_promises_soonest" in plan(looking.promises().soonest_first())
    assert "open_enquiries_soonest_first" in plan(Wanted().rows(desk, TORONTO))


@pytest.mark.usefixtures("thousands")
def test_a_column_of_the_board_comes_straight_from_its_index(desk: User) -> None:
    rows = Wanted(state="any").rows(desk, TORONTO).filter(status=Status.QUALIFIED)

    assert "Seq Scan" not in plan(rows)
