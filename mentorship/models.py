"""Mentors, and the ways to work with one."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from courses.models import Competency
from courses.models.course import Lane
from institute.accounts.models import User
from institute.moves import Move, Moving


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Chainable adjectives for mentors."""

    def public(self) -> Self:
        """Mentors a visitor may read about."""
        return self.filter(user__is_active=True)

    def with_person(self) -> Self:
        """With the person and what they are asked about: two queries, however many mentors."""
        return self.select_related("user").prefetch_related("competencies")

    def able_in(self, competency: str) -> Self:
        """Mentors for one competency; everybody when it is empty."""
        return self.filter(competencies__slug=competency) if competency else self


class Mentor(models.Model):
    """A person one may ask for an hour, and what for."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="mentor")
    slug = models.SlugField(max_length=80, unique=True)
    headline = models.CharField(max_length=200)
    bio = models.TextField()
    languages = ArrayField(models.CharField(max_length=40), default=list)
    competencies = models.ManyToManyField(Competency, related_name="mentors")
    helps_with = ArrayField(models.CharField(max_length=80), default=list)
    sessions = models.JSONField(
        default=list, blank=True, help_text='[{"title": …, "minutes": …, "summary": …}]'
    )
    sample_questions = ArrayField(models.TextField(), default=list, blank=True)
    lane = models.CharField(max_length=8, choices=Lane.choices, default=Lane.MENTOR)
    accepting = models.BooleanField("takes new people", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(lane__in=Lane.values), name="mentor_lane_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("mentorship:mentor", args=[self.slug])

    @property
    def initials(self) -> str:
        """The letters on the tile that stands where a portrait will be."""
        words = [word for word in self.user.name.replace("-", " ").split() if word[0].isalpha()]
        return "".join(word[0].upper() for word in (words[0], words[-1]))

    @property
    def city(self) -> str:
        """Where the mentor's clock hangs: "Vancouver"."""
        return self.user.time_zone.rpartition("/")[2].replace("_", " ")


class OfferKind(models.TextChoices):
    """The four kinds of help."""

    MENTORING = "mentoring", "Mentoring"
    COACHING = "coaching", "Career coaching"
    MOCK = "mock", "Mock interview"
    CV_REVIEW = "cv_review", "CV review"


class Offer(models.Model):
    """One way to work with a mentor: what to bring, and what one leaves with."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OfferKind.choices)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240)
    bring = ArrayField(models.TextField(), default=list)
    leave_with = ArrayField(models.TextField(), default=list)
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OfferKind.values), name="offer_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", "Waiting for a mentor"
    CLOSED = "closed", "Answered"


class RequestQuerySet(models.QuerySet["MentorshipRequest"]):
    """Chainable adjectives for requests."""

    def waiting(self) -> Self:
        """Nobody has answered these; whoever waits longest comes first."""
        return self.filter(status=RequestStatus.OPEN).order_by("created_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("student", "offer", "closed_by")

    def visible_to(self, user: User) -> Self:
        """A student's own requests; others do not exist for them."""
        return self.filter(student=user)


class MentorshipRequest(Moving):
    """A student asks for an hour with a mentor, before a time is found."""

    MOVES: ClassVar = {"close": Move.of(RequestStatus.OPEN, to=RequestStatus.CLOSED)}

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentorship_requests")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="requests")
    wish = models.TextField(blank=True, help_text="In the student's words, or the desk's.")
    status = models.CharField(
        max_length=8, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    # What led to it; the same key twice is one request.
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=RequestStatus.values),
                name="request_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.OPEN, closed_at__isnull=True)
                | (~models.Q(status=RequestStatus.OPEN) & models.Q(closed_at__isnull=False)),
                name="a_closed_request_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(status=RequestStatus.OPEN),
                name="requests_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.offer}"
