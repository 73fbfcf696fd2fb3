"""The marking desk over HTTP: what is shown, what is hidden, what is refused."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.models import AnchorScript, Mark, MarkingTask
from certification.operations.allocating import take_next, take_up
from certification.operations.handing_over import hand_over
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.certification import markers
from tests.certification.markers import examiner, handed, marked

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def filled(path: int = 2, tone: int = 1, **fields: Any) -> dict[str, Any]:
    return {"read": 0, "level-path": path, "level-tone": tone, "seconds": 90} | fields


def test_a_marker_reads_marks_and_goes_on() -> None:
    first, second = handed()
    one = examiner()
    desk = browser(one)

    queue = desk.get("/marking/").content.decode()
    assert "0 of 1" in queue
    start = desk.post(reverse("certification:marking_start", args=[first.version_id]))
    page = desk.get(start["Location"])
    assert "The path is survey" in page.content.decode()
    saved = desk.post(start["Location"], filled(note="Close."))

    assert saved["Location"] == "/marking/"
    mark = Mark.objects.get()
    assert (mark.levels, mark.seconds, mark.note) == ({"path": 2, "tone": 1}, 90, "Close.")
    assert {first.status, second.status} == {"waiting"}


def test_nothing_on_the_page_leads_to_the_candidate() -> None:
    candidate = make.student(email="zwick.candidate@example.com", display_name="Zwick Q")
    first, _ = handed(candidate=candidate)
    attempt = markers.answer_of(first).attempt
    html = browser(examiner()).get(first.get_absolute_url()).content.decode()

    for secret in (candidate.email, "Zwick", attempt.code, str(attempt.public_id)):
        assert secret not in html
    keys = {attempt.pk, candidate.pk, markers.answer_of(first).pk}
    assert not keys & {int(n) for n in re.findall(r"/(\d+)/", html)} - {first.version_id}


def test_an_anchor_reads_like_any_other_script() -> None:
    first, _ = handed()
    one = examiner()
    script = AnchorScript.objects.create(
        version=first.version, text=markers.TEXT, levels={"path": 1, "tone": 1}, key="anchor-7",
        why="Because experts say so.",
    )  # fmt: skip
    task = MarkingTask.objects.create(
        anchor=script, version=first.version, code="AAAA", round=1, marker=one, status="leased",
        lease_until=timezone.now() + dt.timedelta(minutes=30),
    )  # fmt: skip
    take_up(task=first, marker=one)
    desk = browser(one)

    real, anchor = (desk.get(t.get_absolute_url()).content.decode() for t in (first, task))

    assert "anchor-7" not in anchor
    assert "experts" not in anchor
    shape = re.compile(r"<[a-z][^>]*class=\"([^\"]*)\"")
    assert shape.findall(real) == shape.findall(anchor)


def test_a_mark_is_hidden_until_the_other_is_in_from_managers_too() -> None:
    first, second = handed()
    one, other = examiner(), examiner()
    manager = make.staff(Role.MANAGER)
    marked(first, one, path=0, tone=0, note="Far too thin.")

    assert not Mark.objects.visible_to(other).exists()
    assert not Mark.objects.visible_to(manager).exists()
    take_up(task=second, marker=other)
    assert "Far too thin" not in browser(other).get(second.get_absolute_url()).content.decode()
    assert browser(other).get(first.get_absolute_url()).status_code == 404
    marked(second, other, path=3, tone=3)

    assert Mark.objects.visible_to(one).count() == 2
    assert "Far too thin" in browser(manager).get("/marking/moderation/").content.decode()


def test_two_tabs_are_told_with_both_versions() -> None:
    first, _ = handed()
    desk = browser(examiner())
    desk.get(first.get_absolute_url())
    desk.post(first.get_absolute_url(), filled(path=3))

    refused = desk.post(first.get_absolute_url(), filled(path=0, note="From the other tab"))

    assert refused.status_code == 409
    html = refused.content.decode()
    assert "Saved, revision 1" in html
    assert "From the other tab" in html
    again = desk.post(first.get_absolute_url(), filled(path=0, read=1))
    assert again.status_code == 302
    assert list(Mark.objects.values_list("revision", flat=True)) == [1, 2]


def test_a_lease_that_was_lost_is_said_with_what_was_filled_in() -> None:
    first, _ = handed()
    slow, quick = browser(examiner()), examiner()
    slow.get(first.get_absolute_url())
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        take_up(task=first, marker=quick)
        refused = slow.post(first.get_absolute_url(), filled())
        assert refused.status_code == 409
        assert "a colleague has this script" in refused.content.decode()
        assert slow.get(first.get_absolute_url()).status_code == 409
        assert slow.post(f"{first.get_absolute_url()}renew/").status_code == 409


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"level-path": ""}, "Choose a level for “Finds the path”"),
        ({"level-path": "9"}, "Choose a level"),
        ({"read": "x"}, "whole number"),
        ({"comment": "Hm", "comment_from": "0", "comment_to": "9999"}, "belongs to words"),
        ({"comment": "Hm", "comment_from": "-1", "comment_to": "²"}, "belongs to words"),
        ({"quote": "never written", "quote_text": "Hm"}, "not in the answer"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_saved(over: dict[str, str], words: str) -> None:
    first, _ = handed()
    desk = browser(examiner())
    desk.get(first.get_absolute_url())

    refused = desk.post(first.get_absolute_url(), filled() | over)

    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Mark.objects.exists()


def test_comments_stand_where_they_were_made() -> None:
    first, _ = handed()
    desk = browser(examiner())
    desk.get(first.get_absolute_url())
    comments = {"comment": ["Right.", ""], "comment_from": ["14", "0"], "comment_to": ["25", "0"]}
    desk.post(first.get_absolute_url(), filled(quote="26 days", quote_text="Show how.") | comments)

    mark = Mark.objects.get()
    cut = [markers.TEXT[one["from"] : one["to"]] for one in mark.comments]
    assert cut == ["no, not yet", "26 days"]
    html = desk.get(first.get_absolute_url()).content.decode()
    assert "<mark>no, not yet</mark>" in html
    assert "<mark>26 days</mark>" in html


def test_a_preloaded_page_is_only_told_what_changed_around_it() -> None:
    first = handed()[0]
    version, paper = first.version, markers.answer_of(first).attempt.form
    for _ in range(3):
        hand_over(attempt=markers.answered(paper=paper))
    one = examiner()
    desk = browser(one)
    task = take_next(marker=one, version=version)
    assert task
    html = desk.get(task.get_absolute_url()).content.decode()
    found = re.search(r'data-next="([^"]+)"', html)
    assert found
    following = found[1]
    assert desk.get(following, headers={"X-Preload": "1"}).status_code == 200
    assert MarkingTask.objects.of(one).open().count() == 2

    said = desk.post(task.get_absolute_url(), filled(), headers={"X-Preloaded": following})

    assert said.status_code == 200
    part = said.content.decode()
    assert "<html" not in part
    assert f'href="{following}" aria-current="true"' in part
    assert MarkingTask.objects.of(one).open().count() == 2


def test_the_teacher_finds_no_door_to_the_script() -> None:
    teacher = make.staff(Role.INSTRUCTOR, Role.EXAMINER)
    first, _ = handed(candidate=teacher)
    desk = browser(teacher)
    assert desk.get(first.get_absolute_url()).status_code == 404
    assert desk.post(first.get_absolute_url(), filled()).status_code == 404
    assert "Nothing to mark" in desk.get("/marking/").content.decode()


def test_a_manager_records_an_override() -> None:
    manager = make.staff(Role.MANAGER)
    desk = browser(manager)
    free = examiner()
    first, _ = handed()
    sent = {"code": first.code.lower(), "examiner": free.pk, "reason": "Nobody else."}

    refused = desk.post("/marking/moderation/", sent)

    assert refused.status_code == 422
    assert "Nothing stands in their way" in refused.content.decode()
    assert desk.post("/marking/moderation/", sent | {"code": "????"}).status_code == 422
    assert browser(free).get("/marking/moderation/").status_code == 403


def test_pages_of_the_queue_cost_few_queries(django_assert_max_num_queries: object) -> None:
    first, _ = handed()
    desk = browser(examiner())
    desk.get(first.get_absolute_url())
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        desk.get(first.get_absolute_url())
