"""The board: cards by state, moved only from where the mover saw them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Cohort
from courses.operations.enrolling import reserve_place
from enquiries.models import Conversion, ConvertedTo, DeskShift, Enquiry, Status
from enquiries.operations import working
from enquiries.operations.carding import MovedMeanwhile, move_card
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.counting import queries

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true"}


def board(client: Client, query: str = "") -> str:
    return client.get(f"/enquiries/board/{query}").content.decode()


def moved(client: Client, enquiry: Enquiry, to: str, known: str = "new", **headers: str) -> object:
    form = {"to": to, "known": known}
    return client.post(f"/enquiries/{enquiry.public_id}/move/", form, headers=headers)


def converted(cohort: Cohort, at: dt.datetime, name: str, by: User) -> Enquiry:
    student = make.student()
    place = reserve_place(student=student, cohort=cohort)
    enquiry = make.enquiry(
        make.contact(name), status=Status.CONVERTED, next_action="", next_action_at=None
    )
    Conversion.objects.create(
        enquiry=enquiry, kind=ConvertedTo.ENROLMENT, student=student, enrolment=place, by=by, at=at
    )
    return enquiry


def test_each_column_counts_all_and_shows_the_soonest(as_desk: Client) -> None:
    for n in range(8):
        at = timezone.now() + dt.timedelta(hours=n + 1)
        make.enquiry(make.contact(f"Card {n}"), next_action_at=at)

    page = board(as_desk)

    assert '<span class="num" data-part="n-new">8</span>' in page
    assert page.index("Card 0") < page.index("Card 5")
    assert "Card 6" not in page
    assert '/enquiries/table/?state=new">2 more' in page


def test_the_more_link_keeps_the_filter(as_desk: Client, desk: User) -> None:
    for _ in range(7):
        make.enquiry(owner=desk, queue="")

    assert "?state=new&amp;owner=me" in board(as_desk, "?owner=me")


def test_the_last_column_holds_this_months_conversions(as_desk: Client, desk: User) -> None:
    cohort = make.cohort()
    converted(cohort, timezone.now(), "Just Now", desk)
    converted(cohort, timezone.now() - dt.timedelta(days=40), "Long Ago", desk)

    page = board(as_desk)

    assert "Just Now" in page
    assert "Long Ago" not in page


def test_an_overdue_card_says_how_late_it_is(as_desk: Client) -> None:
    make.enquiry(next_action_at=timezone.now() - dt.timedelta(hours=3))

    page = board(as_desk)

    assert "card-e--late" in page
    assert "Call, 3 h overdue" in page


def test_a_move_leaves_a_trace_and_answers_with_the_card(as_desk: Client, desk: User) -> None:
    enquiry = make.enquiry()

    answer = moved(as_desk, enquiry, "qualified", **LIVE)

    enquiry.refresh_from_db()
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert 'data-state="qualified"' in answer.content.decode()  # type: ignore[attr-defined]
    assert (enquiry.status, enquiry.changes.get().by) == (Status.QUALIFIED, desk)


def test_a_move_sent_twice_moves_once(as_desk: Client) -> None:
    enquiry = make.enquiry()

    statuses = [moved(as_desk, enquiry, "qualified", **LIVE).status_code for _ in range(2)]  # type: ignore[attr-defined]

    assert statuses == [200, 200]
    assert enquiry.changes.count() == 1


def test_a_stale_move_is_told_who_was_first(as_desk: Client) -> None:
    enquiry, priya = make.enquiry(), make.staff(Role.DESK, display_name="Priya Nair")
    working.move_enquiry(enquiry=enquiry, act="start_enrolment", by=priya)

    answer = moved(as_desk, enquiry, "qualified", **LIVE)

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Priya Nair moved" in page
    assert "“Enrolment started” meanwhile" in page
    assert 'data-state="enrolment_started"' in page


@pytest.mark.parametrize(("to", "place"), [
    ("lost", "#status-h"), ("converted", "convert/"), ("callback_scheduled", "call-back/"),
])  # fmt: skip
def test_what_needs_more_goes_to_its_page(as_desk: Client, to: str, place: str) -> None:
    enquiry = make.enquiry()

    answer = moved(as_desk, enquiry, to)
    live = moved(as_desk, enquiry, to, **LIVE)

    enquiry.refresh_from_db()
    assert answer["Location"].endswith(place)  # type: ignore[index]
    assert live["HX-Redirect"].endswith(place)  # type: ignore[index]
    assert enquiry.status == Status.NEW


@pytest.mark.parametrize("to", ["new", "quarantined", "nonsense", ""])
def test_a_card_cannot_be_dropped_just_anywhere(as_desk: Client, to: str) -> None:
    enquiry = make.enquiry(status=Status.WORKING)

    answer = moved(as_desk, enquiry, to, "working", **LIVE)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "cannot be dropped there" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_closed_card_does_not_move(desk: User) -> None:
    enquiry = make.enquiry(status=Status.LOST, lost_reason="price")

    with pytest.raises(RuleBroken):
        move_card(enquiry=enquiry, to="qualified", known="lost", by=desk)


def test_without_a_script_the_menu_moves_and_comes_back(as_desk: Client) -> None:
    enquiry = make.enquiry()
    address = f"/enquiries/{enquiry.public_id}/move/?known=new"

    answer = as_desk.post(address, {"to": "working", "owner": "me", "course": ""}, follow=True)

    assert answer.redirect_chain == [("/enquiries/board/?owner=me", 302)]
    assert "is now in “In conversation”" in answer.content.decode()


def test_one_card_asks_for_every_state_it_may_go_to(as_desk: Client) -> None:
    make.enquiry(status=Status.QUALIFIED)

    page = board(as_desk)

    offered = [state for state in Status.values if f'name="to" value="{state}"' in page]
    assert offered == ["working", "callback_scheduled", "enrolment_started", "converted", "lost"]


def test_the_board_asks_as_often_for_forty_as_for_two(as_desk: Client, desk: User) -> None:
    def more(number: int) -> None:
        cohort = make.cohort(places=40)
        for n in range(number):
            status = [Status.NEW, Status.WORKING, Status.QUALIFIED][n % 3]
            make.enquiry(owner=desk, queue="", course=make.course(), status=status)
            converted(cohort, timezone.now(), f"Done {n}", desk)

    more(2)
    queries(as_desk, "/enquiries/board/")
    few = queries(as_desk, "/enquiries/board/")
    more(20)

    assert queries(as_desk, "/enquiries/board/") == few


def test_an_empty_board_says_so(as_desk: Client) -> None:
    page = board(as_desk)

    assert page.count("Nobody here.") == 5
    assert "None yet this month." in page


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_drop_one_card_and_one_of_them_is_told() -> None:
    enquiry = make.enquiry()
    people = [make.staff(Role.DESK) for _ in range(2)]
    wishes = list(zip(people, ["qualified", "working"], strict=True))

    outcomes = at_the_same_time(
        lambda wish: move_card(enquiry=enquiry, to=wish[1], known="new", by=wish[0]), wishes
    )

    assert [type(one) for one in outcomes].count(MovedMeanwhile) == 1
    assert enquiry.changes.count() == 1


def test_a_time_for_a_call_back_moves_the_card(as_desk: Client, desk: User) -> None:
    DeskShift.objects.bulk_create(
        DeskShift(staff=desk, weekday=day, starts=dt.time(9), ends=dt.time(17)) for day in range(5)
    )
    enquiry = make.enquiry(make.contact("Ana Diaz", phone="+14165550134"))
    address = f"/enquiries/{enquiry.public_id}/call-back/"
    page = as_desk.get(address).content.decode()
    slot = page.split('data-slot="')[1].split('"')[0]

    answer = as_desk.post(address, {"slot": slot}, follow=True)

    enquiry.refresh_from_db()
    assert enquiry.status == Status.CALLBACK
    assert f"{desk.name} calls Ana Diaz on" in answer.content.decode()


@pytest.mark.parametrize("slot", ["", "tomorrow", "2020-01-01 10:00", "2090-01-01 03:00"])
def test_a_call_back_without_a_time_that_fits_is_not_booked(as_desk: Client, slot: str) -> None:
    enquiry = make.enquiry()

    answer = as_desk.post(f"/enquiries/{enquiry.public_id}/call-back/", {"slot": slot})

    enquiry.refresh_from_db()
    assert answer.status_code == 422
    assert enquiry.status == Status.NEW
