"""The pages of a sitting without a script: every kind of question, sections, breaks and the end."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptItem,
    ExamForm,
    FormItem,
    FormSection,
    LogEntry,
    Response,
)
from certification.operations import sections, submitting
from institute import prose
from tests import certifying
from tests.certification.sitting import as_candidate, first, passes, question, runs_out, saved
from tests.conftest import at_the_same_time

KINDS = tuple(certifying.KINDS)
FIELDS: dict[str, dict[str, Any]] = {
    "single": {"choice": "b"},
    "multiple": {"choices": ["a", "c"]},
    "numeric": {"value": "26"},
    "ordering": {"place-c": "1", "place-a": "2", "place-b": "3"},
    "matching": {"pair-1": "x", "pair-2": "y"},
    "short": {"text": "Critical path"},
    "essay": {"text": "Short answer: no, not yet. The ship date holds."},
}


def two_sections(minutes: int = 0) -> ExamForm:
    """A form of four questions in two sections, with a break between them."""
    form = certifying.form("single", "single", "single", "single", status="draft")
    second = FormSection.objects.create(form=form, position=2, title="Cases")
    FormItem.objects.filter(form=form, position__gt=2).update(section=second)
    FormSection.objects.filter(form=form, position=1).update(break_minutes=minutes)
    return published(form)


def published(form: ExamForm) -> ExamForm:
    form.status, form.published_at = "published", timezone.now()
    form.save()
    return form


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.django_db
def test_every_kind_is_answered_with_plain_forms() -> None:
    attempt = certifying.attempt(certifying.form(*KINDS))
    client = as_candidate(attempt)

    for position, kind in enumerate(KINDS, start=1):
        page = client.get(question(attempt, position))
        assert page.status_code == 200
        answer = client.post(
            question(attempt, position), FIELDS[kind] | {"known": "0", "go": "next"}
        )
        last = f"{attempt.get_absolute_url()}review/"
        assert answer["Location"] == (last if kind == "essay" else question(attempt, position + 1))

    stored = Response.objects.order_by("attempt_item__position").values_list("body", flat=True)
    assert list(stored) == [certifying.RIGHT[kind] for kind in KINDS]
    again = words(client.get(question(attempt, KINDS.index("ordering") + 1)))
    assert again.count("selected") == 3
    assert "7 of 7" not in again
    assert "Every question has an answer" in words(
        client.get(f"{attempt.get_absolute_url()}review/")
    )


@pytest.mark.django_db
def test_a_page_says_nothing_of_keys_rationales_or_what_counts() -> None:
    options = {"choices": [{"id": "a", "text": "Ask", "why": "SECRET"}, {"id": "b", "text": "Go"}]}
    form = certifying.form("essay", status="draft")
    version = certifying.item("single", options=options, rationale="SECRET", stem="**What** now?")
    FormItem.objects.create(
        form=form, section=form.sections.get(), position=2, version=version, points=1, scored=False
    )
    attempt = certifying.attempt(published(form))
    client = as_candidate(attempt)

    text = "".join(words(client.get(question(attempt, at))) for at in (1, 2))

    assert "<strong>What</strong> now?" in text
    for hidden in ("SECRET", "It holds.", "Finds the path", "pretest", "unscored"):
        assert hidden not in text


@pytest.mark.django_db
def test_a_question_page_costs_the_same_however_long_the_paper_is() -> None:
    counts = []
    for length in (3, 30):
        attempt = certifying.attempt(certifying.form(*["single"] * length))
        client = as_candidate(attempt)
        client.get(question(attempt))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(question(attempt)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 4


@pytest.mark.django_db
def test_an_old_page_without_a_script_shows_the_newer_answer_and_loses_nothing() -> None:
    attempt = certifying.attempt(certifying.form("essay"))
    client = as_candidate(attempt)
    client.post(question(attempt), {"text": "The newer one.", "known": "0", "go": "next"})

    answer = client.post(
        question(attempt), {"text": "From an old page.", "known": "0", "go": "next"}
    )

    assert answer.status_code == 409
    assert "From an old page." in words(answer)
    assert "The newer one.</textarea>" in words(answer)
    assert Response.objects.get().body == {"text": "The newer one."}


@pytest.mark.django_db
def test_what_cannot_be_read_is_refused_with_words_and_stays_on_the_page() -> None:
    attempt = certifying.attempt(certifying.form("numeric"))

    answer = as_candidate(attempt).post(question(attempt), {"value": "a few", "go": "next"})

    assert answer.status_code == 422
    assert "Enter a number" in words(answer)
    assert 'value="a few"' in words(answer)


@pytest.mark.django_db
def test_taking_an_answer_back_leaves_the_question_open() -> None:
    attempt = certifying.attempt()
    client = as_candidate(attempt)
    saved(first(attempt))

    answer = client.post(question(attempt), {"choice": ["b", ""], "known": "1"})

    assert answer["Location"] == question(attempt)
    assert Response.objects.get().body == {}
    assert "0</span> of 2 answered" in words(client.get(question(attempt)))


@pytest.mark.django_db
def test_only_an_answer_that_is_stored_can_be_taken_back() -> None:
    attempt = certifying.attempt()
    client = as_candidate(attempt)
    hidden = "data-clear hidden>Take the answer back"
    assert hidden in words(client.get(question(attempt)))

    client.post(question(attempt), {"choice": "b", "known": "0", "go": "2"})
    shown = words(client.get(question(attempt)))
    client.post(question(attempt), {"choice": ["b", ""], "known": "1"})

    assert "data-clear>Take the answer back" in shown
    assert hidden in words(client.get(question(attempt)))


@pytest.mark.django_db
def test_a_section_that_was_left_is_locked_and_a_break_stops_the_clock() -> None:
    attempt = certifying.attempt(two_sections(minutes=10))
    client, item = as_candidate(attempt), first(attempt)
    deadline = attempt.deadline_at
    assert client.get(question(attempt, 3)).status_code == 302  # opens later

    for _ in range(2):  # sent twice is once
        client.post(f"{attempt.get_absolute_url()}sections/1/leave/")

    attempt.refresh_from_db()
    assert attempt.section == 2
    assert (attempt.deadline_at - deadline).total_seconds() == 600
    assert "Break until" in words(client.get(attempt.get_absolute_url()))
    assert saved(item).outcome == "locked"
    third = attempt.items.select_related("attempt").get(position=3)
    assert saved(third).outcome == "locked"  # the break runs
    client.post(f"{attempt.get_absolute_url()}back/")
    attempt.refresh_from_db()
    assert (attempt.deadline_at - deadline).total_seconds() < 5
    assert saved(third).outcome == "saved"
    assert client.get(question(attempt, 1)).status_code == 302


@pytest.mark.django_db
def test_a_break_that_ran_out_ends_by_itself() -> None:
    attempt = certifying.attempt(two_sections(minutes=10))
    sections.leave_section(attempt=attempt, section=1)
    passes(attempt, minutes=11)

    assert as_candidate(attempt).get(question(attempt, 3)).status_code == 200


@pytest.mark.django_db
def test_flags_are_kept_and_shown() -> None:
    attempt = certifying.attempt()
    client = as_candidate(attempt)

    client.post(f"{question(attempt)}flag/", {"flagged": "1"})

    assert AttemptItem.objects.get(attempt=attempt, position=1).flagged
    assert 'aria-pressed="true"' in words(client.get(question(attempt)))
    assert "1 flagged" in words(client.get(f"{attempt.get_absolute_url()}review/"))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_handing_in_twice_is_once() -> None:
    attempt = certifying.attempt()
    saved(first(attempt))
    cookies = as_candidate(attempt).cookies

    def press(_: int) -> tuple[int, str]:
        mine = Client()
        mine.cookies = cookies
        answer = mine.post(f"{attempt.get_absolute_url()}submit/")
        return answer.status_code, answer["Location"]

    answers = set(at_the_same_time(press, range(8), at_once=8))

    assert answers == {(302, attempt.get_absolute_url())}
    assert LogEntry.objects.filter(act="attempt.submitted").count() == 1
    over = Attempt.objects.get()
    assert (over.status, over.submitted_by, over.version) == ("submitted", "candidate", 1)


@pytest.mark.django_db
def test_time_that_is_over_hands_in_when_somebody_looks() -> None:
    attempt = certifying.attempt()
    runs_out(attempt, seconds_ago=31)

    page = as_candidate(attempt).get(question(attempt), follow=True)

    assert "we handed in what was saved" in words(page)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.submitted_by) == ("submitted", "clock")


@pytest.mark.django_db
def test_the_sweep_takes_what_is_over_and_leaves_what_stands_still() -> None:
    over, running = certifying.attempt(), certifying.attempt()
    paused = certifying.attempt()
    runs_out(over, seconds_ago=31)
    runs_out(paused, seconds_ago=31)
    Attempt.objects.filter(pk=paused.pk).update(status="paused", paused_at=paused.started_at)

    assert submitting.submit_overdue() == 1

    assert Attempt.objects.get(pk=over.pk).status == "submitted"
    assert set(Attempt.objects.running()) == {running, paused}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sweeps_that_meet_hand_each_sitting_in_once() -> None:
    form = certifying.form("short")
    attempts = [certifying.attempt(form) for _ in range(8)]
    for one in attempts:
        runs_out(one, seconds_ago=31)

    assert sum(at_the_same_time(lambda _: submitting.submit_overdue(), range(5))) == 8

    assert LogEntry.objects.filter(act="attempt.submitted").count() == 8
    assert {one.submitted_by for one in Attempt.objects.all()} == {"clock"}


@pytest.mark.django_db
def test_the_clock_says_what_the_page_needs() -> None:
    attempt = certifying.attempt(tab="one")
    client = as_candidate(attempt)

    said = client.get(f"{attempt.get_absolute_url()}clock/?tab=two").json()

    assert said["state"] == "running"
    assert said["tab"] == "other"
    assert 3590 < said["left"] <= 3600
    client.post(f"{attempt.get_absolute_url()}tab/", {"tab": "two"})
    assert client.get(f"{attempt.get_absolute_url()}clock/?tab=one").json()["tab"] == "mine"
    client.post(f"{attempt.get_absolute_url()}tab/", {"tab": "two", "over": "1"})
    assert client.get(f"{attempt.get_absolute_url()}clock/?tab=one").json()["tab"] == "other"


@pytest.mark.django_db
def test_the_page_carries_the_seconds_that_are_left() -> None:
    attempt = certifying.attempt()
    page = words(as_candidate(attempt).get(question(attempt)))

    shown = re.search(r'data-left="(\d+)"', page)
    assert shown
    assert 3590 < int(shown[1]) <= 3600


def test_columns_of_an_exhibit_are_set_without_a_style() -> None:
    """Inline styles are stopped by the policy of our pages; text that speaks of one is text."""
    html = prose.rendered('| A | Days |\n|:---|---:|\n| b | 3 |\n\n` style="text-align:right"`')

    assert '<td class="n">3</td>' in html
    assert "<td>b</td>" in html
    assert "style=&quot;text-align:right&quot;" in html
