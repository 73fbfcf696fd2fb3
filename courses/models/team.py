"""A team at one run: how it decides, who agreed with which plan; who is shown on a leaderboard."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from courses.models.cohort import Cohort
from courses.models.run import SimulationRun
from institute.accounts.models import User


class Decides(models.TextChoices):
    """What ends a week of a team run."""

    LEAD = "lead", "The lead decides"
    VOTE = "vote", "A majority decides"


class Table(models.Model):
    """What makes a run a team's. Its seats are `Seat`; its lead is the run's own user."""

    run = models.OneToOneField(SimulationRun, on_delete=models.CASCADE, related_name="table")
    decides = models.CharField(max_length=4, choices=Decides.choices)
    # Empty once the lead has closed the invitation.
    invite_token = models.CharField(max_length=43, null=True, blank=True, unique=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decides__in=Decides.values), name="how_a_team_decides_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"The team of {self.run}"


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Chainable adjectives for ballots."""

    def on_the_plan(self, run: SimulationRun) -> Self:
        """Those for the plan as it stands, of people who still have a seat."""
        now = self.filter(run=run, week=run.next_week, draft_number=run.draft_number)
        return now.filter(user__in=run.seats.values("user"))


class Ballot(models.Model):
    """Somebody agrees with a week's plan; a plan that is saved later needs them again."""

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="ballots")
    week = models.PositiveSmallIntegerField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="simulation_ballots")
    draft_number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "week", "user"], name="one_ballot_per_person_and_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, week {self.week}"


class BoardConsentQuerySet(models.QuerySet["BoardConsent"]):
    """Chainable adjectives for consents."""

    def standing(self) -> Self:
        """Those nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class BoardConsent(models.Model):
    """Somebody agreed to be shown to their class; taken back at any time, and kept as a record."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="board_consents")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="board_consents")
    shown_as = models.CharField("name or alias", max_length=30)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = BoardConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "user"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_person_and_class",
            ),
            models.CheckConstraint(condition=~Q(shown_as=""), name="who_is_shown_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.shown_as}, {self.cohort}"
