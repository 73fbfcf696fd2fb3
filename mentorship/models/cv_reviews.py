"""The review of a CV: who reads it by when, what they say to which line, and what was done."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.moves import Move, Moving
from mentorship.models.cvs import CvDocument, CvVersion
from mentorship.models.mentor import Mentor
from mentorship.models.offer import Offer
from mentorship.rubrics import LEVEL_NAMES, LEVELS


class ReviewStatus(models.TextChoices):
    """Where the review of a CV stands."""

    SUBMITTED = "submitted", "Waiting for a reviewer"
    ASSIGNED = "assigned", "With a reviewer"
    IN_REVIEW = "in_review", "Being read"
    RETURNED = "returned", "Returned with comments"
    REVISED = "revised", "New version sent"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


OVER = (ReviewStatus.CLOSED, ReviewStatus.WITHDRAWN)
TO_READ = (ReviewStatus.SUBMITTED, ReviewStatus.ASSIGNED, ReviewStatus.IN_REVIEW)
# What asks something of a reviewer; of a returned CV nothing is asked until it comes back.
FOR_REVIEWERS = (*TO_READ, ReviewStatus.REVISED)


class CvReviewQuerySet(models.QuerySet["CvReview"]):
    """Chainable adjectives for reviews."""

    def open(self) -> Self:
        return self.exclude(status__in=OVER)

    def of_owner(self, user: User) -> Self:
        return self.filter(document__owner=user)

    def visible_to(self, user: User) -> Self:
        """What this reviewer reads while it is open; managers see every review."""
        if user.has_role(Role.MANAGER):
            return self
        return self.open().filter(reviewer__user=user)

    def waiting(self) -> Self:
        """Nobody reads these yet."""
        return self.filter(status=ReviewStatus.SUBMITTED)

    def given(self) -> Self:
        """Somebody reads these."""
        return self.exclude(status=ReviewStatus.SUBMITTED)

    def back(self) -> Self:
        """Returned, and their owners work on them; the latest first."""
        return self.filter(status=ReviewStatus.RETURNED).order_by("-returned_at")

    def not_of(self, user: User) -> Self:
        """Nobody reviews a CV of their own."""
        return self.exclude(document__owner=user)

    def for_reviewers(self) -> Self:
        """With something to be done by a reviewer, what is due first before the rest."""
        return self.filter(status__in=FOR_REVIEWERS).order_by("due_at", "pk")

    def overdue(self) -> Self:
        return self.filter(status__in=FOR_REVIEWERS, due_at__lt=timezone.now())

    def with_people(self) -> Self:
        return self.select_related("document__owner", "reviewer__user", "version", "offer").defer(
            "version__lines"
        )


class CvReview(Moving):
    """One review of a CV, from the question to the last word. It reads the newest version."""

    MOVES: ClassVar = {
        "assign": Move.of(ReviewStatus.SUBMITTED, to=ReviewStatus.ASSIGNED),
        "hand_back": Move.of(
            ReviewStatus.ASSIGNED, ReviewStatus.IN_REVIEW, to=ReviewStatus.SUBMITTED
        ),
        "begin": Move.of(ReviewStatus.ASSIGNED, to=ReviewStatus.IN_REVIEW),
        "return": Move.of(ReviewStatus.IN_REVIEW, ReviewStatus.REVISED, to=ReviewStatus.RETURNED),
        "revise": Move.of(ReviewStatus.RETURNED, to=ReviewStatus.REVISED),
        "close": Move.of(ReviewStatus.RETURNED, ReviewStatus.REVISED, to=ReviewStatus.CLOSED),
        "withdraw": Move.of(
            ReviewStatus.SUBMITTED, ReviewStatus.ASSIGNED, to=ReviewStatus.WITHDRAWN
        ),
        # Its CV was deleted while somebody read it: there is nothing left to read.
        "abandon": Move.of(
            ReviewStatus.IN_REVIEW,
            ReviewStatus.RETURNED,
            ReviewStatus.REVISED,
            to=ReviewStatus.CLOSED,
        ),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(CvDocument, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(CvVersion, on_delete=models.PROTECT, related_name="reviews")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="cv_reviews")
    reviewer = models.ForeignKey(
        Mentor, null=True, blank=True, on_delete=models.PROTECT, related_name="cv_reviews"
    )
    status = models.CharField(
        max_length=9, choices=ReviewStatus.choices, default=ReviewStatus.SUBMITTED
    )
    wish = models.TextField(blank=True, help_text="What the owner wants looked at.")
    summary = models.TextField(blank=True, help_text="The reviewer's answer in a few sentences.")
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    due_at = models.DateTimeField(help_text="Counted in calendar days.")
    created_at = models.DateTimeField(default=timezone.now)
    assigned_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = CvReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name = "review of a CV"
        verbose_name_plural = "reviews of CVs"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values), name="review_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(status__in=OVER),
                name="one_open_review_per_cv",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(ReviewStatus.SUBMITTED, *OVER)) | Q(reviewer__isnull=False),
                name="somebody_reads_a_review_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(ReviewStatus.RETURNED, ReviewStatus.REVISED))
                | Q(returned_at__isnull=False) & ~Q(summary=""),
                name="a_returned_review_says_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=FOR_REVIEWERS),
                name="reviews_somebody_waits_for",
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.document}"

    def get_absolute_url(self) -> str:
        """The reviewer's desk."""
        return reverse("mentorship:cv_review", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status not in OVER

    @property
    def was_returned(self) -> bool:
        """From then on its owner reads what was said."""
        return self.returned_at is not None

    @property
    def is_overdue(self) -> bool:
        return self.status in FOR_REVIEWERS and self.due_at < timezone.now()

    @property
    def can_be_written(self) -> bool:
        """While the reviewer reads; what was returned is not written again."""
        return self.status in {ReviewStatus.IN_REVIEW, ReviewStatus.REVISED}


class Severity(models.TextChoices):
    """How much a comment matters."""

    MUST = "must", "Must change"
    SHOULD = "should", "Should change"
    COULD = "could", "Could be better"
    PRAISE = "praise", "Keep this"


class CvCommentQuerySet(models.QuerySet["CvComment"]):
    """Chainable adjectives for comments."""

    def told(self) -> Self:
        """What the owner may read: nothing before the review was returned."""
        return self.filter(told_at__isnull=False)

    def on_lines(self) -> Self:
        return self.select_related("version", "resolved_in").defer(
            "version__lines", "resolved_in__lines"
        )


class CvComment(models.Model):
    """What the reviewer says to some lines of one version."""

    review = models.ForeignKey(CvReview, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(CvVersion, on_delete=models.PROTECT, related_name="comments")
    start = models.PositiveSmallIntegerField("from line")
    end = models.PositiveSmallIntegerField("to line")
    quoted = models.TextField(help_text="The lines as they were.")
    severity = models.CharField(max_length=6, choices=Severity.choices)
    text = models.TextField()
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When its owner could read it.")
    resolved_in = models.ForeignKey(
        CvVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="resolved"
    )
    resolved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CvCommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version", "start", "pk"]
        verbose_name = "comment on a CV"
        verbose_name_plural = "comments on CVs"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(start__gte=1, end__gte=F("start")),
                name="a_comment_stands_on_lines",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_in__isnull=True, resolved_by__isnull=True)
                | Q(resolved_in__isnull=False, resolved_by__isnull=False),
                name="a_resolved_comment_says_where_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}, lines {self.start} to {self.end}"

    @property
    def asks(self) -> bool:
        """Praise asks for nothing."""
        return self.severity != Severity.PRAISE

    @property
    def is_resolved(self) -> bool:
        return self.resolved_in_id is not None


class CvScore(models.Model):
    """A level for one criterion of the CV rubric, with words."""

    review = models.ForeignKey(CvReview, on_delete=models.CASCADE, related_name="scores")
    criterion = models.SlugField(max_length=40, help_text="Key in the CV rubric.")
    level = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = "score of a CV"
        verbose_name_plural = "scores of CVs"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="one_cv_score_per_review_and_criterion"
            ),
            models.CheckConstraint(
                condition=Q(level__in=LEVELS), name="a_cv_score_has_one_of_four_levels"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"

    @property
    def level_name(self) -> str:
        return LEVEL_NAMES[self.level]
