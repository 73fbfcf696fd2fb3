"""The pages a student prepares on: theirs alone, and the notes only after the answer."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import (
    BookingStatus,
    InterviewTarget,
    Outcome,
    PracticeAnswer,
    Question,
    TargetStatus,
)
from mentorship.operations import questions
from mentorship.operations.practising import start_practice
from tests import make
from tests.mentorship.preparing import interviewer, mock, scored, target

pytestmark = pytest.mark.django_db
NEW = reverse("mentorship:interview_new")


def filled(**changes: str) -> dict[str, str]:
    """The form for a staff loop in three weeks, on London's clock."""
    day = timezone.now().date() + dt.timedelta(days=21)
    known = {
        "form_token": str(uuid.uuid4()),
        "company": "Northlake",
        "role": "Staff TPM",
        "level": "staff",
        "interview_round": "Loop",
        "day": day.isoformat(),
        "at": "10:00",
        "zone": "Europe/London",
    }
    return known | changes


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_interview_is_planned_on_the_clock_of_the_invitation(as_student: Client) -> None:
    answer = as_student.post(NEW, filled())

    planned = InterviewTarget.objects.get()
    assert answer.headers["Location"] == planned.get_absolute_url()
    assert planned.at.astimezone(planned.clock).hour == 10
    shown = page(as_student, planned.get_absolute_url())
    assert "Staff TPM at Northlake" in shown
    assert "London time" in shown


def test_sending_the_form_twice_is_one_interview(as_student: Client) -> None:
    form = filled()
    as_student.post(NEW, form)
    as_student.post(NEW, form)

    assert InterviewTarget.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("company", "", "Enter the company."),
        ("day", "12 Oct", "enter the date as year-month-day"),
        ("day", "2020-01-01", "Choose a moment that lies ahead."),
        ("at", "25:99", "enter the time on 24 hours"),
        ("zone", "Mars/Olympus", "Choose a clock from the list."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    as_student: Client, field: str, value: str, words: str
) -> None:
    answer = as_student.post(NEW, filled(**{field: value}))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert 'value="Staff TPM"' in shown
    assert not InterviewTarget.objects.exists()


@time_machine.travel("2027-03-01T15:00:00Z", tick=False)
def test_a_time_the_clocks_skip_is_refused(as_student: Client) -> None:
    wrong = filled(day="2027-03-14", at="02:30", zone="America/Toronto")

    assert "The clocks skip this time" in as_student.post(NEW, wrong).content.decode()


def test_a_change_of_date_plans_again_and_a_change_of_name_does_not(
    as_student: Client, student: User
) -> None:
    as_student.post(NEW, filled())
    change = reverse("mentorship:interview_change", args=[InterviewTarget.objects.get().public_id])

    as_student.post(change, filled(company="Southlake"))
    assert InterviewTarget.objects.get().sequence == 0

    later = (timezone.now().date() + dt.timedelta(days=40)).isoformat()
    as_student.post(change, filled(day=later))
    assert InterviewTarget.objects.get().sequence == 1


def test_an_interview_is_called_off_after_a_page_that_says_what_follows(
    as_student: Client, student: User
) -> None:
    planned = target(student)
    address = reverse("mentorship:interview_call_off", args=[planned.public_id])

    assert "Sessions you booked stay booked" in page(as_student, address)
    as_student.post(address)

    planned.refresh_from_db()
    assert planned.status == TargetStatus.DROPPED
    assert as_student.get(address).status_code == 302


def test_how_it_went_is_kept_once_it_is_over(as_student: Client, student: User) -> None:
    planned = target(student)
    address = reverse("mentorship:interview_debrief", args=[planned.public_id])
    assert as_student.get(address).status_code == 302

    with time_machine.travel(planned.at + dt.timedelta(hours=3), tick=False):
        as_student.force_login(student)
        assert as_student.post(address, {"asked": "The float."}).status_code == 422
        as_student.post(address, {"outcome": Outcome.OFFER, "asked": "The float."})
        shown = page(as_student, planned.get_absolute_url())

    assert "They made an offer" in shown
    assert "The float." in shown


def test_the_list_and_today_show_what_comes_next(as_student: Client, student: User) -> None:
    target(student)

    assert "Hand in your CV" in page(as_student, reverse("mentorship:interviews"))
    assert "Staff TPM at Northlake" in page(as_student, reverse("dashboard"))


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    as_student: Client, student: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(as_student, reverse("mentorship:interviews"))
        return len(queries)

    target(student)
    scored(mock(interviewer(), student, days_ago=60))
    asked()  # what is read once per process
    one = asked()
    for days in range(8, 14):
        target(student, days)
        scored(mock(interviewer(), student, days_ago=days * 3))

    assert asked() == one


# --- Practice --------------------------------------------------------------------------------

PRACTICE = reverse("mentorship:practice")


def test_practice_runs_from_the_question_to_the_notes(as_student: Client, student: User) -> None:
    as_student.post(PRACTICE, {"criterion": "risk", "level": ""})
    answer = PracticeAnswer.objects.get()
    address, strong = answer.get_absolute_url(), answer.question.strong[0]
    assert answer.question.criterion == "risk"

    running = page(as_student, address)
    assert answer.question.prompt in running.replace("&#x27;", "'").replace("&quot;", '"')
    assert strong not in running

    as_student.post(address, {"act": "stop"})
    assert strong not in page(as_student, address)

    as_student.post(address, {"act": "judge", "level": "2", "notes": "Too long."})
    shown = page(as_student, address)
    assert "A strong answer" in shown
    assert "Too long." in shown
    assert "2 of 4" in page(as_student, PRACTICE)


def test_the_clock_is_stopped_before_anything_is_judged(as_student: Client, student: User) -> None:
    answer = start_practice(student=student)

    as_student.post(answer.get_absolute_url(), {"act": "judge", "level": "4"})

    answer.refresh_from_db()
    assert answer.level is None


def test_without_a_level_the_notes_stay_closed(as_student: Client, student: User) -> None:
    answer = start_practice(student=student)
    as_student.post(answer.get_absolute_url(), {"act": "stop"})

    assert as_student.post(answer.get_absolute_url(), {"act": "judge"}).status_code == 422
    as_student.post(answer.get_absolute_url(), {"act": "leave"})

    assert "Its notes stay closed" in page(as_student, answer.get_absolute_url())


def test_an_open_question_is_gone_on_with(as_student: Client, student: User) -> None:
    answer = start_practice(student=student)

    assert as_student.post(PRACTICE, {}).headers["Location"] == answer.get_absolute_url()
    assert "A question is open" in page(as_student, PRACTICE)


def test_a_choice_that_is_not_on_the_list_is_refused(as_student: Client) -> None:
    assert as_student.post(PRACTICE, {"criterion": "charm"}).status_code == 422


# --- What a student must not read ------------------------------------------------------------


def test_a_student_reads_no_notes_of_a_question_before_it_was_asked(
    as_student: Client, student: User
) -> None:
    ahead = mock(interviewer(), student, days_ago=-3, status=BookingStatus.CONFIRMED)
    uses = questions.draw(booking=ahead)
    start_practice(student=student)
    secrets = [line for one in Question.objects.all() for line in (*one.strong, *one.weak)]
    prompts = [use.question.prompt[:40] for use in uses]

    addresses = [
        reverse("mentorship:interviews"),
        PRACTICE,
        PracticeAnswer.objects.get().get_absolute_url(),
        reverse("mentorship:progress"),
        reverse("mentorship:mock_result", args=[ahead.public_id]),
        reverse("dashboard"),
        reverse("accounts:everything"),
    ]
    for address in addresses:
        shown = b"".join(as_student.get(address)).decode()
        assert not [line for line in secrets if line in shown], address
        assert not [prompt for prompt in prompts if prompt in shown], address


def test_the_bank_the_sheet_and_the_scorecard_page_are_for_interviewers(
    as_student: Client, student: User
) -> None:
    session = mock(interviewer(), student)
    for name in ("questions", "scorecards"):
        assert as_student.get(reverse(f"mentorship:{name}")).status_code == 403
    for name in ("question_sheet", "scorecard"):
        address = reverse(f"mentorship:{name}", args=[session.public_id])
        assert as_student.get(address).status_code == 403


def test_a_student_reads_their_scorecard_without_the_note_to_the_next_mentor(
    as_student: Client, student: User
) -> None:
    session = mock(interviewer(), student)
    address = reverse("mentorship:mock_result", args=[session.public_id])
    assert "No scorecard yet" in page(as_student, address)

    scored(session, note="Interrupt earlier.", risk=1)

    shown = page(as_student, address)
    assert "They said Risk." in shown
    assert "Practise next: Risk" in shown
    assert "Interrupt earlier." not in shown
    exported = b"".join(as_student.get(reverse("accounts:everything"))).decode()
    assert "They said Risk." in exported
    assert "Interrupt earlier." not in exported


def test_nobody_elses_interview_practice_or_scorecard_exists(as_student: Client) -> None:
    other = make.student()
    records = [
        target(other).get_absolute_url(),
        start_practice(student=other).get_absolute_url(),
        reverse("mentorship:mock_result", args=[mock(interviewer(), other).public_id]),
    ]

    assert [as_student.get(address).status_code for address in records] == [404, 404, 404]


def test_progress_is_told_in_words_and_in_a_table(as_student: Client, student: User) -> None:
    ana = interviewer()
    scored(mock(ana, student, days_ago=40), risk=1)
    scored(mock(ana, student, days_ago=10), risk=3)

    shown = page(as_student, reverse("mentorship:progress"))

    assert 'class="track"' in shown
    assert "Risk: 1 on" in shown
    assert "Levels from 1 to 4, by session and criterion" in shown
    assert "Too few sessions to compare" in shown
