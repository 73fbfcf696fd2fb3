"""A course and its versions; a version is fixed once a cohort is taught from it."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from courses.models.competency import Competency
from institute.accounts.models import User
from institute.moves import Move, Moving


class CourseState(models.TextChoices):
    """Where a course stands between an idea and the archive."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Level(models.TextChoices):
    """How far into the craft a course begins."""

    FOUNDATION = "foundation", "Foundation"
    PRACTITIONER = "practitioner", "Practitioner"
    ADVANCED = "advanced", "Advanced"


class Format(models.TextChoices):
    """How a course is taken."""

    LIVE = "live", "Live cohort"
    BLENDED = "blended", "Live and self-paced"
    SELF_PACED = "self_paced", "In your own time"


class Lane(models.TextChoices):
    """The lane a course runs in on a plan."""

    LEARN = "learn", "Learn"
    SIM = "sim", "Simulate"
    MENTOR = "mentor", "Mentor"
    CERT = "cert", "Certification"


class CourseQuerySet(models.QuerySet["Course"]):
    """Chainable adjectives for courses."""

    def published(self) -> Self:
        return self.filter(status=CourseState.PUBLISHED, current__isnull=False)


class Course(Moving):
    """What is offered under one name and address, whatever its version."""

    MOVES: ClassVar = {
        "publish": Move.of(CourseState.DRAFT, CourseState.RETIRED, to=CourseState.PUBLISHED),
        "retire": Move.of(CourseState.PUBLISHED, to=CourseState.RETIRED),
    }

    slug = models.SlugField(max_length=80, unique=True)
    status = models.CharField(max_length=12, choices=CourseState.choices, default=CourseState.DRAFT)
    current = models.OneToOneField(
        "CourseVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="current_of"
    )
    is_demo = models.BooleanField(default=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=CourseState.values), name="course_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=CourseState.PUBLISHED) | models.Q(current__isnull=False),
                name="a_published_course_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.current.title if self.current else self.slug


class CourseVersion(models.Model):
    """What a course says and costs; a trigger refuses changes once a cohort uses it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=200)
    lead = models.TextField()
    audience = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    format = models.CharField(max_length=12, choices=Format.choices)
    lane = models.CharField(max_length=8, choices=Lane.choices, default=Lane.LEARN)
    hours = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    weekly_hours = models.PositiveSmallIntegerField(default=0)
    price_cents = models.PositiveIntegerField(help_text="CAD, before HST")
    keywords = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    outcomes = ArrayField(models.TextField(), default=list, blank=True)
    assessment = models.JSONField(default=list, blank=True, help_text='[{"name": …, "weight": …}]')
    faq = models.JSONField(default=list, blank=True, help_text='[{"question": …, "answer": …}]')
    competencies = models.ManyToManyField(Competency, related_name="course_versions")
    prerequisites = models.ManyToManyField(Course, blank=True, related_name="required_by")
    instructor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="course_versions_led"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["course", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values)
                & models.Q(format__in=Format.values)
                & models.Q(lane__in=Lane.values),
                name="version_words_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def is_free(self) -> bool:
        return self.price_cents == 0

    @property
    def length_words(self) -> str:
        """ "16 weeks", or the hours of a course taken in one's own time."""
        if self.format == Format.SELF_PACED:
            return f"{self.hours} hours, in your own time"
        return "1 week" if self.weeks == 1 else f"{self.weeks} weeks"


class Module(models.Model):
    """A step of the syllabus; `critical` steps set the date the course ends."""

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    weeks = models.CharField("when", max_length=60, blank=True, help_text="Weeks 1 to 3")
    critical = models.BooleanField(default=True)
    milestone = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="one_module_per_position",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class LessonKind(models.TextChoices):
    """What a learner does in a lesson."""

    READING = "reading", "Reading"
    VIDEO = "video", "Video"
    LIVE = "live", "Live class"
    EXERCISE = "exercise", "Exercise"
    QUIZ = "quiz", "Quiz"
    SIMULATION = "simulation", "Simulation"
    ASSIGNMENT = "assignment", "Graded piece"


class Lesson(models.Model):
    """One sitting's work."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=LessonKind.choices)
    minutes = models.PositiveSmallIntegerField()
    competencies = models.ManyToManyField(Competency, blank=True, related_name="lessons")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["module", "position"],
                name="one_lesson_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=LessonKind.values), name="lesson_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
