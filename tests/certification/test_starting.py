"""Starting: one attempt, whole, however often it is asked for, and only by whom it is open to."""

import datetime as dt
import uuid
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.test import Client
from django.utils import timezone

from certification.models import Accommodation, Attempt, Authorisation, LogEntry
from certification.operations import starting, submitting
from institute.errors import RuleBroken
from tests import certifying, make
from tests.conftest import at_the_same_time

KINDS = ("single", "matching", "ordering", "essay")


def right_to(*kinds: str, **fields: Any) -> Authorisation:
    version = certifying.scheme_version(**fields)
    certifying.form(*kinds, version=version)
    return certifying.authorisation(version=version)


def key() -> str:
    return str(uuid.uuid4())


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_fifty_starts_at_once_are_one_whole_attempt_and_one_page() -> None:
    right = right_to(*KINDS)
    client = Client()
    client.force_login(right.candidate)
    cookies = client.cookies

    def press(_: int) -> tuple[int, str]:
        mine = Client()
        mine.cookies = cookies
        address = f"/certification/attempts/start/{right.pk}/"
        answer = mine.post(address, {"conduct": "on", "form_token": key()})
        return answer.status_code, answer.headers.get("Location", "")

    answers = Counter(at_the_same_time(press, range(50), at_once=16))

    attempt = Attempt.objects.get()
    assert answers == {(302, attempt.get_absolute_url()): 50}
    assert attempt.items.count() == len(KINDS)
    assert LogEntry.objects.filter(act="attempt.started").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_exams_started_at_once_by_one_person_are_one() -> None:
    first = right_to("single")
    version = certifying.scheme_version()
    certifying.form("single", version=version)
    second = certifying.authorisation(first.candidate, version)

    results = at_the_same_time(
        lambda right: starting.start(right=right, key=key()), [first, second]
    )

    assert Counter(type(one) for one in results) == {Attempt: 1, RuleBroken: 1}
    assert Attempt.objects.get().candidate == first.candidate


@pytest.mark.django_db
def test_a_second_open_attempt_is_refused_by_the_database() -> None:
    attempt = certifying.attempt()

    with pytest.raises(IntegrityError, match="one_open_attempt_per_person"):
        certifying.attempt(candidate=attempt.candidate)


@pytest.mark.django_db
def test_the_form_sent_again_after_the_end_starts_nothing_new() -> None:
    right, token = right_to("single"), key()
    attempt = starting.start(right=right, key=token)
    submitting.submit(attempt=attempt)

    assert starting.start(right=right, key=token) == attempt


@pytest.mark.django_db
def test_a_second_attempt_meets_another_form_and_a_third_finds_none() -> None:
    right = right_to("single")
    certifying.form("single", version=right.scheme_version)
    first = starting.start(right=right, key=key())
    submitting.submit(attempt=first)
    second = starting.start(right=right, key=key())
    submitting.submit(attempt=second)

    assert {first.form_id, second.form_id} == set(
        right.scheme_version.forms.values_list("pk", flat=True)
    )
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(RuleBroken, match="No form"):
        starting.start(right=right, key=key())


@pytest.mark.django_db
def test_the_order_comes_from_the_seed_and_hides_no_choice() -> None:
    right = right_to(*["single"] * 6, "matching", "ordering")
    attempt = starting.start(right=right, key=key())
    items = list(attempt.items.select_related("form_item__version"))

    again = starting.deal(attempt)
    assert [(one.form_item_id, one.order) for one in again] == [
        (one.form_item_id, one.order) for one in items
    ]
    attempt.seed = "another"
    assert [one.form_item_id for one in starting.deal(attempt)] != [
        one.form_item_id for one in items
    ]
    for one in items:
        options = one.form_item.version.options
        offered = options.get("right") if "left" in options else options.get("choices")
        assert sorted(one.order) == sorted(each["id"] for each in offered)


@pytest.mark.django_db
def test_more_time_is_written_onto_the_attempt_and_stays_when_it_ends() -> None:
    right = right_to("single")
    granted = Accommodation.objects.create(
        person=right.candidate,
        factor=Decimal("1.50"),
        break_minutes=10,
        valid=DateRange(timezone.localdate(), None),
        granted_by=make.staff(),
    )
    attempt = starting.start(right=right, key=key())
    granted.ended_at = timezone.now()
    granted.save()

    attempt.refresh_from_db()
    assert (attempt.limit_seconds, attempt.extra_break_seconds) == (5400, 600)
    assert attempt.deadline_at - attempt.started_at == dt.timedelta(minutes=90)


@pytest.mark.django_db
def test_more_time_extends_the_window_too() -> None:
    right = right_to("single")
    now = timezone.now()
    right.window = DateTimeTZRange(now - dt.timedelta(days=9), now - dt.timedelta(minutes=20))
    right.save()
    with pytest.raises(RuleBroken, match="window"):
        starting.start(right=right, key=key())
    Accommodation.objects.create(
        person=right.candidate,
        factor=Decimal("1.50"),
        valid=DateRange(timezone.localdate(), None),
        granted_by=make.staff(),
    )

    assert starting.start(right=right, key=key()).limit_seconds == 5400  # and nothing is cut off


@pytest.mark.django_db
def test_attempts_and_waiting_time_are_kept() -> None:
    right = right_to("single", wait_days=[0, 30], attempts=1)
    submitting.submit(attempt=starting.start(right=right, key=key()))
    with pytest.raises(RuleBroken, match="every attempt"):
        starting.start(right=right, key=key())
    right.attempts_allowed = 2
    right.save()
    with pytest.raises(RuleBroken, match="next attempt opens"):
        starting.start(right=right, key=key())


@pytest.mark.django_db
def test_a_right_that_was_taken_back_opens_nothing() -> None:
    right = right_to("single")
    right.revoked_at = timezone.now()
    right.save()

    with pytest.raises(RuleBroken, match="not open"):
        starting.start(right=right, key=key())


@pytest.mark.django_db
def test_nobody_starts_without_the_code_of_conduct_or_for_another() -> None:
    right = right_to("single")
    client, stranger = Client(), Client()
    client.force_login(right.candidate)
    stranger.force_login(make.student())
    address = f"/certification/attempts/start/{right.pk}/"

    assert "Be honest" in client.get(address).content.decode()
    assert client.post(address, {"form_token": key()}).status_code == 422
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"conduct": "on"}).status_code == 404
    assert not Attempt.objects.exists()
