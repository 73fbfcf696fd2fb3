"""What people ask us, and how far we got with it."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from courses.models import Course
from enquiries.contact_points import shown
from enquiries.models.person import Person
from enquiries.models.vocabulary import (
    LIVE,
    OPEN,
    CallWindow,
    LostReason,
    NextAction,
    Queue,
    Source,
    Status,
    Topic,
)
from institute.accounts.models import User
from institute.moves import Move, Moving


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Chainable adjectives for enquiries."""

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def soonest_first(self) -> Self:
        """By what is to be done next; what is closed has nothing to be done."""
        return self.order_by(models.F("next_action_at").asc(nulls_last=True), "pk")

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def live(self) -> Self:
        """Open and known to be from a person."""
        return self.filter(status__in=LIVE)

    def quarantined(self) -> Self:
        return self.filter(status=Status.QUARANTINED)

    def due(self) -> Self:
        return self.open().filter(next_action_at__lte=timezone.now())

    def unanswered(self) -> Self:
        """Nobody has answered, and the time to answer has passed."""
        late = Q(first_responded_at=None, respond_by__lte=timezone.now())
        return self.live().filter(late)

    def converted_since(self, when: datetime) -> Self:
        """What became an enrolment or a mentorship since then, latest first; says when."""
        latest = self.filter(status=Status.CONVERTED, conversion__at__gte=when)
        return latest.annotate(converted_at=models.F("conversion__at")).order_by("-converted_at")

    def with_course(self) -> Self:
        return self.select_related("course__current")

    def with_people(self) -> Self:
        return self.with_course().select_related("person", "owner")

    def of(self, user: User) -> Self:
        """Questions sent from the address this person signs in with, or known to be theirs."""
        return self.filter(Q(email=user.email) | Q(person__account=user))


class Enquiry(Moving):
    """A question with a way to answer it, kept as it was sent.

    What the public types never changes a person we know: it stays here until staff use it. While
    it is open, somebody owes it a next action, by constraint.
    """

    MOVES: ClassVar = {
        "quarantine": Move.of(Status.NEW, to=Status.QUARANTINED),
        "release": Move.of(Status.QUARANTINED, to=Status.NEW),
        "work": Move.of(
            Status.NEW,
            Status.CALLBACK,
            Status.QUALIFIED,
            Status.ENROLMENT_STARTED,
            to=Status.WORKING,
        ),
        "schedule_callback": Move.of(
            Status.NEW, Status.WORKING, Status.QUALIFIED, to=Status.CALLBACK
        ),
        "qualify": Move.of(
            Status.NEW,
            Status.WORKING,
            Status.CALLBACK,
            Status.ENROLMENT_STARTED,
            to=Status.QUALIFIED,
        ),
        "start_enrolment": Move.of(
            Status.NEW,
            Status.WORKING,
            Status.CALLBACK,
            Status.QUALIFIED,
            to=Status.ENROLMENT_STARTED,
        ),
        "convert": Move.of(*LIVE, to=Status.CONVERTED),
        "lose": Move.of(*LIVE, to=Status.LOST),
        "check_again": Move.of(Status.SPAM, to=Status.QUARANTINED),
        "mark_spam": Move.of(*OPEN, to=Status.SPAM),
        "join": Move.of(*OPEN, to=Status.DUPLICATE),
        "reopen": Move.of(Status.LOST, Status.SPAM, Status.DUPLICATE, to=Status.WORKING),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.WEB)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries_owned"
    )
    queue = models.CharField(max_length=12, choices=Queue.choices, blank=True, default=Queue.DESK)
    next_action_at = models.DateTimeField(null=True, blank=True)
    next_action = models.CharField(max_length=8, choices=NextAction.choices, blank=True)
    respond_by = models.DateTimeField(null=True, blank=True)
    first_responded_at = models.DateTimeField(null=True, blank=True)
    alerted_at = models.DateTimeField(
        null=True, blank=True, help_text="When staff were told that nobody had answered."
    )
    lost_reason = models.CharField(max_length=16, choices=LostReason.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )

    name = models.CharField(max_length=300)
    contact = models.CharField(max_length=400, blank=True, help_text="As it was typed.")
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    topic = models.CharField(max_length=16, choices=Topic.choices, default=Topic.OTHER)
    question = models.TextField(blank=True)
    call_window = models.CharField(
        max_length=12, choices=CallWindow.choices, blank=True, default=CallWindow.ANY
    )
    consent_given = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, help_text="The clock of the person who asks.")
    page = models.TextField(blank=True, help_text="The page the form stood on.")
    utm = models.JSONField(default=dict, blank=True, help_text="Where a campaign's link came from.")
    spam_score = models.PositiveSmallIntegerField(default=0)
    suspicions = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, help_text="In plain words."
    )
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
                condition=~Q(email="", phone="", source=Source.WEB),
                name="a_web_enquiry_can_be_answered",
            ),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values)
                & Q(status__in=Status.values)
                & Q(source__in=Source.values)
                & Q(queue__in=["", *Queue.values])
                & Q(call_window__in=CallWindow.values)
                & Q(next_action__in=["", *NextAction.values])
                & Q(lost_reason__in=["", *LostReason.values]),
                name="enquiry_words_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OPEN)
                | (Q(next_action_at__isnull=False) & ~Q(next_action="")),
                name="an_open_enquiry_has_a_next_action",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OPEN) | Q(owner__isnull=False) | ~Q(queue=""),
                name="an_open_enquiry_has_an_owner_or_a_queue",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.LOST) & ~Q(lost_reason=""))
                | (~Q(status=Status.LOST) & Q(lost_reason="")),
                name="a_lost_enquiry_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.DUPLICATE, duplicate_of__isnull=False))
                | (~Q(status=Status.DUPLICATE) & Q(duplicate_of__isnull=True)),
                name="a_joined_enquiry_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("pk")), name="no_enquiry_is_joined_to_itself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="enquiries_newest_first"),
            models.Index(fields=["email"], name="enquiries_by_email"),
            models.Index(
                fields=["next_action_at", "id"],
                condition=Q(status__in=OPEN),
                name="open_enquiries_soonest_first",
            ),
            models.Index(fields=["status", "next_action_at"], name="enquiries_by_status"),
            models.Index(
                fields=["respond_by"],
                condition=Q(status__in=LIVE, first_responded_at__isnull=True),
                name="unanswered_enquiries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("enquiries:enquiry", args=[self.public_id])

    @property
    def ref(self) -> str:
        """How staff name it aloud: E-1042."""
        return f"E-{1000 + self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        at = self.next_action_at
        return self.is_open and at is not None and at <= timezone.now()

    @property
    def phone_shown(self) -> str:
        return shown(self.phone) if self.phone else ""

    @property
    def about(self) -> str:
        """The course it was asked about, else the topic."""
        return str(self.course) if self.course else self.get_topic_display()
