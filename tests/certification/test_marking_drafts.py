"""A mark that was begun: kept for whoever holds the script, and for nobody else."""

import datetime as dt
import random
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.models import Mark, MarkingTask
from certification.operations.allocating import hand_back, take_up
from certification.operations.drafting import keep_draft
from certification.operations.marking import mark
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.certification.markers import examiner, given, handed
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
BEGUN = {"level-path": 2, "note": "Ask about float.", "asks_moderation": "on", "seconds": 40}
COMMENT = {"comment": "Show how.", "comment_from": 0, "comment_to": 5}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(task: MarkingTask) -> str:
    return f"{task.get_absolute_url()}draft/"


def begun(task: MarkingTask, marker: User) -> Client:
    """This examiner opened the script, filled in half of it and went away."""
    desk = browser(marker)
    desk.get(task.get_absolute_url())
    assert desk.post(url(task), BEGUN | COMMENT | {"seq": 10}).json() == {"seq": 10}
    return desk


def page(user: User, task: MarkingTask) -> str:
    return browser(user).get(task.get_absolute_url()).content.decode()


def test_what_was_begun_on_one_machine_is_there_on_another() -> None:
    task, _ = handed()
    one = examiner()
    begun(task, one)

    html = page(one, task)

    assert 'name="level-path" value="2" checked' in html
    assert html.count(" checked") == 2  # the level, and that they ask for moderation
    assert "Ask about float." in html
    assert "Show how." in html
    assert "<mark>Short</mark>" in html
    assert 'name="seconds" value="40"' in html
    assert "You began this mark" in html
    assert not Mark.objects.exists()


def test_a_draft_goes_away_when_the_mark_is_given_and_a_late_packet_brings_none_back() -> None:
    task, _ = handed()
    one = examiner()
    desk = begun(task, one)
    desk.post(task.get_absolute_url(), {"read": 0, "level-path": 1, "level-tone": 1})

    late = desk.post(url(task), BEGUN | {"seq": 99})

    assert late.status_code == 409
    task.refresh_from_db()
    assert (task.draft, Mark.objects.get().note) == ({}, "")
    assert "Ask about float." not in page(one, task)


def test_it_goes_away_when_the_script_passes_to_a_colleague_who_never_sees_it() -> None:
    task, _ = handed()
    slow, quick = examiner(), examiner()
    desk = begun(task, slow)
    later = timezone.now() + dt.timedelta(minutes=31)
    with time_machine.travel(later, tick=False):
        html = page(quick, task)
        refused = desk.post(url(task), BEGUN | {"seq": 99})

    assert "Ask about float." not in html
    assert "You began this mark" not in html
    assert refused.status_code in (404, 409)
    task.refresh_from_db()
    assert (task.marker, task.draft) == (quick, {})


def test_a_lease_that_ran_out_keeps_it_while_nobody_took_the_script() -> None:
    task, _ = handed()
    one = examiner()
    desk = begun(task, one)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=9), tick=False):
        desk.post(url(task), {"note": "Typed in the evening.", "seq": 11})
        assert "Typed in the evening." in page(one, task)


def test_a_script_put_back_takes_nothing_along() -> None:
    task, _ = handed()
    one = examiner()
    begun(task, one)
    hand_back(task=task, marker=one)

    task.refresh_from_db()
    assert task.draft == {}
    assert "Ask about float." not in page(one, task)


def test_nobody_else_writes_or_reads_it() -> None:
    task, _ = handed()
    one = examiner()
    begun(task, one)
    for other in (examiner(), make.staff(Role.MANAGER), make.staff(Role.ADMIN)):
        answer = browser(other).post(url(task), {"note": "Mine.", "seq": 99})
        assert answer.status_code in (403, 404, 409)
        assert "Ask about float." not in page(other, task)
    task.refresh_from_db()
    assert task.draft_for(one)["note"] == "Ask about float."


def test_an_earlier_packet_never_replaces_a_later_one() -> None:
    task, _ = handed()
    one = examiner()
    desk = begun(task, one)

    older = desk.post(url(task), {"note": "Old window.", "seq": 9})

    assert older.status_code == 409
    assert older.json() == {
        "seq": 10,
        "words": "Something newer is kept, from another window of yours.",
    }
    assert "Ask about float." in page(one, task)


@pytest.mark.parametrize(
    "over",
    [
        {"comment": "Hm", "comment_from": 0, "comment_to": 9999},
        {"note": "x" * 2001},
        {"quote": "never written", "quote_text": "Hm"},
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_kept_stays(over: dict[str, Any]) -> None:
    task, _ = handed()
    one = examiner()
    desk = begun(task, one)

    refused = desk.post(url(task), {"seq": 20} | over)

    assert refused.status_code == 422
    assert refused.json()["words"]
    assert "Ask about float." in page(one, task)


def test_it_is_kept_without_a_script_too() -> None:
    task, _ = handed()
    desk = browser(examiner())
    assert 'name="keep"' in desk.get(task.get_absolute_url()).content.decode()
    sent = {"keep": "1", "known": 0, "level-path": 3, "quote": "no", "quote_text": "Say it first."}

    kept = desk.post(url(task), sent)

    assert kept["Location"] == task.get_absolute_url()
    html = desk.get(task.get_absolute_url()).content.decode()
    assert "Nobody but you sees it" in html
    assert "Say it first." in html
    again = desk.post(url(task), {"keep": "1", "known": 0, "note": "From an old page."})
    assert again.status_code == 409
    assert "Something newer is kept" in again.content.decode()
    assert "From an old page." in again.content.decode()


def test_a_mark_costs_no_statement_more_for_having_been_begun() -> None:
    plain, drafted = handed()[0], handed()[0]
    spent = []
    for task in (plain, drafted):
        desk = browser(examiner())
        desk.get(task.get_absolute_url())
        if task == drafted:
            desk.post(url(task), BEGUN | {"seq": 10})
        with CaptureQueriesContext(connection) as asked:
            desk.post(task.get_absolute_url(), {"read": 0, "level-path": 1, "level-tone": 1})
        spent.append(len(asked))
    assert spent[0] == spent[1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_packets_at_once_the_last_sequence_stands() -> None:
    task, _ = handed()
    one = examiner()
    take_up(task=task, marker=one)
    packets = list(range(1, 33))
    random.shuffle(packets)

    at_the_same_time(
        lambda seq: keep_draft(task=task, marker=one, draft={"note": str(seq)}, seq=seq), packets
    )

    task.refresh_from_db()
    assert (task.draft, task.draft_seq) == ({"note": "32"}, 32)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_packet_beside_the_mark_leaves_no_draft_behind() -> None:
    for _ in range(4):
        task, _ = handed()
        one = examiner()
        take_up(task=task, marker=one)

        def act(seq: int, task: MarkingTask = task, one: User = one) -> object:
            if seq == 0:
                return mark(task=task, marker=one, given=given())
            return keep_draft(task=task, marker=one, draft={"note": str(seq)}, seq=seq)

        outcomes = at_the_same_time(act, [3, 0, 1, 2])

        assert isinstance(outcomes[1], Mark)
        task.refresh_from_db()
        assert task.draft == {}
