"""A run of a simulation: its turns, its table, its debrief."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models.enrolment import Enrolment
from courses.models.simulation import ScenarioVersion
from institute.accounts.models import User
from institute.moves import Move, Moving


class RunMode(models.TextChoices):
    """Why a run is played."""

    PRACTICE = "practice", "Practice"
    CLASS = "class", "Class"
    ASSESSED = "assessed", "Assessed"


class RunState(models.TextChoices):
    """Where a run stands."""

    PLAYING = "playing", "In play"
    FINISHED = "finished", "Finished"
    ABANDONED = "abandoned", "Put away"


class RunQuerySet(models.QuerySet["SimulationRun"]):
    """Chainable adjectives for runs."""

    def of(self, user: User) -> Self:
        """The runs somebody leads or has a seat in."""
        return self.filter(Q(user=user) | Q(seats__user=user)).distinct()

    def once_with(self, user: User) -> Self:
        """Runs they play, or at which a seat of theirs was freed."""
        at_it = Q(user=user) | Q(seats__user=user) | Q(absences__user=user)
        return self.filter(at_it).distinct()

    def playing(self) -> Self:
        return self.filter(status=RunState.PLAYING)

    def finished(self) -> Self:
        return self.filter(status=RunState.FINISHED)

    def of_scenario(self, pk: int) -> Self:
        """Runs of a scenario, whatever its version was."""
        return self.filter(version__scenario=pk)

    def untouched(self, user: User, version: ScenarioVersion) -> Self:
        """Runs somebody dealt and has not planned anything in."""
        return self.filter(
            user=user,
            version=version,
            status=RunState.PLAYING,
            mode=RunMode.PRACTICE,
            week=0,
            draft_number=0,
        )

    def well_begun(self) -> Self:
        """Runs whose learner has met every panel."""
        return self.filter(week__gte=3)

    def of_class(self, cohort: int, scenario: int) -> Self:
        """What the students of a class play together, on one deal."""
        runs = self.filter(mode=RunMode.CLASS, enrolment__cohort=cohort)
        return runs.of_scenario(scenario)

    def of_classes_with(self, user: User) -> Self:
        """What any class of theirs plays."""
        return self.filter(mode=RunMode.CLASS, enrolment__cohort__enrolments__student=user)

    def on_luck(self, seed: int) -> Self:
        """Runs of one deal."""
        return self.filter(seed=seed)

    def burnt(self) -> Self:
        """Runs whose players have been shown everything that was hidden in their deal."""
        return self.filter(debrief__status=DebriefState.READY).exclude(debrief__guess={})

    def not_debriefed(self) -> Self:
        """Finished runs for which nobody has opened a debrief yet."""
        return self.finished().filter(debrief__isnull=True)

    def with_scenario(self) -> Self:
        return self.select_related("version__scenario")

    def without_their_state(self) -> Self:
        """For lists: a state is twenty thousand characters."""
        return self.defer("state", "draft", "version__source", "version__report")


class SimulationRun(Moving):
    """One game. The seed stays on the server; its commitment is public from the first minute.

    `state` is the engine's, after `week` committed weeks; `draft` holds the decisions of the week
    being planned, `draft_number` counts its saves so that an older tab is told.
    """

    MOVES: ClassVar = {
        "finish": Move.of(RunState.PLAYING, to=RunState.FINISHED),
        "put_away": Move.of(RunState.PLAYING, to=RunState.ABANDONED),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="simulation_runs")
    version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="runs")
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="simulation_runs"
    )
    mode = models.CharField(max_length=12, choices=RunMode.choices, default=RunMode.PRACTICE)
    status = models.CharField(max_length=12, choices=RunState.choices, default=RunState.PLAYING)
    engine = models.CharField(max_length=12)
    seed = models.PositiveBigIntegerField(editable=False)
    nonce = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(max_length=64, help_text="sha256 of nonce, colon, seed")
    week = models.PositiveSmallIntegerField(default=0)
    state = models.JSONField(default=dict)
    state_digest = models.CharField(max_length=64)
    draft = models.JSONField(default=dict, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    score = models.JSONField(null=True, blank=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    guided = models.BooleanField(default=False, help_text="the first-run guide was finished")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=RunState.values) & Q(mode__in=RunMode.values),
                name="run_words_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=RunState.FINISHED)
                | Q(total__isnull=False, score__isnull=False, finished_at__isnull=False),
                name="a_finished_run_has_a_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.title}, week {self.week}"

    @property
    def next_week(self) -> int:
        """The week that is being planned."""
        return self.week + 1


class SimulationTurn(models.Model):
    """One committed week; insert-only, each row names the digest it stands on."""

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="turns")
    week = models.PositiveSmallIntegerField()
    decisions = models.JSONField()
    events = models.JSONField(default=list)
    state_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["run", "week"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "week"], name="one_turn_per_week")
        ]

    def __str__(self) -> str:
        return f"Week {self.week}"


class Part(models.TextChoices):
    """What a member of a team watches: the five responsibilities of a TPM."""

    ALIGN = "align", "Alignment"
    LEAD = "lead", "Teams"
    RISK = "risk", "Risk"
    COMM = "comm", "Stakeholders"
    EXEC = "exec", "Delivery"


class Seat(models.Model):
    """A place at the table of a team run; the run's own user leads and has a seat too."""

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="simulation_seats")
    part = models.CharField(max_length=8, choices=Part.choices)
    joined_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(
        default=timezone.now, help_text="when they last looked or voted"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "user"], name="one_seat_per_person"),
            models.UniqueConstraint(fields=["run", "part"], name="one_person_per_part"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="seat_part_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_part_display()}"


class DebriefState(models.TextChoices):
    """Where the working-out of a debrief stands."""

    WAITING = "waiting", "Waiting"
    WORKING = "working", "Being worked out"
    READY = "ready", "Ready"
    FAILED = "failed", "Stopped"


class DebriefQuerySet(models.QuerySet["Debrief"]):
    """Chainable adjectives for debriefs."""

    def unfinished(self) -> Self:
        """Debriefs a worker should go on with."""
        return self.filter(status__in=[DebriefState.WAITING, DebriefState.WORKING])


class Debrief(Moving):
    """What a finished run shows its learner: worked out in steps a killed worker can resume."""

    MOVES: ClassVar = {
        "begin": Move.of(
            DebriefState.WAITING,
            DebriefState.WORKING,
            DebriefState.FAILED,
            to=DebriefState.WORKING,
        ),
        "complete": Move.of(DebriefState.WORKING, to=DebriefState.READY),
        "fail": Move.of(DebriefState.WORKING, to=DebriefState.FAILED),
    }

    run = models.OneToOneField(SimulationRun, on_delete=models.CASCADE, related_name="debrief")
    status = models.CharField(
        max_length=8, choices=DebriefState.choices, default=DebriefState.WAITING
    )
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_all = models.PositiveSmallIntegerField(default=1)
    parts = models.JSONField(default=dict, blank=True, help_text="results by their step")
    guess = models.JSONField(default=dict, blank=True, help_text="asked before anything is shown")
    resolve = models.CharField("one thing to do differently", max_length=300, blank=True)
    share_token = models.CharField(max_length=43, null=True, blank=True, unique=True)
    comment = models.TextField(blank=True)
    rubric = models.JSONField(default=dict, blank=True, help_text="level per responsibility")
    commented_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="debriefs_commented"
    )
    commented_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)

    objects = DebriefQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=DebriefState.values), name="debrief_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(steps_done__lte=F("steps_all")), name="no_more_steps_than_there_are"
            ),
        ]

    def __str__(self) -> str:
        return f"Debrief of {self.run}"
