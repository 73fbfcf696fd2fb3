"""What sitting an examination contributes: the console, signals, accommodations, one's own data."""

from certification.models import Accommodation, Attempt, ResponseEvent, Signal
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def waiting_signals(user: User) -> int:
    return Signal.objects.waiting().count()


def everything(user: User) -> dict[str, object]:
    """Attempts, answers as they were saved, and accommodations, as they are stored."""
    saved = ResponseEvent.objects.filter(attempt_item__attempt__candidate=user)
    granted = Accommodation.objects.filter(person=user)
    return {
        "attempts": list(
            Attempt.objects.of(user).values(
                "code", "form__code", "started_at", "deadline_at", "submitted_at", "factor"
            )
        ),
        "answers": list(
            saved.values(
                "attempt_item__attempt__code", "attempt_item__position", "body", "saved_at", "seq"
            )
        ),
        "accommodations": list(granted.values("factor", "break_minutes", "reason", "created_at")),
    }


panels.add_export("exams", everything)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Sittings",
        url_name="certification:sittings",
        icon="clock",
        order=63,
        shown_to=lambda user: may_enter("exam console", user.roles),
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Signals",
        url_name="certification:signals",
        icon="eye",
        order=64,
        shown_to=lambda user: may_enter("exam console", user.roles),
        count=waiting_signals,
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Accommodations",
        url_name="certification:accommodations",
        icon="users",
        order=65,
        shown_to=lambda user: may_enter("applications", user.roles),
    )
)
