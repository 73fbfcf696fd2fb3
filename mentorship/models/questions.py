"""The questions of the bank, and which of them a student has heard."""

import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models.booking import Booking
from mentorship.models.booking_status import AGREED, BookingStatus
from mentorship.rubrics import LEVELS

# A session that never took place asked nothing.
HELD_OR_AHEAD = (*AGREED, BookingStatus.COMPLETED, BookingStatus.DISPUTED)


def in_words(slug: str) -> str:
    """How a key of the content reads: "risk-and-change" is "Risk and change"."""
    return slug.replace("-", " ").replace("_", " ").capitalize()


class QuestionQuerySet(models.QuerySet["Question"]):
    """Chainable adjectives for questions."""

    def in_use(self) -> Self:
        """What may still be asked."""
        return self.filter(is_retired=False)

    def unheard_by(self, student: User) -> Self:
        """What this student was never asked."""
        return self.exclude(uses__student=student)

    def about(self, *, criterion: str = "", competency: str = "", kind: str = "") -> Self:
        """Only of a criterion, a competency, a kind; empty ones narrow nothing."""
        wanted = {"criterion": criterion, "competency": competency, "kind": kind}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def at_level(self, level: str) -> Self:
        return self.filter(level=level) if level else self

    def saying(self, words: str) -> Self:
        """With every one of these words in the prompt."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(prompt__icontains=word)
        return found

    def words_of(self, field: str) -> list[tuple[str, str]]:
        """Every value a field has here, with its words, to choose from."""
        keys = self.order_by(field).values_list(field, flat=True).distinct()
        return [(key, in_words(key)) for key in keys]


class Question(models.Model):
    """A question interviewers ask, with what strong and weak answers contain."""

    key = models.SlugField(max_length=80, unique=True)
    competency = models.SlugField(max_length=60, help_text="Slug of a competency of the school.")
    criterion = models.SlugField(max_length=40, help_text="Key of a criterion of the rubric.")
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    prompt = models.TextField()
    follow_ups = ArrayField(models.TextField(), default=list, blank=True)
    strong = ArrayField(models.TextField(), default=list, blank=True)
    weak = ArrayField(models.TextField(), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    is_retired = models.BooleanField(default=False, help_text="No longer asked.")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["criterion", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=60), name="a_question_takes_minutes"
            )
        ]

    def __str__(self) -> str:
        return self.prompt[:80]

    @property
    def kind_words(self) -> str:
        return in_words(self.kind)

    @property
    def level_words(self) -> str:
        return in_words(self.level)

    @property
    def criterion_words(self) -> str:
        return in_words(self.criterion)


class UseQuerySet(models.QuerySet["QuestionUse"]):
    """Chainable adjectives for what was asked."""

    def of_student(self, student: User) -> Self:
        return self.filter(student=student)

    def on_sheet(self, booking: Booking) -> Self:
        """The question sheet of one mock interview, in order."""
        return self.filter(booking=booking).order_by("position", "pk").select_related("question")

    def of_questions(self, questions: Iterable[Question]) -> Self:
        """Who heard these; what stands on the sheet of a session called off does not count."""
        heard = self.filter(question__in=list(questions)).select_related("student")
        return heard.filter(Q(booking__isnull=True) | Q(booking__status__in=HELD_OR_AHEAD))

    def heard(self) -> Self:
        """Without what stands on the sheet of a session that lies ahead: nobody was asked yet."""
        alone, scored = Q(booking__isnull=True), Q(booking__scorecards__revision=1)
        return self.filter(alone | scored)

    def in_vain(self) -> Self:
        """Put on the sheet of a session that never took place."""
        return self.filter(booking__isnull=False).exclude(booking__status__in=HELD_OR_AHEAD)


class QuestionUse(models.Model):
    """A student hears a question once: in a mock interview, or alone."""

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="questions_heard")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="uses")
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["student", "question"], name="no_student_hears_a_question_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.question}"


class PracticeQuerySet(models.QuerySet["PracticeAnswer"]):
    """Chainable adjectives for answers practised alone."""

    def visible_to(self, user: User) -> Self:
        return self.filter(use__student=user)

    def open(self) -> Self:
        """Not judged and not left."""
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        """The latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def with_question(self) -> Self:
        return self.select_related("use__question")


class PracticeAnswer(models.Model):
    """One question answered alone against the clock, judged by the student, then compared."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    use = models.OneToOneField(QuestionUse, on_delete=models.PROTECT, related_name="practice")
    started_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__isnull=True)
                | Q(level__in=LEVELS, stopped_at__isnull=False, closed_at__isnull=False),
                name="an_answer_is_judged_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="an_answer_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.use)

    def get_absolute_url(self) -> str:
        return reverse("mentorship:practice_question", args=[self.public_id])

    @property
    def question(self) -> Question:
        return self.use.question

    @property
    def seconds(self) -> int:
        """How long the answer took; so far, while it lasts."""
        return int(((self.stopped_at or timezone.now()) - self.started_at).total_seconds())

    @property
    def took(self) -> str:
        """Minutes and seconds: 4:05."""
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes}:{seconds:02}"
