"""What is held of a person's seats, ballots and consents, for the person."""

from typing import Any

from courses.models import Absence, Ballot, BoardConsent, Seat, TeamInvitation
from institute.accounts.models import User


def everything(user: User) -> dict[str, Any]:
    """Seats and how those tables decide, ballots, invitations, absences, and every consent."""
    seats = Seat.objects.filter(user=user).order_by("pk")
    consents = BoardConsent.objects.filter(user=user).select_related("cohort__version")
    return {
        "seats": list(seats.values("run", "part", "joined_at", "heard_at", "run__table__decides")),
        "ballots": list(
            Ballot.objects.filter(user=user).order_by("pk").values("run", "week", "at")
        ),
        "asked_to_tables": list(_invitations(user=user)),
        "asked_others_to_tables": list(_invitations(by=user)),
        "absences": list(
            Absence.objects.filter(user=user).values(
                "run", "part", "step", "silent_since", "at", "back_at"
            )
        ),
        "leaderboards": [
            {
                "class": str(consent.cohort),
                "shown_as": consent.shown_as,
                "agreed": consent.given_at,
                "taken_back": consent.withdrawn_at,
            }
            for consent in consents.order_by("pk")
        ],
    }


def _invitations(**whose: User) -> Any:
    """Without the other person: their name is theirs."""
    rows = TeamInvitation.objects.filter(**whose)
    return rows.values("run", "status", "asked_at", "answered_at")
