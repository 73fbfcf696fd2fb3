"""What the desk, managers and instructors see and do with a cohort."""

import csv
import datetime as dt
import uuid
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Attendance, Cohort, Enrolment, Payment, Session, Status
from courses.operations.enrolling import Terms, reserve_place
from courses.operations.invoicing import Receipt, record_payment
from courses.operations.waiting import join_waitlist
from courses.permissions import can_see_roster
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Enrolment:
    return reserve_place(student=make.student(), cohort=make.cohort())


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def roster_url(cohort: Cohort) -> str:
    return reverse("courses:cohort_roster", args=[cohort.pk])


def payment_url(place: Enrolment) -> str:
    return reverse("courses:payment", args=[place.pk])


def payment(**changes: str) -> dict[str, str]:
    form = {
        "form_token": str(uuid.uuid4()),
        "direction": "received",
        "method": "e_transfer",
        "amount": "779.70",
        "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "reference": "CA1x9",
    }
    return form | changes


def under_way(cohort: Cohort) -> Session:
    """The cohort's first class, moved to an hour ago."""
    first = cohort.sessions.get(number=1)
    length = first.ends_at - first.starts_at
    first.during = (timezone.now() - dt.timedelta(minutes=30), timezone.now() + length)
    first.save()
    first.refresh_from_db()
    return first


def pages_of(place: Enrolment) -> list[str]:
    cohort = place.cohort_id
    return [
        reverse("courses:cohort_roster", args=[cohort]),
        reverse("courses:roster_csv", args=[cohort]),
        reverse("courses:message", args=[cohort]),
        reverse("courses:attendance", args=[cohort, 1]),
    ]


# --- Who may look ---------------------------------------------------------------------------


def test_students_are_told_the_page_is_for_others(as_student: Client, place: Enrolment) -> None:
    for address in [*pages_of(place), payment_url(place), reverse("courses:cohorts_staff")]:
        answer = as_student.get(address)
        assert answer.status_code == 403
        assert "This page is for" in answer.content.decode()


def test_an_instructor_sees_their_cohorts_and_no_others(client: Client) -> None:
    teacher = make.instructor()
    mine, other = make.cohort(taught_by=teacher), make.cohort()
    client.force_login(teacher)

    listed = client.get(reverse("courses:cohorts_staff")).content.decode()

    assert roster_url(mine) in listed
    assert roster_url(other) not in listed
    for address in pages_of(reserve_place(student=make.student(), cohort=other)):
        assert client.get(address).status_code == 404
    assert client.get(roster_url(mine)).status_code == 200


def test_an_instructor_sees_no_money_anywhere(client: Client) -> None:
    teacher = make.instructor()
    place = reserve_place(student=make.student(), cohort=make.cohort(taught_by=teacher))
    client.force_login(teacher)

    roster = client.get(roster_url(place.cohort)).content.decode()
    file = client.get(reverse("courses:roster_csv", args=[place.cohort_id])).content.decode()

    for text in (roster, file):
        assert place.student.email in text
        assert place.invoice.number not in text
        assert "Owed" not in text
    assert "Unpaid" not in client.get(reverse("courses:cohorts_staff")).content.decode()
    assert client.get(payment_url(place)).status_code == 403
    assert client.get(reverse("courses:place", args=[place.pk])).status_code == 403


def test_the_rule_for_rows_and_the_rule_for_one_roster_agree() -> None:
    teacher = make.instructor()
    cohorts = [make.cohort(taught_by=teacher), make.cohort()]

    for reader in (teacher, make.staff(Role.DESK), make.staff(Role.MANAGER), make.student()):
        rows = set(Cohort.objects.visible_to(reader))
        assert rows == {one for one in cohorts if can_see_roster(reader, one)}


# --- The roster -----------------------------------------------------------------------------


def test_the_roster_shows_places_money_and_the_line(as_desk: Client) -> None:
    cohort = make.cohort(places=1)
    place = reserve_place(student=make.student(), cohort=cohort)
    waiting = join_waitlist(student=make.student(), cohort=cohort)

    page = as_desk.get(roster_url(cohort)).content.decode()

    assert "1 of 1 taken" in page
    assert place.student.email in page
    assert place.invoice.number in page
    assert "$779.70" in page
    assert waiting.student.email in page


def test_an_empty_cohort_says_who_will_appear(as_desk: Client) -> None:
    page = as_desk.get(roster_url(make.cohort())).content.decode()

    assert "Nobody has a place yet" in page


def test_the_roster_asks_as_much_for_sixty_students_as_for_five(as_desk: Client) -> None:
    counts = []
    for students in (5, 60):
        cohort = make.cohort(places=students)
        for _ in range(students):
            reserve_place(student=make.student(), cohort=cohort)
        for _ in range(students // 5):
            join_waitlist(student=make.student(), cohort=cohort)
        as_desk.get(roster_url(cohort))
        with CaptureQueriesContext(connection) as asked:
            as_desk.get(roster_url(cohort))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7


def test_the_list_of_cohorts_asks_as_much_for_twelve_as_for_two(as_desk: Client) -> None:
    counts, address = [], reverse("courses:cohorts_staff")
    for more in (2, 10):
        for _ in range(more):
            reserve_place(student=make.student(), cohort=make.cohort())
        as_desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            as_desk.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 5


def test_the_list_counts_seats_line_and_unpaid_places(as_desk: Client) -> None:
    cohort = make.cohort(places=2)
    for _ in range(2):
        reserve_place(student=make.student(), cohort=cohort)
    for _ in range(3):
        join_waitlist(student=make.student(), cohort=cohort)

    counted = ("unpaid", "waiting", "offered", "confirmed")
    listed = Cohort.objects.with_counts().values_list(*counted).get(pk=cohort.pk)
    page = as_desk.get(reverse("courses:cohorts_staff")).content.decode()

    assert listed == (2, 3, 0, 0)
    assert "2 of 2" in page


def test_stages_an_address_invents_fall_back_to_upcoming(as_desk: Client) -> None:
    cohort = make.cohort()

    page = as_desk.get(reverse("courses:cohorts_staff") + "?when=never&page=77")

    assert roster_url(cohort) in page.content.decode()


# --- The file -------------------------------------------------------------------------------


def read(client: Client, cohort: Cohort) -> list[list[str]]:
    answer = client.get(reverse("courses:roster_csv", args=[cohort.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_a_line_for_each_person(as_desk: Client) -> None:
    cohort = make.cohort()
    place = reserve_place(
        student=make.student(display_name="Hélène Tremblay", legal_name="Hélène M. Tremblay"),
        cohort=cohort,
    )

    head, line = read(as_desk, cohort)

    assert head[:4] == ["Name", "Legal name", "Email", "Status"]
    assert line[:4] == ["Hélène Tremblay", "Hélène M. Tremblay", place.student.email, "Reserved"]
    assert line[6:10] == [place.invoice.number, "779.70", "0.00", "779.70"]


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\tTab", "\rReturn"])
def test_no_name_becomes_a_formula(as_desk: Client, name: str) -> None:
    cohort = make.cohort()
    reserve_place(student=make.student(display_name=name, legal_name=name), cohort=cohort)

    _, line = read(as_desk, cohort)

    assert line[0] == f"'{name}"
    assert line[1] == f"'{name}"


# --- Payments -------------------------------------------------------------------------------


def test_the_payment_form_knows_what_is_owed(as_desk: Client, place: Enrolment) -> None:
    page = as_desk.get(payment_url(place)).content.decode()

    assert 'value="779.70"' in page


def test_a_full_payment_confirms_the_place(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.post(payment_url(place), payment(), follow=True)

    place.refresh_from_db()
    assert place.status == Status.CONFIRMED
    assert "is confirmed and gets the dates by email" in answer.content.decode()
    assert OutboundMessage.objects.filter(kind="courses.place_confirmed").count() == 1


def test_half_a_payment_keeps_the_place_reserved(as_desk: Client, place: Enrolment) -> None:
    as_desk.post(payment_url(place), payment(amount="300"))

    place.refresh_from_db()
    assert place.status == Status.RESERVED
    assert 'value="479.70"' in as_desk.get(payment_url(place)).content.decode()


def test_the_same_payment_sent_twice_is_one(as_desk: Client, place: Enrolment) -> None:
    form = payment(amount="100")

    answers = {as_desk.post(payment_url(place), form)["Location"] for _ in range(3)}

    assert answers == {roster_url(place.cohort)}
    assert Payment.objects.get().cents == 100_00


def test_money_sent_back_is_written_as_less(as_desk: Client, place: Enrolment) -> None:
    as_desk.post(payment_url(place), payment())
    as_desk.post(payment_url(place), payment(direction="refunded", amount="79.70"))

    assert place.invoice.paid_cents == 700_00


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "lots", "Enter the amount in dollars"),
        ("amount", "0", "Enter an amount above zero."),
        ("amount", "1.234", "Enter dollars and cents"),
        ("amount", "NaN", "Enter the amount in dollars"),
        ("received_on", "yesterday", "Enter the date as year-month-day"),
        ("received_on", "2099-01-01", "Enter a date that is not in the future."),
        ("method", "barter", "Select a valid choice"),
    ],
)
def test_a_slip_in_a_payment_is_named_and_nothing_is_lost(
    as_desk: Client, place: Enrolment, field: str, value: str, words: str
) -> None:
    answer = as_desk.post(payment_url(place), payment(reference="kept", **{field: value}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="kept"' in page
    assert not Payment.objects.exists()


def test_a_payment_after_the_release_is_refused_with_the_reason(
    as_desk: Client, place: Enrolment
) -> None:
    as_desk.post(reverse("courses:place", args=[place.pk]), {"act": "cancel", "reason": ""})

    answer = as_desk.post(payment_url(place), payment())

    assert answer.status_code == 422
    assert "This place was released" in answer.content.decode()


def test_a_free_place_takes_no_payment(as_desk: Client) -> None:
    place = reserve_place(student=make.student(), cohort=make.cohort(price_cents=0))

    page = as_desk.get(payment_url(place)).content.decode()

    assert "There is no invoice for this place" in page
    assert as_desk.post(payment_url(place), payment(amount="5")).status_code == 422


# --- What changes a place -------------------------------------------------------------------


def sponsor(client: Client, cohort: Cohort, email: str, by: str = "Northern Fund") -> object:
    address = reverse("courses:sponsor", args=[cohort.pk])
    return client.post(address, {"email": email, "sponsor": by})


def test_a_sponsored_place_is_sure_at_once(as_desk: Client, student: User) -> None:
    cohort = make.cohort()

    sponsor(as_desk, cohort, student.email.upper())

    place = Enrolment.objects.get()
    assert (place.status, place.sponsor) == (Status.CONFIRMED, "Northern Fund")
    assert "Northern Fund" in as_desk.get(roster_url(cohort)).content.decode()


def test_a_sponsored_place_needs_an_account_and_a_seat(as_desk: Client, place: Enrolment) -> None:
    full = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=full)

    nobody = sponsor(as_desk, place.cohort, "nobody@example.com")
    seatless = sponsor(as_desk, full, make.student().email)

    for answer, words in ((nobody, "No account has this email"), (seatless, "is full")):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert words in answer.content.decode()  # type: ignore[attr-defined]


def place_url(place: Enrolment) -> str:
    return reverse("courses:place", args=[place.pk])


def paid(place: Enrolment, by: User) -> Enrolment:
    receipt = Receipt("cheque", place.invoice.total_cents, timezone.localdate())
    record_payment(enrolment=place, receipt=receipt, by=by, form_token=uuid.uuid4())
    place.refresh_from_db()
    return place


def test_the_desk_cancels_with_a_reason_the_student_reads(
    as_desk: Client, place: Enrolment
) -> None:
    as_desk.post(place_url(place), {"act": "cancel", "reason": "Asked by phone"})

    place.refresh_from_db()
    assert place.status == Status.CANCELLED
    assert "Asked by phone" in as_desk.get(place_url(place)).content.decode()


def test_the_desk_defers_a_paid_place(as_desk: Client, desk: User, place: Enrolment) -> None:
    paid(place, desk)

    as_desk.post(place_url(place), {"act": "defer", "reason": "Parental leave"})

    place.refresh_from_db()
    assert place.status == Status.DEFERRED


def test_the_desk_moves_a_paid_place_to_another_date(
    as_desk: Client, desk: User, place: Enrolment
) -> None:
    paid(place, desk)
    other = make.cohort(place.cohort.version.course, starts_in_days=90)

    as_desk.post(place_url(place), {"act": "transfer", "cohort": str(other.pk)})

    place.refresh_from_db()
    assert place.status == Status.TRANSFERRED
    assert place.moved_to is not None
    assert place.moved_to.cohort == other


def test_only_dates_of_the_same_course_with_seats_are_offered(
    as_desk: Client, desk: User, place: Enrolment
) -> None:
    paid(place, desk)
    elsewhere = make.cohort()

    answer = as_desk.post(place_url(place), {"act": "transfer", "cohort": str(elsewhere.pk)})

    assert answer.status_code == 422
    assert "That date is not open any more" in answer.content.decode()


def test_an_act_the_status_forbids_is_refused_in_words(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.post(place_url(place), {"act": "defer", "reason": ""})

    assert answer.status_code == 422
    assert "already reserved" in answer.content.decode()


# --- A word to everybody --------------------------------------------------------------------


def test_a_message_says_first_how_many_it_reaches(as_desk: Client, place: Enrolment) -> None:
    page = as_desk.get(reverse("courses:message", args=[place.cohort_id])).content.decode()

    assert "Goes to 1 person:" in page
    assert "Send 1 letter" in page


def test_the_same_message_sent_twice_is_one_letter_each(as_desk: Client, place: Enrolment) -> None:
    sponsored = Terms(sponsor="Northern Fund")
    reserve_place(student=make.student(), cohort=place.cohort, terms=sponsored)
    address = reverse("courses:message", args=[place.cohort_id])
    form = {"form_token": str(uuid.uuid4()), "subject": "Room", "text": "Bring a laptop."}

    first, again = (as_desk.post(address, form, follow=True) for _ in range(2))

    assert "2 letters are on their way." in first.content.decode()
    assert "Nobody gets it twice" in again.content.decode()
    assert OutboundMessage.objects.filter(kind="courses.cohort_message").count() == 2


def test_a_second_message_is_a_second_letter(as_desk: Client, place: Enrolment) -> None:
    address = reverse("courses:message", args=[place.cohort_id])

    for subject in ("Room", "Laptop"):
        form = {"form_token": str(uuid.uuid4()), "subject": subject, "text": "Read this."}
        as_desk.post(address, form)

    assert OutboundMessage.objects.filter(kind="courses.cohort_message").count() == 2


def test_a_message_without_words_keeps_its_subject(as_desk: Client, place: Enrolment) -> None:
    address = reverse("courses:message", args=[place.cohort_id])

    answer = as_desk.post(address, {"subject": "Room", "text": ""})

    assert answer.status_code == 422
    assert 'value="Room"' in answer.content.decode()
    assert "Write the message." in answer.content.decode()


# --- The register ---------------------------------------------------------------------------


def test_the_register_is_kept_and_can_be_corrected(client: Client, desk: User) -> None:
    teacher = make.instructor()
    cohort = make.cohort(taught_by=teacher)
    place = paid(reserve_place(student=make.student(), cohort=cohort), desk)
    under_way(cohort)
    client.force_login(teacher)
    address = reverse("courses:attendance", args=[cohort.pk, 1])

    for mark in ("late", "present"):
        answer = client.post(address, {f"mark-{place.pk}": mark}, follow=True)

    line = Attendance.objects.get()
    assert (line.mark, line.marked_by) == ("present", teacher)
    assert "1 marked" in answer.content.decode()
    assert f'name="mark-{place.pk}" value="present" checked' in answer.content.decode()


def test_the_register_takes_no_strangers_and_no_invented_marks(client: Client, desk: User) -> None:
    teacher = make.instructor()
    cohort = make.cohort(taught_by=teacher)
    place = paid(reserve_place(student=make.student(), cohort=cohort), desk)
    stranger = paid(reserve_place(student=make.student(), cohort=make.cohort()), desk)
    under_way(cohort)
    client.force_login(teacher)

    marks = {f"mark-{stranger.pk}": "present", f"mark-{place.pk}": "asleep", "mark-x": "late"}
    client.post(reverse("courses:attendance", args=[cohort.pk, 1]), marks)

    assert not Attendance.objects.exists()


def test_the_register_opens_when_the_class_begins(as_manager: Client, place: Enrolment) -> None:
    address = reverse("courses:attendance", args=[place.cohort_id, 1])

    assert "opens when the class begins" in as_manager.get(address).content.decode()
    assert "opens when the class begins" in as_manager.post(address).content.decode()


def test_the_desk_does_not_keep_the_register(as_desk: Client, place: Enrolment) -> None:
    answer = as_desk.get(reverse("courses:attendance", args=[place.cohort_id, 1]))

    assert answer.status_code == 403
    assert "whoever teaches" in answer.content.decode()


# --- Teaching -------------------------------------------------------------------------------


def test_teaching_lists_my_next_classes_and_cohorts(client: Client) -> None:
    teacher = make.instructor()
    mine, other = make.cohort(taught_by=teacher), make.cohort()
    first = under_way(mine)
    Session.objects.filter(pk=first.pk).update(join_url="https://meet.example.com/42")
    client.force_login(teacher)

    page = client.get(reverse("courses:teaching")).content.decode()

    assert "https://meet.example.com/42" in page
    assert roster_url(mine) in page
    assert roster_url(other) not in page
