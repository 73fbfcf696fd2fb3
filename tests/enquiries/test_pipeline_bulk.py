"""Many enquiries at once: what can be done is done, the rest is named with its reason."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from enquiries.models import BulkAct, Enquiry, Status
from enquiries.operations.bulk import Wish, carry_out
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def form(*chosen: Enquiry, **other: str) -> dict[str, object]:
    return {"pick": [one.pk for one in chosen], "form_token": str(uuid.uuid4()), **other}


def sent(client: Client, data: dict[str, object]) -> str:
    return client.post("/enquiries/bulk/", data, follow=True).content.decode()


def test_chosen_rows_go_to_a_person_and_the_rest_is_named(as_desk: Client, desk: User) -> None:
    free, gone = make.enquiry(), make.enquiry(status=Status.LOST, lost_reason="price")
    left = make.enquiry()

    page = sent(as_desk, form(free, gone, act="assign", to=str(desk.pk)))

    free.refresh_from_db()
    left.refresh_from_db()
    assert (free.owner, left.owner) == (desk, None)
    assert f"Assigned to {desk.name}" in page
    assert "One enquiry." in page
    assert gone.name in page
    assert "This enquiry is closed." in page


@pytest.mark.parametrize(
    ("act", "more", "field", "value"),
    [
        ("queue", {"queue": "employers"}, "queue", "employers"),
        ("lose", {"reason": "timing"}, "lost_reason", "timing"),
        ("spam", {}, "status", "spam"),
        ("next", {"action": "send", "at": "later"}, "next_action", "send"),
    ],
)
def test_every_act_reaches_each_of_them(
    as_desk: Client, act: str, more: dict[str, str], field: str, value: str
) -> None:
    some = [make.enquiry() for _ in range(3)]
    at = timezone.localtime() + dt.timedelta(days=2)
    times = {"at": f"{at:%Y-%m-%dT%H:%M}"} if "at" in more else {}

    sent(as_desk, form(*some, act=act, **(more | times)))

    assert set(Enquiry.objects.values_list(field, flat=True)) == {value}


def test_sharing_out_goes_round_the_desk(as_desk: Client, desk: User) -> None:
    other = make.staff(Role.DESK)
    some = [make.enquiry() for _ in range(4)]

    page = sent(as_desk, form(*some, act="share"))

    owners = sorted(Enquiry.objects.values_list("owner", flat=True))
    assert owners == sorted([desk.pk, desk.pk, other.pk, other.pk])
    assert "Shared out among the desk" in page


def test_all_that_match_means_the_filter_and_not_the_page(as_desk: Client) -> None:
    for n in range(60):
        make.enquiry(source="email" if n < 55 else "web")

    sent(as_desk, form(act="spam", all="yes", query="source=email"))

    assert Enquiry.objects.filter(status=Status.SPAM).count() == 55
    assert Enquiry.objects.live().count() == 5


def test_the_same_form_twice_acts_once(as_desk: Client, desk: User) -> None:
    one = make.enquiry()
    data = form(one, act="assign", to=str(desk.pk))

    pages = [sent(as_desk, data) for _ in range(2)]

    assert ["One enquiry." in page for page in pages] == [True, True]
    assert one.interactions.count() == 1
    assert BulkAct.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "assign"}, "Person: choose who gets them."),
        ({"act": "queue"}, "Queue: choose one."),
        ({"act": "lose"}, "Why it is lost: choose a reason."),
        ({"act": "next", "at": ""}, "When: enter the day and the time of the next step."),
        ({"act": "next", "at": "2020-01-01T10:00"}, "Choose a time that lies ahead."),
        ({"act": "explode"}, "Choose what to do."),
        ({"act": "spam", "pick": []}, "Choose at least one enquiry."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_choice_is_kept(
    as_desk: Client, data: dict[str, object], words: str
) -> None:
    one = make.enquiry()

    answer = as_desk.post("/enquiries/bulk/", form(one) | data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert (f'value="{one.pk}" aria-label="Choose {one.name}" checked' in page) == (
        "pick" not in data
    )
    assert Enquiry.objects.get().status == Status.NEW


def test_too_many_at_once_are_refused_whole(as_desk: Client) -> None:
    someone = make.contact()
    for _ in range(501):
        make.enquiry(someone)

    page = sent(as_desk, form(act="spam", all="yes"))

    assert "At most 500 at once" in page
    assert Enquiry.objects.live().count() == 501


def test_the_summary_is_for_whoever_did_it(as_desk: Client, desk: User) -> None:
    one = make.enquiry()
    answer = as_desk.post("/enquiries/bulk/", form(one, act="spam"))
    as_desk.force_login(make.staff(Role.DESK))

    assert as_desk.get(answer["Location"]).status_code == 404


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_form_from_eight_threads_acts_once() -> None:
    manager, desk = make.staff(Role.MANAGER), make.staff(Role.DESK)
    some = [make.enquiry() for _ in range(5)]
    token, keys = uuid.uuid4(), [one.pk for one in some]

    acts = at_the_same_time(
        lambda _: carry_out(wish=Wish("assign", to=desk), keys=keys, by=manager, token=token),
        range(8),
    )

    assert [act.done for act in acts] == [5] * 8
    assert [one.interactions.count() for one in some] == [1] * 5
