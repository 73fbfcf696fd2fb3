"""Ticking off, putting off, keeping promises: from the list, without opening the enquiry."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from enquiries.models import Enquiry, Kind, Status
from enquiries.operations import working
from enquiries.operations.working import Next
from institute.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db


def ticked(enquiry: Enquiry, **other: str) -> dict[str, str]:
    at = timezone.localtime() + dt.timedelta(days=3)
    assert enquiry.next_action_at
    return {
        "kind": "call",
        "text": "She wants the evening class",
        "action": "write",
        "at": f"{at:%Y-%m-%dT%H:%M}",
        "due": enquiry.next_action_at.isoformat(),
    } | other


def test_done_keeps_what_happened_and_plans_what_comes_next(as_desk: Client, desk: User) -> None:
    one = make.enquiry()

    answer = as_desk.post(f"/enquiries/{one.public_id}/done/?view=team", ticked(one))

    one.refresh_from_db()
    kept = one.interactions.get()
    assert answer["Location"] == "/enquiries/?view=team"
    assert (kept.kind, kept.staff, kept.text) == (Kind.CALL, desk, "She wants the evening class")
    assert (one.status, one.next_action) == (Status.WORKING, "write")
    assert one.first_responded_at == kept.at


def test_done_sent_twice_happened_once(as_desk: Client) -> None:
    one = make.enquiry()
    form = ticked(one)

    answers = [as_desk.post(f"/enquiries/{one.public_id}/done/", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert one.interactions.count() == 1


def test_what_a_colleague_planned_meanwhile_is_not_overwritten(
    as_desk: Client, manager: User
) -> None:
    one = make.enquiry()
    form = ticked(one)
    working.plan_next(enquiry=one, next_=Next(timezone.now() + dt.timedelta(days=9), "send"))

    answer = as_desk.post(f"/enquiries/{one.public_id}/done/", form)

    assert answer.status_code == 422
    assert "planned the next step anew" in answer.content.decode()
    assert "She wants the evening class" in answer.content.decode()
    assert one.interactions.count() == 0


def test_done_without_words_asks_for_them(as_desk: Client) -> None:
    one = make.enquiry()

    answer = as_desk.post(f"/enquiries/{one.public_id}/done/", ticked(one, text=" "))

    assert answer.status_code == 422
    assert "say what was done or agreed" in answer.content.decode()


def test_a_closed_enquiry_has_nothing_to_tick_off(as_desk: Client, desk: User) -> None:
    one = make.enquiry()
    form = ticked(one)
    working.lose(enquiry=one, reason="price", by=desk)

    assert as_desk.post(f"/enquiries/{one.public_id}/done/", form).status_code == 422


@pytest.mark.parametrize("later", ["hour", "tomorrow", "week", "nonsense"])
def test_putting_off_moves_the_time_and_keeps_the_step(as_desk: Client, later: str) -> None:
    one = make.enquiry(next_action_at=timezone.now() - dt.timedelta(hours=3))

    as_desk.post(f"/enquiries/{one.public_id}/snooze/", {"later": later})

    one.refresh_from_db()
    assert one.next_action == "call"
    assert one.next_action_at
    assert one.next_action_at > timezone.now()


def test_putting_off_what_is_closed_says_so(as_desk: Client, desk: User) -> None:
    one = make.enquiry()
    working.lose(enquiry=one, reason="price", by=desk)

    page = as_desk.post(f"/enquiries/{one.public_id}/snooze/", {"later": "hour"}, follow=True)

    assert "This enquiry is closed. Reopen it first." in page.content.decode()


def test_a_promise_closes_on_what_was_done_for_it(as_desk: Client, desk: User) -> None:
    at = timezone.now() + dt.timedelta(hours=4)
    made = working.promise(enquiry=make.enquiry(), text="Send it", due_at=at, by=desk)
    form = {"kind": "email", "text": "Sent the syllabus"}

    for _ in range(2):
        as_desk.post(f"/enquiries/promises/{made.pk}/", form)

    made.refresh_from_db()
    assert made.kept_at
    assert made.kept_by_interaction == made.enquiry.interactions.get()


@pytest.mark.parametrize("address", ["done/", "snooze/", "move/"])
def test_an_enquiry_that_is_not_there_is_not_found(as_desk: Client, address: str) -> None:
    nobody = "5f1d4c52-8e1b-4f6e-9a51-0f2f3f6f7a10"

    assert as_desk.post(f"/enquiries/{nobody}/{address}").status_code == 404


def test_acts_are_for_those_who_work_here(as_student: Client) -> None:
    one = make.enquiry()

    answers = [
        as_student.post(f"/enquiries/{one.public_id}/{act}/").status_code
        for act in ("done", "snooze", "move")
    ]

    assert answers == [403, 403, 403]


def test_taking_it_makes_it_mine_with_a_note(as_desk: Client, desk: User) -> None:
    one = make.enquiry()

    page = as_desk.post(f"/enquiries/{one.public_id}/take/", {"view": "unassigned"}, follow=True)

    one.refresh_from_db()
    assert (one.owner, one.queue) == (desk, "")
    assert one.interactions.get().text == f"Assigned to {desk.name} by {desk.name}"
    assert page.redirect_chain == [("/enquiries/?view=unassigned", 302)]


def test_whoever_took_it_first_keeps_it(as_desk: Client, manager: User) -> None:
    one = make.enquiry(owner=manager, queue="")

    page = as_desk.post(f"/enquiries/{one.public_id}/take/", follow=True).content.decode()

    one.refresh_from_db()
    assert one.owner == manager
    assert f"{manager.name} has it already." in page


def test_a_number_no_row_can_have_is_not_found(as_desk: Client) -> None:
    assert as_desk.get("/enquiries/promises/99999999999999999999999/").status_code == 404
    assert as_desk.post("/enquiries/filters/99999999999999999999999/").status_code == 404
