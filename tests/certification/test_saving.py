"""Saving answers: the newest count wins, by the database's clock, whoever races."""

from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certification.models import Attempt, LogEntry, Response, ResponseEvent
from certification.operations import submitting
from certification.operations.saving import Outcome
from tests import certifying
from tests.certification.sitting import as_candidate, first, passes, question, runs_out, saved
from tests.conftest import at_the_same_time


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_fifty_saves_at_once_the_newest_count_stays() -> None:
    item = first(certifying.attempt(certifying.form("short")))
    counts = [7 * number % 50 + 1 for number in range(50)]

    answers = at_the_same_time(lambda seq: saved(item, seq, {"text": str(seq)}), counts)

    stored = Response.objects.get()
    assert (stored.seq, stored.body) == (50, {"text": "50"})
    assert {one.outcome for one in answers} <= {Outcome.SAVED, Outcome.OLDER}
    taken = [one.seq for one in answers if one.outcome == Outcome.SAVED]
    assert ResponseEvent.objects.count() == len(taken) == stored.changes + 1


@pytest.mark.django_db
def test_a_late_packet_is_told_what_is_newer() -> None:
    item = first(certifying.attempt())
    saved(item, 9, {"choice": "b"})

    late = saved(item, 8, {"choice": "a"})

    assert (late.outcome, late.seq, late.body) == (Outcome.OLDER, 9, {"choice": "b"})
    assert saved(item, 9, {"choice": "b"}).outcome == Outcome.SAVED  # its answer was lost
    assert saved(item, 9, {"choice": "c"}).outcome == Outcome.OLDER
    assert Response.objects.get().body == {"choice": "b"}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_save_at_the_deadline_and_the_sweep_agree() -> None:
    """Either the answer was stored before the end and is in it, or its sender was told."""
    attempts = [certifying.attempt(certifying.form("short")) for _ in range(6)]
    items = [first(one) for one in attempts]
    for one in attempts:
        runs_out(one, seconds_ago=29.9)
    acts = [*items, *range(4), *items]

    def act(what: object) -> object:
        if isinstance(what, int):
            return submitting.submit_overdue()
        return saved(what, 5, {"text": "now"}).outcome  # type: ignore[arg-type]

    outcomes = at_the_same_time(act, acts)
    submitting.submit_overdue()

    known = {Outcome.SAVED, Outcome.OVER}
    assert all(isinstance(one, int) or one in known for one in outcomes)
    for number, item in enumerate(items):
        told = {outcomes[number], outcomes[number + 10]}
        assert Response.objects.filter(attempt_item=item).exists() == (Outcome.SAVED in told)


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "outcome"), [(20, Outcome.SAVED), (31, Outcome.OVER)])
def test_what_arrives_within_the_grace_counts(ago: int, outcome: Outcome) -> None:
    attempt = certifying.attempt()
    runs_out(attempt, seconds_ago=ago)

    assert saved(first(attempt)).outcome == outcome


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_save_that_waits_for_the_end_is_told_so() -> None:
    """The attempt is handed in under its lock while an answer waits: it does not slip in."""
    item = first(certifying.attempt())

    def act(number: int) -> Any:
        return saved(item) if number else submitting.submit(attempt=item.attempt)

    results = at_the_same_time(act, range(8), at_once=8)

    attempt = Attempt.objects.get()
    stored = Response.objects.filter(attempt_item=item).first()
    told = Counter(one.outcome for one in results[1:])
    assert set(told) <= {Outcome.SAVED, Outcome.OVER}
    assert (stored is not None) == (told[Outcome.SAVED] > 0)
    assert stored is None or stored.saved_at <= attempt.submitted_at  # type: ignore[operator]


@pytest.mark.django_db
def test_the_database_keeps_what_was_handed_in() -> None:
    item = first(certifying.attempt())
    saved(item)
    submitting.submit(attempt=item.attempt)

    for act in (
        lambda: Response.objects.update(body={"choice": "a"}),
        lambda: Response.objects.all().delete(),
        lambda: type(item).objects.update(order=["a"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.django_db
def test_a_pause_takes_what_was_on_its_way_and_nothing_more() -> None:
    attempt = certifying.attempt(status="paused")
    Attempt.objects.update(paused_at=attempt.started_at)
    assert saved(first(attempt)).outcome == Outcome.SAVED
    passes(attempt, seconds=31)

    assert saved(first(attempt), 2).outcome == Outcome.PAUSED


@pytest.mark.django_db
def test_another_tab_is_told_and_one_without_a_script_is_not() -> None:
    attempt = certifying.attempt(tab="first")
    item = first(attempt)

    assert saved(item, 1, tab="second").outcome == Outcome.TAB
    assert saved(item, 2, tab="first").outcome == Outcome.SAVED
    assert saved(item, 3).outcome == Outcome.SAVED


@pytest.mark.django_db
def test_an_answer_over_http_costs_few_queries_and_no_line_in_the_log() -> None:
    attempt = certifying.attempt()
    client, address = as_candidate(attempt), f"{question(attempt)}answer/"
    client.post(address, {"choice": "b", "seq": "1"})

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(address, {"choice": "a", "seq": "2", "seconds": "9"})

    assert answer.json()["seq"] == 2
    assert answer.status_code == 200
    assert len(queries) <= 4, [one["sql"] for one in queries]
    assert not LogEntry.objects.exists()
    late = client.post(address, {"choice": "c", "seq": "1"})
    assert late.status_code == 409
    assert late.json()["body"] == {"choice": "a"}


@pytest.mark.django_db
def test_changes_and_seconds_are_counted() -> None:
    item = first(certifying.attempt())
    passes(item.attempt, seconds=600)
    for seq, choice, seconds in ((1, "a", 5), (2, "a", 9), (3, "b", 7), (4, "c", 99_999)):
        saved(item, seq, {"choice": choice}, seconds=seconds)

    stored = Response.objects.get()
    assert stored.changes == 2
    assert 600 <= stored.seconds <= 660  # nobody spends more than has passed
