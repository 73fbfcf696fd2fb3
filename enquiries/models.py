"""What people ask us before they are students."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.models import Course
from enquiries.contact_points import shown
from institute.accounts.models import User


class Topic(models.TextChoices):
    """What a question is about."""

    COURSE = "course", "Courses and dates"
    CERTIFICATION = "certification", "Certification"
    MENTORSHIP = "mentorship", "Mentoring and coaching"
    INTERVIEW = "interview", "Interviews and CVs"
    EMPLOYER = "employer", "Training for a team"
    OTHER = "other", "Something else"


class Suspicion(models.TextChoices):
    """Why a person should look before anything is sent; nothing is ever refused for it."""

    HIDDEN_FIELD = "hidden field", "A field people cannot see was filled in"
    TOO_MANY = "too many", "Many questions from one place in an hour"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Chainable adjectives for enquiries."""

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def with_course(self) -> Self:
        return self.select_related("course__current")

    def of(self, user: User) -> Self:
        """Questions sent from the address this person signs in with."""
        return self.filter(email=user.email)


class Enquiry(models.Model):
    """A question with a way to answer it, kept as it was sent.

    What the public types never changes a person we know: it stays here until staff use it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=300)
    contact = models.CharField(max_length=400, help_text="As it was typed.")
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    topic = models.CharField(max_length=16, choices=Topic.choices, default=Topic.OTHER)
    question = models.TextField(blank=True)
    consent_given = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, help_text="The clock of the person who asks.")
    page = models.TextField(blank=True, help_text="The page the form stood on.")
    suspicion = models.CharField(max_length=16, choices=Suspicion.choices, blank=True)
    # The same contact, course, topic and words on one day in Toronto are one enquiry.
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    snapshot = models.JSONField(default=dict, help_text="Every field as it arrived.")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name_plural = "enquiries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(email="", phone=""), name="an_enquiry_can_be_answered"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values)
                & (Q(suspicion="") | Q(suspicion__in=Suspicion.values)),
                name="enquiry_words_are_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="enquiries_newest_first"),
            models.Index(fields=["email"], name="enquiries_by_email"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.created_at:%Y-%m-%d}"

    @property
    def phone_shown(self) -> str:
        return shown(self.phone)

    @property
    def about(self) -> str:
        """The course it was asked about, else the topic."""
        return str(self.course) if self.course else self.get_topic_display()
