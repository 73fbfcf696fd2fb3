"""A team at one run: how it decides, who is asked to it, who agreed with which plan, who is silent.

And who is shown on a leaderboard.
"""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models.cohort import Cohort
from courses.models.run import Part, RunState, SimulationRun
from institute.accounts.models import User
from institute.moves import Move, Moving

#: How long somebody at a table is not heard before the others may go on without them.
SILENCE = dt.timedelta(hours=72)


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


class Answer(models.TextChoices):
    """What somebody said to an invitation by name."""

    WAITING = "waiting", "Not answered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    """Chainable adjectives for invitations."""

    def waiting(self) -> Self:
        return self.filter(status=Answer.WAITING)

    def to_open_tables(self) -> Self:
        """Those that still lead to a seat: the first week is not ended, the lead closed nothing."""
        playing = self.filter(run__status=RunState.PLAYING, run__week=0)
        return playing.filter(run__table__invite_token__isnull=False)

    def with_scenario(self) -> Self:
        return self.select_related("run__version", "run__user", "run__table", "by", "user")


class TeamInvitation(Moving):
    """The lead asks somebody of a class of theirs to the table, by the name the class sees."""

    MOVES: ClassVar = {
        "accept": Move.of(Answer.WAITING, to=Answer.ACCEPTED),
        "decline": Move.of(Answer.WAITING, to=Answer.DECLINED),
    }

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="team_invitations")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="team_invitations_sent")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    shown_as = models.CharField("the name their class sees", max_length=150)
    status = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "user"], name="a_table_asks_each_person_once"),
            models.CheckConstraint(
                condition=Q(status__in=Answer.values), name="answers_to_a_table_are_known"
            ),
            models.CheckConstraint(condition=~Q(user=F("by")), name="nobody_asks_themselves"),
            models.CheckConstraint(
                condition=Q(status=Answer.WAITING, answered_at__isnull=True)
                | ~Q(status=Answer.WAITING) & Q(answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_as} asked to {self.run}"


class Step(models.TextChoices):
    """What a table may do about somebody it has not heard."""

    SEAT = "seat", "The seat was freed"
    LEAD = "lead", "Somebody else leads"


class Absence(models.Model):
    """A table went on without somebody it had not heard for three days; kept as a record."""

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="absences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)
    step = models.CharField(max_length=4, choices=Step.choices)
    silent_since = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    back_at = models.DateTimeField(null=True, blank=True, help_text="when they took it again")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(silent_since__lte=F("at") - SILENCE),
                name="nobody_is_passed_over_before_three_days",
            ),
            models.CheckConstraint(
                condition=Q(step__in=Step.values) & Q(part__in=Part.values),
                name="absence_words_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("by")), name="nobody_passes_over_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_step_display()}"


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
