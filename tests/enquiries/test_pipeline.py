"""What staff read first: what is to be done, soonest first."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from enquiries.models import DoNotCall, Enquiry, Queue, Source, Status
from enquiries.operations import asking, working
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.consent import Basis
from institute.mail.operations import record_consent
from tests import make
from tests.enquiries.asking import asked, circumstances
from tests.enquiries.counting import queries

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)  # a Tuesday, 12:00 in Toronto


def due_in(hours: float, name: str, **fields: object) -> Enquiry:
    at = timezone.now() + dt.timedelta(hours=hours)
    return make.enquiry(make.contact(name), next_action_at=at, **fields)


def read(client: Client, address: str = "/enquiries/") -> str:
    return client.get(address).content.decode()


@time_machine.travel(NOON, tick=False)
def test_what_is_due_first_stands_first_under_its_day(as_desk: Client) -> None:
    for hours, name in [(200, "Late Lea"), (-3, "Over Olu"), (3, "Today Tia"), (24, "Tom Orrow")]:
        due_in(hours, name)
    due_in(60, "Week Wen")

    page = read(as_desk)

    places = [page.index(words) for words in (
        'id="g-overdue"', "Over Olu", 'id="g-today"', "Today Tia", 'id="g-tomorrow"', "Tom Orrow",
        'id="g-this-week"', "Week Wen", 'id="g-later"', "Late Lea",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "3 h overdue" in page
    assert "Today 15:00" in page


@time_machine.travel(NOON, tick=False)
def test_a_promise_stands_between_the_steps_with_its_words(as_desk: Client, desk: User) -> None:
    due_in(2, "Soon Sam")
    later = due_in(6, "Later Lou")
    at = timezone.now() + dt.timedelta(hours=4)
    working.promise(enquiry=later, text="Send the syllabus", due_at=at, by=desk)

    page = read(as_desk)

    assert page.index("Soon Sam") < page.index("Send the syllabus") < page.index("Today 18:00")


def test_mine_holds_what_is_mine_and_what_is_nobodys(as_desk: Client, desk: User) -> None:
    other = make.staff(Role.DESK)
    due_in(5, "Mine Mia", owner=desk, queue="")
    due_in(5, "Nobody Ned")
    due_in(5, "Other Oda", owner=other, queue="")

    mine, team = read(as_desk), read(as_desk, "/enquiries/?view=team")
    nobodys = read(as_desk, "/enquiries/?view=unassigned")

    assert ("Mine Mia" in mine, "Nobody Ned" in mine, "Other Oda" in mine) == (True, True, False)
    assert "Other Oda" in team
    assert ("Mine Mia" in nobodys, "Nobody Ned" in nobodys) == (False, True)


def test_a_manager_sees_everybodys_first(client: Client, manager: User) -> None:
    due_in(5, "Other Oda", owner=make.staff(Role.DESK), queue="")
    client.force_login(manager)

    assert "Other Oda" in read(client)


def test_nothing_to_do_says_so(as_desk: Client, desk: User) -> None:
    assert "No enquiries yet." in read(as_desk)

    due_in(5, "Other Oda", owner=make.staff(Role.DESK), queue="")

    assert "Nothing is due from you." in read(as_desk)
    assert "Nothing is unassigned." in read(as_desk, "/enquiries/?view=unassigned")


def test_the_suspect_and_the_closed_are_nothing_to_do(as_desk: Client) -> None:
    asking.ask(asked=asked(name="Spam Sid"), circumstances=circumstances(quarantine=True))
    due_in(-5, "Gone Gus", status=Status.LOST, lost_reason="price")

    page = read(as_desk, "/enquiries/?view=team")

    assert "Spam Sid" not in page
    assert "Gone Gus" not in page


@time_machine.travel(NOON, tick=False)
def test_the_persons_own_clock_stands_beside_ours_when_it_differs(as_desk: Client) -> None:
    due_in(3, "Mum Bai", zone="Asia/Kolkata")
    due_in(3, "Mont Real", zone="America/Montreal")

    page = read(as_desk)

    assert "01:30 Kolkata time" in page
    assert "Montreal time" not in page


@time_machine.travel(NOON, tick=False)
def test_the_list_says_whether_we_may_write_and_call(as_desk: Client) -> None:
    asker, silent = due_in(3, "Ask Er"), due_in(3, "Si Lent", phone="+14165550134")
    record_consent(asker.email, Basis.INQUIRY, method="test", obtained_at=timezone.now())
    DoNotCall.objects.create(number=silent.phone)

    page = read(as_desk)

    assert "May write until 23 May" in page
    assert "Reply only" in page
    assert "Do not call" in page


def test_what_people_type_stays_text(as_desk: Client) -> None:
    make.enquiry(make.contact("<script>alert(1)</script>"))

    assert "<script>alert" not in read(as_desk)


def test_a_long_list_is_shown_in_portions(as_desk: Client) -> None:
    for n in range(53):
        due_in(n, f"Person {n}")

    page = read(as_desk)

    assert "Show more: 3 later" in page
    assert "Show more" not in read(as_desk, "/enquiries/?view=mine&most=100")
    assert "Person 52" in read(as_desk, "/enquiries/?view=mine&most=100")


@pytest.mark.parametrize("address", ["?view=nonsense", "?most=-4", "?most=99999", "?view=%00"])
def test_an_address_nobody_could_mean_shows_the_usual_list(as_desk: Client, address: str) -> None:
    due_in(1, "Some One")

    assert "Some One" in read(as_desk, f"/enquiries/{address}")


def test_the_list_asks_as_often_for_forty_as_for_two(as_desk: Client, desk: User) -> None:
    def more(number: int) -> None:
        for n in range(number):
            one = due_in(n, f"Person {n}", course=make.course(), phone="+14165550134")
            at = timezone.now() + dt.timedelta(hours=n + 1)
            working.promise(enquiry=one, text="Write", due_at=at, by=desk)

    more(2)
    queries(as_desk, "/enquiries/")  # the first page of a session also looks the reader up
    few = queries(as_desk, "/enquiries/")
    more(20)

    assert queries(as_desk, "/enquiries/") == few


def test_an_unchanged_list_is_not_drawn_again(as_desk: Client) -> None:
    due_in(5, "Some One")
    with time_machine.travel(NOON, tick=False):
        first = as_desk.get("/enquiries/", headers={"HX-Request": "true"})
        tag = {"HX-Request": "true", "If-None-Match": first["ETag"]}
        assert as_desk.get("/enquiries/", headers=tag).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_a_change_is_noticed_once_it_is_committed(as_desk: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        one = due_in(5, "Some One")
        first = as_desk.get("/enquiries/", headers={"HX-Request": "true"})
        tag = {"HX-Request": "true", "If-None-Match": first["ETag"]}
        working.assign(enquiry=one, to=None, queue=Queue.EMPLOYERS)
        answer = as_desk.get("/enquiries/", headers=tag)

    assert answer.status_code == 200
    assert "Employers" in answer.content.decode()


def test_the_rail_counts_what_is_open(as_desk: Client) -> None:
    for n in range(3):
        due_in(n, f"Person {n}")

    assert '<span class="count">3</span>' in read(as_desk)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.INSTRUCTOR, Role.EXAMINER])
def test_others_get_a_sentence(client: Client, role: Role) -> None:
    client.force_login(make.staff(role))

    answer = client.get("/enquiries/")

    assert answer.status_code == 403
    assert "enquiries" in answer.content.decode()


def test_a_walk_in_is_written_down_with_its_next_step(as_desk: Client, desk: User) -> None:
    form = written_down()

    answer = as_desk.post("/enquiries/new/", form)
    as_desk.post("/enquiries/new/", form)

    kept = Enquiry.objects.get()
    assert answer["Location"] == kept.get_absolute_url()
    assert (kept.source, kept.owner, kept.phone) == (Source.WALK_IN, None, "+14165550134")
    assert kept.queue == Queue.DESK
    assert kept.person


def test_who_asks_again_keeps_the_open_enquiry(as_desk: Client) -> None:
    known = make.enquiry(make.contact("Ana Diaz", phone="+14165550134"))

    as_desk.post("/enquiries/new/", written_down(question="And the dates?"))

    fresh = Enquiry.objects.exclude(pk=known.pk).get()
    known.refresh_from_db()
    assert fresh.duplicate_of == known
    assert known.interactions.get().text == "And the dates?"
    assert known.next_action == "write"


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"phone": ""}, "Write down an email address or a phone number."),
        ({"phone": "12"}, "enter a number with its area code"),
        ({"at": ""}, "When: enter the day and the time."),
        ({"at": "2020-01-01T09:00"}, "Choose a time that lies ahead."),
        ({"name": "  "}, "Name: write down who asks."),
        ({"owner": "999999"}, "Select a valid choice"),
    ],
)
def test_a_walk_in_without_a_way_to_answer_is_asked_for(
    as_desk: Client, missing: dict[str, str], words: str
) -> None:
    answer = as_desk.post("/enquiries/new/", written_down(**missing))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Enquiry.objects.count() == 0


def written_down(**other: str) -> dict[str, str]:
    at = timezone.localtime() + dt.timedelta(days=1)
    return {
        "name": "Ana Diaz",
        "email": "",
        "phone": "416 555 0134",
        "source": "walk_in",
        "course": "",
        "topic": "course",
        "question": "",
        "action": "write",
        "at": f"{at:%Y-%m-%dT%H:%M}",
        "owner": "desk",
        "form_token": "5f1d4c52-8e1b-4f6e-9a51-0f2f3f6f7a10",
    } | other


def test_other_pages_show_the_number_without_counting(as_desk: Client) -> None:
    due_in(1, "Some One")
    queries(as_desk, "/staff/mail/")
    before = queries(as_desk, "/staff/mail/")

    read(as_desk)

    assert '<span class="count">1</span>' in read(as_desk, "/staff/mail/")
    assert queries(as_desk, "/staff/mail/") == before
