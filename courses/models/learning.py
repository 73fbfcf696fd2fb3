"""What learners write in a lesson: answers to practise on, notes of their own, questions to others.

Everything else about their progress is in `LessonProgress`.
"""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from courses.models.cohort import Cohort
from courses.models.course import Lesson
from courses.models.enrolment import Enrolment
from courses.models.lesson import PracticeQuestion
from institute.accounts.models import User


class PracticeAnswer(models.Model):
    """The latest answer to a practice question; once right it counts as right for good."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="practice")
    question = models.ForeignKey(PracticeQuestion, on_delete=models.CASCADE, related_name="answers")
    body = models.JSONField()
    earned = models.DecimalField(max_digits=4, decimal_places=3, help_text="of 1")
    tries = models.PositiveIntegerField(default=1)
    right_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "question"], name="one_practice_answer_per_question"
            ),
            models.CheckConstraint(
                condition=Q(earned__gte=0, earned__lte=1), name="practice_earns_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, try {self.tries}"


class LessonNoteQuerySet(models.QuerySet["Note"]):
    """Chainable adjectives for notes."""

    def written(self) -> Self:
        """Those that say something."""
        return self.exclude(text="")


class Note(models.Model):
    """What somebody wrote down for themselves beside a lesson; nobody else reads it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    # Rises with each save, so that a second tab does not write over the first.
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LessonNoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_note_per_lesson")
        ]

    def __str__(self) -> str:
        return f"Note on {self.lesson}"


class DiscussionPost(models.Model):
    """A question or an answer under a lesson, for one cohort. Words stay when they are hidden."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="posts")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="posts")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lesson_posts")
    text = models.TextField(help_text="Markdown")
    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    marked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["cohort", "lesson", "at"], name="posts_of_a_lesson")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "form_token"], name="one_post_per_form_sent"),
            models.CheckConstraint(condition=~Q(text=""), name="a_post_says_something"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="no_post_answers_itself"
            ),
            models.CheckConstraint(
                condition=Q(hidden_by=None) | ~Q(hidden_why=""), name="a_hidden_post_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.lesson}"

    @property
    def is_hidden(self) -> bool:
        return self.hidden_by_id is not None


class PostReport(models.Model):
    """Somebody thinks a post does not belong here."""

    post = models.ForeignKey(DiscussionPost, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "by"], name="one_report_per_post_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.by} on post {self.post_id}"


class LessonsFinished(models.Model):
    """The moment the last lesson of a place was completed: whoever writes this row announces it."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.CASCADE, related_name="lessons_finished"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "lessons finished"

    def __str__(self) -> str:
        return f"{self.enrolment}: every lesson"
