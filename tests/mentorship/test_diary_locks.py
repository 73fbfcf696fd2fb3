"""Everything that writes diaries at once: nobody waits in a circle, and no hour is lost."""

import datetime as dt
import threading
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship.models import Booking, BookingStatus, OfferStatus, PinnedTo, SlotOffer
from mentorship.models.waiting import WaitStatus
from mentorship.operations import changing, offering, repeating
from mentorship.operations.booking import Wish, book
from mentorship.operations.holding import hold
from mentorship.operations.locking import lock_diaries
from mentorship.operations.waiting import Time
from mentorship.slots import Span
from mentorship.tasks import let_go_of_overdue
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.waiting_cases import an_hour_of, busy_mentor, waits

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(minutes=1)


def trouble(outcomes: list[object]) -> Counter[str]:
    """What went wrong, apart from rules that refused."""
    errors = (one for one in outcomes if isinstance(one, Exception))
    return Counter(repr(one) for one in errors if not isinstance(one, RuleBroken))


def test_holds_that_ran_out_crosswise_are_let_go_by_users_and_the_sweep_at_once() -> None:
    offer = make.offer()
    mentors, students = [make.mentor(offer) for _ in range(3)], [make.student() for _ in range(3)]
    for number, student in enumerate(students):
        make.sessions(student)
        for turn in range(3):
            mentor, start = mentors[(number + turn) % 3], make.free_at(days=3 + turn)
            hold(student=student, mentor=mentor, offer=offer, start=start, key=make.form_key())
    Booking.objects.update(expires_at=timezone.now() - MINUTE)

    def act(number: int) -> object:
        if number % 4 == 3:
            return let_go_of_overdue()
        student, mentor = students[number % 3], mentors[(number + number // 4) % 3]
        start = make.free_at(days=10 + number)
        return book(student=student, wish=Wish(mentor, offer, start, make.form_key()))

    outcomes = at_the_same_time(act, range(12), at_once=12)

    assert not trouble(outcomes)
    assert not Booking.objects.filter(status=BookingStatus.HELD).exists()


def test_the_rest_of_a_series_is_called_off_while_staff_hand_its_dates_on() -> None:
    offer = make.offer()
    mentor, other, student = make.mentor(offer), make.mentor(offer), make.student()
    make.sessions(student)
    manager = make.staff(Role.MANAGER)
    pattern = repeating.Pattern(mentor, offer, make.free_at(), 1, 4, PinnedTo.STUDENT)
    starts = [one.start for one in pattern.dates(student)]
    series = repeating.book_series(
        student=student, pattern=pattern, starts=starts, key=make.form_key()
    )
    dates = list(series.bookings.order_by("-during"))

    def act(number: int) -> object:
        if number == 0:
            return repeating.cancel_rest(series=series, by=student)
        one = dates[number - 1]
        return changing.reschedule(
            booking=one, start=one.starts_at, by=manager, seen=0, mentor=other
        )

    outcomes = at_the_same_time(act, range(5), at_once=5)

    assert not trouble(outcomes)
    assert not series.bookings.agreed().exists()
    assert student.entitlements.get().left == 6


def somebody_waits_for_a_diary() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_leaving_in_the_moment_of_an_offer_frees_the_time_again() -> None:
    mentor, student = busy_mentor(), make.student()
    make.sessions(student)
    entry = waits(student, mentor)
    freed = changing.cancel(booking=an_hour_of(mentor), by=mentor.user)
    wanted = Time(mentor, Span(freed.starts_at, freed.ends_at))
    begun = threading.Event()

    def act(who: str) -> None:
        if who == "leaves":
            assert begun.wait(20)
            offering.leave(entry=entry)
            return
        with transaction.atomic():
            lock_diaries(mentors=[mentor.pk], students=[student.pk])
            begun.set()
            while not somebody_waits_for_a_diary():
                time.sleep(0.01)
            offering.hold_for(entry=entry, time=wanted)

    outcomes = at_the_same_time(act, ["leaves", "offers"])

    assert outcomes == [None, None]
    entry.refresh_from_db()
    assert entry.status == WaitStatus.LEFT
    assert SlotOffer.objects.get().status == OfferStatus.DECLINED
    assert not Booking.objects.live().exists()
