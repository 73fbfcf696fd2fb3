"""What preparing for interviews contributes: the next step, the timeline, the privacy file."""

from collections.abc import Iterable

from django.http import HttpRequest

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role, may_enter
from mentorship import preparation
from mentorship.models import (
    Booking,
    InterviewTarget,
    PracticeAnswer,
    QuestionUse,
    Scorecard,
    TargetStatus,
)

SHOWN = 2


def next_step(request: HttpRequest) -> dict[str, object] | None:
    """The nearest interviews with what comes next for each."""
    assert isinstance(request.user, User)
    targets = list(InterviewTarget.objects.visible_to(request.user).ahead()[:SHOWN])
    return {"plans": preparation.plans(request.user, targets)} if targets else None


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """Each interview, and each scorecard that was submitted."""
    for one in InterviewTarget.objects.visible_to(user).exclude(status=TargetStatus.DROPPED):
        yield panels.TimelineRow(
            one.at, f"Interview: {one}", one.get_absolute_url(), kind="mentorship"
        )
    for card in Scorecard.objects.of_student(user).latest_only().with_scores():
        words = f"Scorecard of the mock interview with {card.booking.mentor.user.name}"
        yield panels.TimelineRow(card.submitted_at, words, card.student_url, kind="mentorship")


def history(whose: panels.Whose) -> Iterable[panels.HistoryRow]:
    """What somebody prepares for, for the staff who talk with them."""
    if whose.user is None:
        return
    for one in InterviewTarget.objects.visible_to(whose.user):
        yield panels.HistoryRow(
            one.created_at,
            "mentoring",
            f"Prepares for {one}",
            look="next" if one.status == TargetStatus.AHEAD else "done",
            state=one.get_outcome_display() or one.get_status_display(),
        )


def everything(user: User) -> dict[str, object]:
    """Interviews, answers practised alone, questions heard, and scorecards, as they are stored."""
    targets = InterviewTarget.objects.visible_to(user).values(
        "company", "role", "level", "interview_round", "at", "zone", "status", "outcome", "asked",
        "learned", "created_at",
    )  # fmt: skip
    practised = PracticeAnswer.objects.visible_to(user).values(
        "use__question__prompt", "started_at", "stopped_at", "level", "notes"
    )
    heard = QuestionUse.objects.of_student(user).heard().values("question__prompt", "at")
    cards = Scorecard.objects.of_student(user).values(
        "submitted_at", "revision", "summary", "scores__criterion__name", "scores__level",
        "scores__evidence",
    )  # fmt: skip
    return {
        "interviews": list(targets),
        "practised": list(practised),
        "questions heard": list(heard),
        "scorecards": list(cards),
    }


def _to_write(user: User) -> int:
    return Booking.objects.of_mentor(user).to_score().count()


panels.add_panel(panels.Panel("interviews", "mentorship/panels/_interviews.html", 25, next_step))
panels.add_timeline(timeline)
panels.add_history(history)
panels.add_export("interviews", everything)
panels.add_nav(
    panels.NavEntry(
        "app",
        "Interviews",
        url_name="mentorship:interviews",
        icon="flag",
        order=30,
        shown_to=lambda user: user.has_role(Role.STUDENT),
        covers="/mentorship/practice/",
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Scorecards",
        url_name="mentorship:scorecards",
        icon="list",
        order=42,
        shown_to=lambda user: may_enter("mentoring", user.roles),
        covers="/mentoring/questions/",
        count=_to_write,
    )
)
