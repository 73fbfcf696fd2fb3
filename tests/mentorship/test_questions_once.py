"""A student hears a question once, in whatever session and whoever asks."""

import pytest
from django.db import IntegrityError

from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship.models import Booking, BookingStatus, PracticeAnswer, Question, QuestionUse
from mentorship.operations import questions
from mentorship.operations.practising import start_practice
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.preparing import interviewer, mock, scored

pytestmark = pytest.mark.django_db
AHEAD = {"days_ago": -3, "status": BookingStatus.CONFIRMED}


@pytest.fixture
def session(student: User) -> Booking:
    """A mock interview three days ahead."""
    return mock(interviewer(), student, days_ago=-3, status=BookingStatus.CONFIRMED)


def keys(booking: Booking) -> list[str]:
    return [use.question.key for use in QuestionUse.objects.on_sheet(booking)]


def test_the_database_refuses_a_question_a_student_has_heard(student: User) -> None:
    question = Question.objects.all()[0]
    QuestionUse.objects.create(student=student, question=question)

    with pytest.raises(IntegrityError, match="no_student_hears_a_question_twice"):
        QuestionUse.objects.create(student=student, question=question)


def test_a_sheet_holds_six_and_drawing_again_adds_nothing(session: Booking) -> None:
    assert len(questions.draw(booking=session)) == 6
    assert questions.draw(booking=session) == []
    assert len(set(keys(session))) == 6


def test_the_next_session_asks_other_questions(session: Booking, student: User) -> None:
    later = mock(interviewer(), student, days_ago=-5, status=BookingStatus.CONFIRMED)
    questions.draw(booking=session)
    questions.draw(booking=later)

    assert not set(keys(session)) & set(keys(later))


def test_the_weakest_criterion_of_the_last_scorecard_comes_first(
    session: Booking, student: User
) -> None:
    scored(mock(interviewer(), student), metrics=1)

    drawn = questions.draw(booking=session)

    assert [use.question.criterion for use in drawn].count("metrics") == 2
    assert drawn[0].question.criterion == "metrics"


def test_a_question_that_was_swapped_off_may_be_asked_some_other_day(session: Booking) -> None:
    first, *_ = questions.draw(booking=session)

    fresh = questions.swap(use=first)

    assert fresh.position == first.position
    assert fresh.question.criterion == first.question.criterion
    assert first.question.key not in keys(session)
    assert Question.objects.unheard_by(session.student).filter(pk=first.question_id).exists()


def test_what_was_heard_alone_cannot_be_added_to_a_sheet(session: Booking, student: User) -> None:
    answer = start_practice(student=student)

    with pytest.raises(RuleBroken, match="has heard this question before"):
        questions.add(booking=session, question=answer.question)


def test_adding_twice_is_once(session: Booking) -> None:
    question = Question.objects.all()[0]

    assert questions.add(booking=session, question=question) == questions.add(
        booking=session, question=question
    )
    assert keys(session) == [question.key]


def test_a_sheet_of_a_session_called_off_asked_nothing(session: Booking, student: User) -> None:
    questions.draw(booking=session)
    Booking.objects.filter(pk=session.pk).update(status=BookingStatus.CANCELLED_BY_MENTOR)

    start_practice(student=student)

    assert keys(session) == []


def test_a_sheet_stays_once_the_scorecard_is_submitted(student: User) -> None:
    booking = mock(interviewer(), student, status=BookingStatus.CONFIRMED)
    use, *_ = questions.draw(booking=booking)
    scored(booking)

    with pytest.raises(RuleBroken, match="scorecard is submitted"):
        questions.swap(use=use)


def test_only_a_mock_interview_that_is_agreed_has_a_sheet(student: User) -> None:
    over = mock(interviewer(), student, status=BookingStatus.NO_SHOW_STUDENT)

    with pytest.raises(RuleBroken, match="The sheet cannot change"):
        questions.draw(booking=over)


def test_a_bank_that_is_used_up_says_so(session: Booking, student: User) -> None:
    QuestionUse.objects.bulk_create(
        QuestionUse(student=student, question=one) for one in Question.objects.all()
    )

    assert questions.draw(booking=session) == []
    with pytest.raises(RuleBroken, match="heard every question"):
        start_practice(student=student)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_mentors_and_the_student_draw_at_once_and_share_no_question() -> None:
    student = make.student()
    sessions = [
        mock(interviewer(), student, days_ago=-day, status=BookingStatus.CONFIRMED)
        for day in (3, 5, 7, 9)
    ]

    def drawn(number: int) -> object:
        if number == len(sessions):
            return start_practice(student=student)
        return questions.draw(booking=sessions[number])

    outcomes = at_the_same_time(drawn, range(len(sessions) + 1))

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert QuestionUse.objects.of_student(student).count() == 4 * 6 + 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_practice_opens_one_question() -> None:
    student = make.student()

    outcomes = at_the_same_time(lambda _: start_practice(student=student), range(8))

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert PracticeAnswer.objects.count() == 1
