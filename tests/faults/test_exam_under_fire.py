"""Hundreds sit at once and everything is killed: no acknowledged answer is missing."""

import datetime as dt
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.utils import timezone

from certification.models import Attempt, Response, ResponseEvent
from institute.accounts.models import User
from tests import certifying
from tests.faults import exam_fire
from tests.servers import say_goodbye

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def sitting(number: int, seconds: float) -> list[Attempt]:
    """So many attempts of one form; their time is over after so many seconds."""
    form = certifying.form(*["short"] * exam_fire.QUESTIONS)
    people = User.objects.bulk_create(
        User(email=f"sitter{each}@example.com", display_name="Sitter") for each in range(number)
    )
    attempts = [certifying.attempt(form, one, grace_seconds=2) for one in people]
    Attempt.objects.update(deadline_at=timezone.now() + dt.timedelta(seconds=seconds))
    return attempts


def wait_for_the_sweep(seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while Attempt.objects.running().exists():
        assert time.monotonic() < until, "Sittings are still open."
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("number", "seconds", "every"),
    [
        pytest.param(40, 20, 2, id="small"),
        pytest.param(300, 180, 5, id="300 for 3 minutes", marks=pytest.mark.faults),
    ],
)
def test_no_acknowledged_answer_is_lost(
    number: int, seconds: float, every: float, record_property: Any
) -> None:
    house = exam_fire.house(Path(mkdtemp(prefix="fire")))
    with house.valkey, house.web, house.worker:
        exam_fire.wait_for(house.port)
        people = exam_fire.candidates(sitting(number, seconds))
        bare = exam_fire.sit_all(people, house, every=every, seconds=seconds)
        wait_for_the_sweep()
    say_goodbye()

    stored = {(one.attempt_item_id, one.seq): one.body for one in ResponseEvent.objects.all()}
    last = {one.pk: (one.seq, one.body) for one in Response.objects.all()}
    kept = 0
    for one in people:
        items = dict(one.attempt.items.values_list("position", "pk"))
        for (position, seq), text in one.acknowledged.items():
            assert stored[items[position], seq] == {"text": text}
            assert last[items[position]][0] >= seq
            kept += 1
    assert all(body["text"].endswith(f" {seq}") for seq, body in last.values())
    assert {status for one in people for status in one.late} <= {0, 200, 409, 410, 503}
    assert set(Attempt.objects.values_list("submitted_by", flat=True)) == {"clock"}
    times = [each for one in people for each in one.seconds]
    print(
        f"\n{number} candidates: {kept} answers acknowledged, {sum(o.failures for o in people)} "
        f"tries failed, p95 save {exam_fire.p95(times):.0f} ms, "
        f"p50 {sorted(times)[len(times) // 2] * 1000:.0f} ms, "
        f"p95 bare insert {exam_fire.p95(bare):.1f} ms"
    )
    record_property("count: answers acknowledged under fire", kept)
    record_property("count: processes killed", 3)
