"""What a lesson holds, and how far each learner is in it.

A course version is fixed once a cohort uses it: its outline. The page of a lesson may be improved
at any time, and every wording it ever had is kept.
"""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from courses.models.course import CourseVersion, Lesson
from courses.models.enrolment import Enrolment
from institute.accounts.models import User


class Pace(models.TextChoices):
    """When the lessons of a course open."""

    FREE = "free", "All at once, in any order"
    ORDER = "order", "One after the other"
    DRIP = "drip", "Week by week, from the first class"


class CoursePace(models.Model):
    """How the lessons of a course version open; without a row they open freely."""

    version = models.OneToOneField(CourseVersion, on_delete=models.CASCADE, related_name="pace")
    pace = models.CharField(max_length=8, choices=Pace.choices, default=Pace.FREE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="pace_is_known")
        ]

    def __str__(self) -> str:
        return self.get_pace_display()


class Finish(models.TextChoices):
    """What completes a lesson."""

    READ = "read", "The learner says it is read"
    WATCHED = "watched", "Nine tenths of the video were seen"
    CHECKLIST = "checklist", "Every line of the checklist is ticked"
    PRACTICE = "practice", "Each practice question was answered rightly once"


class LessonPage(models.Model):
    """What a lesson says: Markdown, a video, a checklist. Published when a learner may read it."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="page")
    body = models.TextField(blank=True, help_text="Markdown")
    video = models.FileField(upload_to="lessons/videos/", blank=True)
    captions = models.FileField(upload_to="lessons/captions/", blank=True, help_text="WebVTT")
    transcript = models.TextField(blank=True)
    embed = models.URLField(blank=True, help_text="asked for consent before it loads")
    checklist = models.JSONField(default=list, blank=True, help_text='["Line", …]')
    finish = models.CharField(max_length=10, choices=Finish.choices, default=Finish.READ)
    revision = models.PositiveIntegerField(default=0)
    published = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["words"], name="lesson_words")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(finish__in=Finish.values), name="finish_is_known"),
            models.CheckConstraint(
                condition=Q(video="") | Q(embed=""), name="a_video_is_ours_or_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson)


class LessonRevision(models.Model):
    """A wording a page had; insert-only."""

    page = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"Wording {self.number} of {self.page}"


class LessonFile(models.Model):
    """A picture in the text of a lesson, or a file to take home."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="lessons/files/")
    name = models.CharField(max_length=120)
    alt = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="bytes")
    is_picture = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_picture=False) | ~Q(alt=""), name="a_picture_says_what_it_shows"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PracticeQuestion(models.Model):
    """A question to practise on; shapes are those of `institute.items.kinds`, without essays."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    stem = models.TextField()
    options = models.JSONField(default=dict, blank=True)
    key = models.JSONField()
    rationale = models.TextField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lesson", "position"],
                name="one_question_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["single", "multiple", "numeric", "ordering", "matching", "short"]
                ),
                name="practice_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.position}"


class ProgressQuerySet(models.QuerySet["LessonProgress"]):
    """Chainable adjectives for progress."""

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)


class LessonProgress(models.Model):
    """How far a learner is in a lesson. It only grows: a trigger refuses to take anything back."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0, help_text="of the video, where to go on")
    watched = models.PositiveIntegerField(default=0, help_text="seconds of the video ever seen")
    ticks = models.JSONField(default=list, blank=True, help_text="texts of ticked lines")
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_progress_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} in {self.lesson}"
