"""What is held of a person's seats, ballots and consents, for the person."""

from typing import Any

from courses.models import Ballot, BoardConsent, Seat
from institute.accounts.models import User


def everything(user: User) -> dict[str, Any]:
    """Seats and how those tables decide, ballots, and every consent, taken back or not."""
    seats = Seat.objects.filter(user=user).order_by("pk")
    consents = BoardConsent.objects.filter(user=user).select_related("cohort__version")
    return {
        "seats": list(seats.values("run", "part", "joined_at", "run__table__decides")),
        "ballots": list(
            Ballot.objects.filter(user=user).order_by("pk").values("run", "week", "at")
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
