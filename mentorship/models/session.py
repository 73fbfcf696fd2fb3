"""What stays of a session: who came, notes, what was agreed, and whether it helped."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from institute.accounts.models import User
from mentorship.attendance import Mark
from mentorship.models.booking import Booking

MARKS = [(Mark.PRESENT, "Was there"), (Mark.LATE, "Came late"), (Mark.ABSENT, "Did not come")]


class Party(models.TextChoices):
    """The two sides of a session."""

    STUDENT = "student", "The student"
    MENTOR = "mentor", "The mentor"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Chainable adjectives for who came."""

    def of(self, user: User) -> Self:
        """This person's own side of their sessions."""
        as_student = Q(party=Party.STUDENT, booking__student=user)
        return self.filter(as_student | Q(party=Party.MENTOR, booking__mentor__user=user))


class Attendance(models.Model):
    """One side of a session: when they came in, how late, what they say of the other."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendances")
    party = models.CharField(max_length=8, choices=Party.choices)
    came_at = models.DateTimeField(null=True, blank=True, help_text="First used the join button.")
    late_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    late_said_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(max_length=8, choices=MARKS, blank=True)
    words = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["booking", "party"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["booking", "party"], name="one_attendance_per_party"),
            models.CheckConstraint(
                condition=Q(party__in=Party.values)
                & Q(mark__in=["", *(mark for mark, _ in MARKS)])
                & (Q(mark="") | Q(marked_at__isnull=False)),
                name="attendance_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}, {self.party}"


class NoteQuerySet(models.QuerySet["SessionNote"]):
    """Chainable adjectives for notes."""

    def visible_to(self, user: User) -> Self:
        """Shared notes, and one's own; somebody else's private ones do not exist."""
        return self.filter(Q(is_private=False) | Q(author=user))

    def of_session(self, booking: Booking) -> Self:
        return self.filter(booking=booking)

    def by(self, user: User) -> Self:
        return self.filter(author=user)

    def about(self, user: User) -> Self:
        """What this person wrote, and what was shared with them."""
        ours = Q(booking__student=user) | Q(booking__mentor__user=user)
        return self.visible_to(user).filter(ours)

    def with_people(self) -> Self:
        return self.select_related("author", "booking__mentor__user", "booking__student")


class SessionNote(models.Model):
    """What was said, by one of the two; private notes stay with who wrote them."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="session_notes")
    text = models.TextField()
    is_private = models.BooleanField(default=False)
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return f"{self.booking_id}, {self.author}"


class ActionQuerySet(models.QuerySet["ActionItem"]):
    """Chainable adjectives for what was agreed."""

    def open(self) -> Self:
        """Not done; the soonest due first."""
        soonest = F("due_on").asc(nulls_last=True)
        return self.filter(done_at__isnull=True).order_by(soonest, "pk")

    def of_student(self, user: User) -> Self:
        return self.filter(booking__student=user)

    def about(self, user: User) -> Self:
        """Agreed in this person's sessions, on either side."""
        return self.filter(Q(booking__student=user) | Q(booking__mentor__user=user))

    def to_do_by(self, user: User) -> Self:
        """What this person said they would do, and has not."""
        theirs = Q(party=Party.STUDENT, booking__student=user)
        return self.open().filter(theirs | Q(party=Party.MENTOR, booking__mentor__user=user))

    def with_people(self) -> Self:
        return self.select_related("booking__mentor__user", "booking__student", "done_by")


class ActionItem(models.Model):
    """Something one of the two will do, by a day."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="actions")
    party = models.CharField(max_length=8, choices=Party.choices, help_text="Who does it.")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(party__in=Party.values)
                & (
                    Q(done_at__isnull=True, done_by__isnull=True)
                    | Q(done_at__isnull=False, done_by__isnull=False)
                ),
                name="what_is_done_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def owner(self) -> User:
        """Who does it."""
        by_student = self.party == Party.STUDENT
        owner: User = self.booking.student if by_student else self.booking.mentor.user
        return owner

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        """The day has passed on the owner's own calendar, and it is not done."""
        if self.is_done or self.due_on is None:
            return False
        return self.due_on < timezone.now().astimezone(self.owner.zone).date()


class FeedbackQuerySet(models.QuerySet["SessionFeedback"]):
    """Chainable adjectives for feedback."""

    def of_student(self, user: User) -> Self:
        return self.filter(booking__student=user)

    def with_people(self) -> Self:
        return self.select_related("booking__mentor__user", "booking__student")


USEFUL = [(4, "Very"), (3, "Mostly"), (2, "A little"), (1, "Not at all")]


class SessionFeedback(models.Model):
    """What the student says afterwards; once a session."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField(help_text="1 not at all, 4 very much.")
    helped = models.TextField(blank=True, help_text="What helped.")
    change = models.TextField(blank=True, help_text="What should be different next time.")
    to_institute = models.TextField(blank=True, help_text="Read by the Institute only.")
    at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]
        verbose_name_plural = "session feedback"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(useful__gte=1, useful__lte=4), name="usefulness_is_one_to_four"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.useful}"

    @property
    def useful_words(self) -> str:
        return dict(USEFUL)[self.useful]
