"""The pages of interview preparation, each in the states a reader may find it in."""

from django.urls import reverse

from institute.accounts.models import User
from mentorship.models import BookingStatus, Mentor, PracticeAnswer
from mentorship.operations import practising, questions
from tests.mentorship.preparing import mock, scored, target


def of_student(student: User) -> list[str]:
    """An interview ahead, practice in three states, and a scorecard."""
    session = scored(mock(Mentor.objects.all()[0], student, days_ago=1)).booking
    judged, stopped = _practised(student), practising.start_practice(student=student)
    practising.stop_practice(answer=stopped)
    planned = target(student)
    by_target = ("interview", "interview_change", "interview_call_off")
    return [
        *(reverse(f"mentorship:{name}") for name in ("interviews", "interview_new")),
        *(reverse(f"mentorship:{name}", args=[planned.public_id]) for name in by_target),
        *(reverse(f"mentorship:{name}") for name in ("practice", "progress")),
        *(answer.get_absolute_url() for answer in (judged, stopped)),
        reverse("mentorship:mock_result", args=[session.public_id]),
    ]


def _practised(student: User) -> PracticeAnswer:
    answer = practising.start_practice(student=student)
    practising.stop_practice(answer=answer)
    return practising.judge_practice(answer=answer, level=2, notes="Too long.")


def of_newcomer() -> list[str]:
    """Pages with nothing on them yet."""
    names = ("interviews", "practice", "progress")
    return [reverse(f"mentorship:{name}") for name in names]


def of_mentor(user: User) -> list[str]:
    """The bank, a sheet with questions, a scorecard to write and one that was submitted."""
    mentor = Mentor.objects.get(user=user)
    student = User.objects.get(email="student2@example.com")
    over = scored(mock(mentor, student, days_ago=9)).booking
    session = mock(mentor, student, days_ago=1, status=BookingStatus.CONFIRMED)
    questions.draw(booking=session)
    return [
        *(reverse(f"mentorship:{name}") for name in ("questions", "scorecards")),
        reverse("mentorship:questions") + f"?for={session.public_id}&criterion=risk",
        reverse("mentorship:question_sheet", args=[session.public_id]),
        reverse("mentorship:scorecard", args=[session.public_id]),
        reverse("mentorship:scorecard", args=[over.public_id]),
        reverse("mentorship:scorecard", args=[over.public_id]) + "?revise",
    ]
