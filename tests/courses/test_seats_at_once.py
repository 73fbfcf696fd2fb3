"""Acts on one cohort that meet at the same moment: each is done or refused, none breaks."""

from collections.abc import Callable
from functools import partial

import pytest

from courses.models import CatalogueEntry, Cohort, Enrolment, WaitlistEntry
from courses.models.enrolment import HOLDING
from courses.operations import changing, cohorts, enrolling, waiting
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 6
Act = Callable[[], object]


def all_at_once(acts: list[Act]) -> None:
    """Start them together; a rule may say no, anything else is ours."""
    outcomes = at_the_same_time(lambda act: act(), acts)
    broken = [one for one in outcomes if isinstance(one, Exception)]
    assert [one for one in broken if not isinstance(one, RuleBroken)] == []


def assert_seats_add_up() -> None:
    for cohort in Cohort.objects.all():
        held = cohort.enrolments.filter(status__in=HOLDING).count()
        offered = cohort.waitlist.filter(status="offered").count()
        assert cohort.taken == held + offered


def test_cancelling_a_cohort_while_people_act_on_their_places() -> None:
    by = make.staff(Role.MANAGER)
    for _ in range(ROUNDS):
        cohort = make.cohort(places=8, price_cents=0)
        places = [enrolling.reserve_place(student=make.student(), cohort=cohort) for _ in range(8)]
        line = [make.waiting(cohort) for _ in range(8)]
        for place in places[:4]:
            enrolling.cancel_place(enrolment=place, by=by)
        acts: list[Act] = [
            partial(cohorts.cancel_cohort, cohort=cohort, by=by, reason="No teacher.")
        ]
        acts += [partial(enrolling.cancel_place, enrolment=e, by=by) for e in places[4:]]
        acts += [partial(enrolling.accept_offer, entry=w) for w in line[:4]]
        acts += [partial(waiting.leave_waitlist, entry=w) for w in line[4:]]
        all_at_once(acts)
        cohort.refresh_from_db()
        assert cohort.taken == 0
        assert not cohort.waitlist.live().exists()
    assert_seats_add_up()


def test_moving_a_class_while_people_come_and_go() -> None:
    by = make.staff(Role.MANAGER)
    for _ in range(ROUNDS):
        cohort = make.cohort(places=9, price_cents=0)
        places = [enrolling.reserve_place(student=make.student(), cohort=cohort) for _ in range(6)]
        new = [make.student() for _ in range(6)]
        session = cohort.sessions.earliest("during")
        later = session.starts_at.replace(minute=0) + (session.ends_at - session.starts_at)
        acts: list[Act] = [partial(cohorts.move_session, session=session, starts_at=later)]
        acts += [partial(enrolling.cancel_place, enrolment=e, by=by) for e in places]
        acts += [partial(enrolling.reserve_place, student=w, cohort=cohort) for w in new]
        all_at_once(acts)
    assert_seats_add_up()


def test_one_seat_goes_to_the_first_in_line_whoever_else_moves() -> None:
    for _ in range(ROUNDS):
        cohort = make.cohort(places=1, price_cents=0)
        held = enrolling.reserve_place(student=make.student(), cohort=cohort)
        line = [make.waiting(cohort) for _ in range(6)]
        acts: list[Act] = [partial(enrolling.cancel_place, enrolment=held, by=held.student)]
        acts += [partial(waiting.offer_next, cohort) for _ in range(5)]
        acts += [partial(waiting.leave_waitlist, entry=w) for w in line[3:]]
        all_at_once(acts)
        first = WaitlistEntry.objects.get(pk=line[0].pk)
        assert first.status == "offered"
    assert_seats_add_up()


def test_the_line_is_never_longer_than_it_may_be() -> None:
    cohort = make.cohort(places=1, price_cents=0)
    enrolling.reserve_place(student=make.student(), cohort=cohort)
    Cohort.objects.update(waitlist_limit=3)
    people = [make.student() for _ in range(12)]

    all_at_once([partial(waiting.join_waitlist, student=who, cohort=cohort) for who in people])

    assert cohort.waitlist.waiting().count() == 3


def test_nobody_reserves_in_a_cohort_that_is_being_cancelled() -> None:
    by = make.staff(Role.MANAGER)
    for _ in range(ROUNDS):
        cohort = make.cohort(places=12, price_cents=0)
        acts: list[Act] = [
            partial(cohorts.cancel_cohort, cohort=cohort, by=by, reason="No teacher.")
        ]
        people = [make.student() for _ in range(8)]
        acts += [partial(enrolling.reserve_place, student=w, cohort=cohort) for w in people]
        all_at_once(acts)
        assert not cohort.enrolments.holding_a_place().exists()
    assert_seats_add_up()


def test_the_catalogue_counts_seats_of_two_dates_that_fill_together() -> None:
    course = make.course()
    dates = [make.cohort(course, places=30, price_cents=0, starts_in_days=20 + n) for n in (1, 9)]
    people = [make.student() for _ in range(48)]

    all_at_once(
        [
            partial(enrolling.reserve_place, student=who, cohort=dates[n % 2])
            for n, who in enumerate(people)
        ]
    )

    entry = CatalogueEntry.objects.get(course=course)
    assert entry.seats_left == 60 - 48


def test_two_transfers_of_one_person_end_in_one_place() -> None:
    course, by = make.course(), make.staff(Role.DESK)
    for _ in range(ROUNDS):
        here, there = (make.cohort(course, price_cents=0, starts_in_days=9 + n) for n in (1, 5))
        student = make.student()
        place = enrolling.reserve_place(student=student, cohort=here)
        acts: list[Act] = [
            partial(changing.transfer_place, enrolment=place, cohort=there, by=by),
            partial(changing.transfer_place, enrolment=place, cohort=there, by=by),
            partial(enrolling.reserve_place, student=student, cohort=there),
        ]
        all_at_once(acts)
        assert Enrolment.objects.holding_a_place().filter(student=student, cohort=there).count() < 2
    assert_seats_add_up()
