"""Who is calling, found while the desk types."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiries.demo.scale import add_people
from enquiries.hours import is_business_day
from enquiries.lookup import candidates, find, slip_of, typed
from enquiries.lookup.typed import LONGEST, Typed
from enquiries.models import Call, DeskShift, Direction, DoNotCall, Interaction, Kind, Person
from enquiries.operations.callbacks import book, free_slots
from enquiries.operations.people import add_contact_point
from enquiries.operations.working import Happened, promise, record
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.consent import Basis, StopReason
from institute.mail.operations import record_consent, stop_writing
from tests import make

NUMBER = "+14165550142"
MOST_QUERIES = 5

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [str(hit.name) for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("01", Typed()),
        ("0142", Typed("0142", "0142")),
        ("(416) 555-0142", Typed("4165550142", "4165550142", NUMBER)),
        ("416.555.0142 ext. 12", Typed("4165550142", "4165550142", NUMBER, "12")),
        ("416 555 0142 x", Typed("4165550142", "4165550142", NUMBER)),
        ("1 416 555", Typed("416555", "1416555")),
        ("+1 416 555 0142", Typed("4165550142", "4165550142", NUMBER)),
        ("\u202a+1 416 555\u00a00142\u202c", Typed("4165550142", "4165550142", NUMBER)),
        ("011 44 20 7946 0958", Typed("442079460958", "442079460958", "+442079460958")),
        ("020 7946 0958", Typed("02079460958", "2079460958")),
        ("٤١٦٥٥٥٠١٤٢", Typed("4165550142", "4165550142", NUMBER)),
        ("1" * 16, Typed()),
        ("an", Typed()),
        ("李明", Typed(letters="李明")),
        ("ana@x", Typed(letters="ana@x")),
        ("a" * (LONGEST + 1), Typed()),
    ],
)
def test_what_is_typed_is_a_number_or_a_name(text: str, read: Typed) -> None:
    assert typed.read(text) == read


@pytest.mark.parametrize("text", ["416", "(416) 55", "142", "0142", "555-0142", "+1 416", "1416"])
def test_a_number_is_found_from_either_end(text: str) -> None:
    make.contact("Marcus Bell", phone=NUMBER)
    make.contact("Somebody Else", phone="+16045559999")

    assert names(text) == ["Marcus Bell"]


@pytest.mark.parametrize("text", ["41", "555", "416 555 0143", "0141", "165"])
def test_numbers_are_never_guessed(text: str) -> None:
    make.contact("Marcus Bell", phone=NUMBER)

    assert names(text) == []


@pytest.mark.parametrize(
    "text", ["020 7946 0958", "7946 0958", "+44 20 7946", "011 44 20 7946 0958"]
)
def test_a_number_abroad_is_found_as_it_is_said(text: str) -> None:
    make.contact("Ada", phone="+442079460958")

    assert names(text) == ["Ada"]


@pytest.mark.parametrize(
    "text",
    ["Zoë", "zoe", "ZOE OB", "obrien", "o'brien", "marie", "anne-m", "rien", "zoe.o@", "zoe.o"],
)
def test_a_name_or_an_address_is_found_by_any_part(text: str) -> None:
    make.contact("Zoë O’Brien Anne-Marie", email="zoe.o@example.com")

    assert names(text) == ["Zoë O’Brien Anne-Marie"]
    assert names("zoe brien") == []


def test_the_beginning_of_a_word_comes_before_its_middle_and_the_latest_contact_first() -> None:
    make.contact("Joanna Chan")
    make.contact("Bell Anna")
    make.contact("Ann Roy")
    recent = make.contact("Annette Roy")
    Person.objects.filter(pk=recent.pk).update(last_contact_at=timezone.now())

    assert names("ann") == ["Annette Roy", "Ann Roy", "Bell Anna", "Joanna Chan"]


def test_signs_that_mean_something_to_a_database_mean_themselves() -> None:
    make.contact("Ana", email="ana_b@example.com")
    make.contact("Ann", email="anaxb@example.com")

    assert names("ana_b@") == ["Ana"]
    assert names("%%%") == []
    assert names("___") == []
    assert names("'''") == []


def test_people_merged_away_are_not_found() -> None:
    kept, gone = make.contact("Marcus Bell"), make.contact("Marcus Bel")
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    assert names("marcus") == ["Marcus Bell"]


def test_a_household_is_found_by_one_number() -> None:
    make.contact("Marcus Bell", phone=NUMBER)
    make.contact("Danielle Bell", phone=NUMBER)

    assert sorted(names("4165550142")) == ["Danielle Bell", "Marcus Bell"]


def test_the_matching_part_is_marked() -> None:
    make.contact("Zoë Bell", email="zoe@example.com", phone=NUMBER)

    last, first, name, email = (find(text)[0] for text in ("0142", "416 5", "zoe", "zoe@e"))

    assert (last.matched.before, last.matched.marked) == ("(416) 555-", "0142")
    assert (first.matched.marked, first.matched.after) == ("(416) 5", "55-0142")
    assert (name.name.marked, name.name.after) == ("Zoë", " Bell")
    assert email.matched.marked == "zoe@e"
    assert email.number == NUMBER


def test_a_hit_says_what_is_open(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone=NUMBER))
    DeskShift.objects.bulk_create(
        DeskShift(staff=desk, weekday=day, starts=dt.time(9), ends=dt.time(18)) for day in range(7)
    )
    promise(
        enquiry=enquiry, text="Syllabus", due_at=timezone.now() + dt.timedelta(hours=1), by=desk
    )

    hit = find("0142")[0]

    assert (hit.promise, hit.status, hit.about) == ("Syllabus", "New", "Something else")
    assert not hit.is_late
    slot = free_slots(day_from=timezone.localdate(), days=9, zone=desk.zone)[0]
    book(enquiry=enquiry, at=slot.start, by=desk)
    today = slot.start.astimezone(desk.zone).date() == timezone.localdate(timezone=desk.zone)
    assert (find("0142")[0].callback_at == slot.start) is today


@pytest.mark.parametrize("by_number", [True, False])
def test_a_colleague_on_the_same_caller_is_named(desk: User, by_number: bool) -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    dana = make.staff(Role.DESK, display_name="Dana")
    call = Call.objects.create(
        staff=dana, number=NUMBER if by_number else "", person=None if by_number else person
    )

    assert find("0142", staff=desk)[0].on_line == "Dana"
    assert find("0142", staff=dana)[0].on_line == ""
    Call.objects.filter(pk=call.pk).update(seen_at=timezone.now() - dt.timedelta(seconds=91))
    assert find("0142", staff=desk)[0].on_line == ""


def test_a_hit_says_whether_we_may_write() -> None:
    make.contact("Ana", email="ana@example.com")
    make.contact("Number only", phone=NUMBER)

    assert find("ana@")[0].consent == "No email"
    assert find("0142")[0].consent == "No address"
    record_consent("ana@example.com", Basis.INQUIRY, method="web form")
    assert find("ana@")[0].consent.startswith("May write until ")
    record_consent("ana@example.com", Basis.EXPRESS, method="web form")
    assert find("ana@")[0].consent == "May write"
    stop_writing("ana@example.com", StopReason.COMPLAINED)
    assert find("ana@")[0].consent == "No email"


@pytest.mark.parametrize(
    "note", ["Husband is at 416-555-0142.", "+14165550142", "ring (416) 555 0142", "1 416.555.0142"]
)
def test_a_number_in_a_note_is_a_maybe(note: str, desk: User) -> None:
    enquiry = make.enquiry(make.contact("Marcus Bell", phone="+16045559999"))
    record(enquiry=enquiry, happened=Happened(Kind.NOTE, text=note), by=desk)

    hits = find("(416) 555-0142")

    assert [(str(hit.name), hit.is_maybe) for hit in hits] == [("Marcus Bell", True)]
    assert find("555-0142") == []
    make.contact("Danielle Bell", phone=NUMBER)
    assert [hit.is_maybe for hit in find("(416) 555-0142")] == [False]


def test_a_longer_number_in_a_note_is_no_maybe(desk: User) -> None:
    enquiry = make.enquiry()
    for note in ("order 94165550142", "41655501423", "4165550143"):
        record(enquiry=enquiry, happened=Happened(Kind.NOTE, text=note), by=desk)

    assert find("4165550142") == []


@pytest.mark.parametrize("text", ["ann", "joa", "zzz", "416", "0142", "4165550142", "4160000000"])
def test_at_most_five_queries_find_and_describe(text: str, desk: User) -> None:
    add_people(400)
    make.enquiry(make.contact("Joanna Ann", phone=NUMBER, email="joanna@example.com"))

    with CaptureQueriesContext(connection) as queries:
        find(text, staff=desk)

    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("0142", ["points_by_last_digits", "points_by_first_digits"]),
        ("zofia", ["people_by_plain_name", "points_by_"]),
        ("ofiaq", ["people_by_plain_name", "points_by_letters_in_address"]),
        ("4165550142", ["points_by_last_digits", "notes_by_a_number_in_them"]),
    ],
)
def test_the_database_looks_in_its_indexes(text: str, indexes: list[str]) -> None:
    add_people(3000)
    add_notes(500)
    plans = ""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enquiries_interaction")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        for index in GIN:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        for sql, params in candidates.statements(typed.read(text)):
            cursor.execute("EXPLAIN " + sql, params)
            plans += "\n".join(row[0] for row in cursor.fetchall())

    assert [index for index in indexes if index not in plans] == [], plans


GIN = ("people_by_plain_name", "points_by_letters_in_address", "notes_by_a_number_in_them")


def add_notes(number: int) -> None:
    """Notes of one person, one in ten with a number in it."""
    person = make.contact()
    Interaction.objects.bulk_create(
        Interaction(person=person, kind=Kind.NOTE, text=f"at 416555{n:04}" if n % 10 == 0 else "-")
        for n in range(number)
    )


def test_every_branch_stops_at_a_limit() -> None:
    add_people(3000)
    with connection.cursor() as cursor:
        for text in ("ann", "416"):
            for sql, params in candidates.statements(typed.read(text)):
                cursor.execute("EXPLAIN " + sql, params)
                assert any("Limit" in row[0] for row in cursor.fetchall()[3:])


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400) | st.from_regex(r"[-+() 0-9x٠-٩]{1,30}", fullmatch=True))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("character", ["ش", "0", "\0", "%", "\u202e", "A", "٣", "\\"])
def test_ten_thousand_characters_are_answered(as_desk: Client, character: str) -> None:
    for length in (3, 300, 10_000):
        answer = as_desk.get(reverse("enquiries:desk_lookup"), {"q": character * length})

        assert answer.status_code == 200


def test_the_page_marks_and_escapes(as_desk: Client) -> None:
    person = make.contact("<b>Ann</b>", phone=NUMBER)

    page = as_desk.get(reverse("enquiries:desk_lookup"), {"q": "0142"}).content.decode()

    assert "&lt;b&gt;Ann" in page
    assert "(416) 555-<mark>0142</mark>" in page
    assert f'data-person="{person.public_id}"' in page


def test_the_slip_tells_what_was_said_before(as_desk: Client, desk: User) -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    enquiry = make.enquiry(person, question="Can I pay in parts?")
    said = Happened(Kind.CALL, Direction.OUT, "Left a message about instalments.")
    record(enquiry=enquiry, happened=said, by=desk)

    page = as_desk.get(reverse("enquiries:desk_caller", args=[person.public_id])).content.decode()

    assert "Can I pay in parts?" in page
    assert "Left a message about instalments." in page
    DoNotCall.objects.create(number=NUMBER)
    page = as_desk.get(reverse("enquiries:desk_caller", args=[person.public_id])).content.decode()
    assert "do-not-call list" in page


def test_the_slip_of_somebody_merged_away_leads_on(as_desk: Client) -> None:
    kept, gone = make.contact(), make.contact()
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    answer = as_desk.get(reverse("enquiries:desk_caller", args=[gone.public_id]))

    assert answer.headers["Location"] == reverse("enquiries:desk_caller", args=[kept.public_id])


def test_free_times_stand_on_both_clocks(as_desk: Client, desk: User) -> None:
    DeskShift.objects.bulk_create(
        DeskShift(staff=desk, weekday=day, starts=dt.time(13), ends=dt.time(14)) for day in range(5)
    )
    address = reverse("enquiries:desk_slots")

    page = as_desk.get(address, {"number": "604 555 0100"}).content.decode()

    assert "Vancouver time" in page
    assert "<span>10:00<small>13:00 here</small></span>" in page
    assert "13:00 here" not in as_desk.get(address, {"zone": "America/Toronto"}).content.decode()


def test_without_a_day_each_day_offers_eight_times_and_a_day_offers_all(
    as_desk: Client, desk: User
) -> None:
    DeskShift.objects.bulk_create(
        DeskShift(staff=desk, weekday=day, starts=dt.time(9), ends=dt.time(17)) for day in range(5)
    )
    address = reverse("enquiries:desk_slots")
    monday = next(day for day in _days_ahead() if day.weekday() == 0 and is_business_day(day))

    days = as_desk.get(address).content.decode()

    first = days.split("<p class")[2]  # the first whole day
    assert first.count("data-slot") == 8
    assert as_desk.get(address, {"day": str(monday)}).content.decode().count("data-slot") == 32


def _days_ahead() -> list[dt.date]:
    return [timezone.localdate() + dt.timedelta(days=number) for number in range(1, 60)]


@pytest.mark.parametrize(
    "query", [{"day": "x", "zone": "\0", "person": "1"}, {"day": "9999-12-31"}]
)
def test_nonsense_gets_the_next_days(as_desk: Client, query: dict[str, str]) -> None:
    assert as_desk.get(reverse("enquiries:desk_slots"), query).status_code == 200


def test_another_address_of_a_person_leads_to_them() -> None:
    person = make.contact("Marcus Bell", phone=NUMBER)
    add_contact_point(person=person, kind="email", normalised="m@bell.example")

    hit = find("m@bell")[0]

    assert (str(hit.name), str(hit.matched), hit.kind) == ("Marcus Bell", "m@bell.example", "email")


def test_a_session_of_today_is_on_the_hit_and_the_slip(desk: User) -> None:
    caller = make.contact("Marcus Bell", phone=NUMBER)
    caller.account = make.student()
    caller.save()
    with time_machine.travel(dt.datetime(2026, 11, 23, 14, tzinfo=dt.UTC), tick=False):
        today = make.booking(make.mentor(), caller.account, make.free_at(days=0, hour=11))
        make.booking(make.mentor(), caller.account, make.free_at(days=2, hour=11))

        (agreed,) = find("0142")[0].agreed
        slip = slip_of(caller)

    assert (agreed.words, agreed.at) == ("Session", today.starts_at)
    assert [each.at for each in slip.agreed] == [
        today.starts_at,
        today.starts_at + dt.timedelta(days=2),
    ]
