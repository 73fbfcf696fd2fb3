"""The table: any filter, the same address for the same question, and names for the useful ones."""

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Course
from enquiries.models import Enquiry, SavedFilter, Source, Status
from enquiries.worklists.clash import clashing
from enquiries.worklists.wanted import KNOWN, Wanted
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.enquiries.counting import queries

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")


def wanted(query: str) -> Wanted:
    return Wanted.read(dict(QueryDict(query).lists()))


def found(query: str, user: User) -> set[str]:
    return set(wanted(query).rows(user, TORONTO).values_list("name", flat=True))


def a_mixed_lot(desk: User) -> None:
    course = make.course("Risk")
    make.enquiry(
        make.contact("Ana Diaz", phone="+14165550134"), owner=desk, queue="", course=course
    )
    make.enquiry(make.contact("Bo Chen", "bo@corp.example"), source=Source.EMAIL, topic="employer",
                 queue="employers", question="Training for ten people")  # fmt: skip
    make.enquiry(make.contact("Cy Late"), next_action_at=timezone.now() - dt.timedelta(hours=1),
                 utm={"utm_source": "linkedin"})  # fmt: skip
    make.enquiry(make.contact("Di Gone"), status=Status.LOST, lost_reason="price",
                 next_action="", next_action_at=None)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Ana Diaz", "Bo Chen", "Cy Late"}),
        ("state=any", {"Ana Diaz", "Bo Chen", "Cy Late", "Di Gone"}),
        ("state=closed", {"Di Gone"}),
        ("state=lost", {"Di Gone"}),
        ("q=diaz", {"Ana Diaz"}),
        ("q=555-0134", {"Ana Diaz"}),
        ("q=bo%40corp", {"Bo Chen"}),
        ("q=ten+people", {"Bo Chen"}),
        ("q=%25", set()),
        ("source=email", {"Bo Chen"}),
        ("topic=employer&queue=employers", {"Bo Chen"}),
        ("owner=me", {"Ana Diaz"}),
        ("owner=nobody", {"Bo Chen", "Cy Late"}),
        ("owner=999999999", set()),
        ("overdue=yes", {"Cy Late"}),
        ("utm=linkedin", {"Cy Late"}),
        ("since=2090-01-01", set()),
        ("until=2001-01-01", set()),
        ("course=no-such-course", set()),
    ],
)
def test_every_filter_finds_what_it_says(desk: User, query: str, names: set[str]) -> None:
    a_mixed_lot(desk)

    assert found(query, desk) == names


def test_a_reference_finds_one(desk: User) -> None:
    one = make.enquiry()
    make.enquiry()

    assert found(f"q={one.ref.lower()}", desk) == {one.name}


def test_days_end_at_midnight_where_the_reader_is(desk: User) -> None:
    evening = dt.datetime(2026, 11, 20, 23, 30, tzinfo=TORONTO)
    one = make.enquiry(created_at=evening)

    assert found("since=2026-11-20&until=2026-11-20", desk) == {one.name}
    assert found("since=2026-11-21", desk) == set()


@pytest.mark.parametrize(("sort", "first"), [("newest", "B"), ("oldest", "A"), ("name", "A")])
def test_the_order_is_the_one_asked_for(desk: User, sort: str, first: str) -> None:
    now = timezone.now()
    make.enquiry(make.contact("A"), created_at=now - dt.timedelta(days=2))
    make.enquiry(make.contact("B"), created_at=now)

    assert wanted(f"sort={sort}").rows(desk, TORONTO)[0].name == first


def test_the_same_question_has_one_address() -> None:
    assert wanted("owner=me&q=a&state=&page=1&junk=1").query == "q=a&owner=me"
    assert wanted("q=a&owner=nobody&owner=me").query == "q=a&owner=me"


@given(st.dictionaries(st.sampled_from([*KNOWN, "page", "x"]), st.text(max_size=300), max_size=6))
def test_whatever_stands_in_an_address_it_is_read_and_written_back(given: dict[str, str]) -> None:
    read = Wanted.read({name: [text] for name, text in given.items()})

    assert wanted(read.query) == read


@pytest.mark.parametrize("query", ["q=%00", "owner=-1", "page=99999999", "since=9999-99-99",
                                   "q=" + "9" * 90, "course='", "utm=%F0%9F%98%80"])  # fmt: skip
def test_an_address_nobody_could_mean_opens_the_table(as_desk: Client, query: str) -> None:
    assert as_desk.get(f"/enquiries/table/?{query}").status_code == 200


def test_no_match_offers_a_way_out(as_desk: Client) -> None:
    assert "No enquiry matches." in as_desk.get("/enquiries/table/?q=zz").content.decode()


def test_no_match_names_each_filter_and_what_is_there_without_it(desk: User) -> None:
    a_mixed_lot(desk)
    course = Course.objects.get()
    view = wanted(f"q=Gone&course={course.slug}&owner={desk.pk}&since=2026-01-05&overdue=yes")

    dropped = {each.words: each for each in clashing(view, desk, TORONTO)}

    assert set(dropped) == {
        *("Words: “Gone”", "State: Every open one", f"Owner: {desk.name}", "Overdue only"),
        *("Course: Risk", "Asked from: Mon 5 Jan 2026"),
    }
    assert dropped["Overdue only"].query == view.but(overdue="")


def test_dropping_the_filter_that_hides_them_shows_them(as_desk: Client, desk: User) -> None:
    a_mixed_lot(desk)

    first = clashing(wanted("q=Gone"), desk, TORONTO)[0]

    assert (first.words, first.query, first.number) == ("Words: “Gone”", "", 3)
    page = as_desk.get("/enquiries/table/?q=Gone").content.decode()
    assert "Drop <bdi>State: Every open one</bdi>" in page
    assert 'href="/enquiries/table/?q=Gone&amp;state=any"' in page
    assert "1 enquiry" in page


def test_a_named_view_becomes_a_tab_of_mine_alone(as_desk: Client, desk: User) -> None:
    as_desk.post("/enquiries/filters/", {"name": "My hot ones", "query": "overdue=yes&owner=me"})

    saved = SavedFilter.objects.get()
    page = as_desk.get(f"/enquiries/table/?{saved.query}").content.decode()
    assert (saved.owner, saved.query) == (desk, "owner=me&overdue=yes")
    assert 'aria-current="page"><bdi>My hot ones' in page
    as_desk.force_login(make.staff(Role.DESK))
    assert "My hot ones" not in as_desk.get("/enquiries/table/").content.decode()


def test_a_tab_is_renamed_and_deleted_by_its_owner(as_desk: Client, desk: User) -> None:
    mine = SavedFilter.objects.create(owner=desk, name="Old", query="owner=me")
    other = SavedFilter.objects.create(owner=make.staff(Role.DESK), name="Theirs", query="")

    as_desk.post(f"/enquiries/filters/{mine.pk}/", {"name": "New"})
    mine.refresh_from_db()
    assert (mine.name, mine.query) == ("New", "owner=me")
    assert as_desk.post(f"/enquiries/filters/{other.pk}/", {"act": "delete"}).status_code == 404
    as_desk.post(f"/enquiries/filters/{mine.pk}/", {"act": "delete"})

    assert list(SavedFilter.objects.all()) == [other]


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "owner=me", "say what these have in common"),
        ("Twice", "owner=me", "You have a tab “Twice” already."),
        ("Long", "q=" + "%E2%82%AC" * 100, "too long to keep"),
    ],
)
def test_a_name_that_will_not_do_says_why(
    as_desk: Client, desk: User, name: str, query: str, words: str
) -> None:
    SavedFilter.objects.create(owner=desk, name="Twice", query="")

    answer = as_desk.post("/enquiries/filters/", {"name": name, "query": query}, follow=True)

    assert words in answer.content.decode()
    assert SavedFilter.objects.count() == 1


def rows(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/enquiries/table.csv{query}")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_holds_what_the_table_shows(as_desk: Client, desk: User) -> None:
    a_mixed_lot(desk)

    names = [row[1] for row in rows(as_desk, "?owner=nobody&sort=name")[1:]]

    assert names == ["Bo Chen", "Cy Late"]


def test_no_cell_of_the_file_is_a_formula(as_desk: Client) -> None:
    make.enquiry(make.contact("=HYPERLINK(1)"), question="@SUM(A1)\nand more")

    row = rows(as_desk)[1]

    assert row[1] == "'=HYPERLINK(1)"
    assert row[-1].startswith("'@SUM")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize("address", ["/enquiries/table/", "/enquiries/table.csv"])
def test_the_table_asks_as_often_for_forty_as_for_two(
    as_desk: Client, desk: User, address: str
) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            make.enquiry(owner=make.staff(Role.DESK), queue="", course=make.course())

    more(2)
    queries(as_desk, address)
    few = queries(as_desk, address)
    more(40)

    assert queries(as_desk, address) == few


def test_pages_of_fifty_keep_the_filter(as_desk: Client) -> None:
    for n in range(51):
        make.enquiry(make.contact(f"Person {n}"), source=Source.EMAIL)

    page = as_desk.get("/enquiries/table/?source=email").content.decode()

    assert "page 1 of 2" in page
    assert "?source=email&amp;page=2" in page
    assert "page 2 of 2" in as_desk.get("/enquiries/table/?page=999").content.decode()
    assert Enquiry.objects.count() == 51
