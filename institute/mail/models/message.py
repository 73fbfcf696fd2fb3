"""One email on its way to one address, and each try to deliver it."""

from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from institute.accounts.models import User
from institute.mail.consent import COMMERCIAL_TOPICS, MailClass, Topic
from institute.mail.letters import KINDS, Kind
from institute.moves import Move, Moving


class Status(models.TextChoices):
    """Where a message is."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    COMPLAINED = "complained", "Reported as unwanted"
    FAILED = "failed", "Failed"
    UNKNOWN = "unknown", "Unknown"
    CANCELLED = "cancelled", "Cancelled"
    SUPPRESSED = "suppressed", "Not sent: no permission"
    EXPIRED = "expired", "Not sent: too late"


NEEDS_A_LOOK = (Status.FAILED, Status.UNKNOWN, Status.BOUNCED, Status.EXPIRED)
LEFT_US = (Status.SENT, Status.DELIVERED, Status.BOUNCED, Status.COMPLAINED, Status.UNKNOWN)

# Why a message that promotes nothing came, in words for its reader.
GROUNDS: dict[str, str] = {
    MailClass.SECURITY: "It keeps your account safe.",
    MailClass.TRANSACTIONAL: "It confirms or completes what you agreed with us.",
    MailClass.REPLY: "It answers what you asked.",
}
# The shape that stands before the words on a page.
SHAPES: dict[str, str] = {
    Status.QUEUED: "next",
    Status.SENDING: "now",
    Status.SENT: "done",
    Status.DELIVERED: "done",
    Status.BOUNCED: "late",
    Status.COMPLAINED: "late",
    Status.FAILED: "late",
    Status.UNKNOWN: "warn",
    Status.EXPIRED: "warn",
    Status.CANCELLED: "closed",
    Status.SUPPRESSED: "closed",
}


def name_of(record: models.Model) -> tuple[str, str]:
    """How a message names the record it is about: its label and its key."""
    return record._meta.label_lower, str(record.pk)  # noqa: SLF001 - Django's documented door


def words_of_kind(name: str) -> str:
    """`courses.place_reserved` as staff read it: Place reserved."""
    return name.partition(".")[2].replace("_", " ").capitalize()


class Messages(models.QuerySet["OutboundMessage"]):
    """Which messages."""

    def about(self, record: models.Model) -> Self:
        """Everything we wrote, or meant to write, about one record."""
        label, key = name_of(record)
        return self.filter(about_type=label, about_id=key)

    def to(self, address: str) -> Self:
        """Everything for one address."""
        return self.filter(to_address=address.strip().lower())

    def not_yet_handed(self) -> Self:
        """Messages that have not been given to the mail server and can still be stopped."""
        waiting = Q(status=Status.QUEUED)
        return self.filter(waiting | Q(status=Status.SENDING, handed_at=None))

    def left_us(self) -> Self:
        """Messages that reached a mail server, or may have."""
        return self.filter(status__in=LEFT_US)

    def needing_a_look(self) -> Self:
        """Messages a person should decide about."""
        return self.filter(status__in=NEEDS_A_LOOK)


class OutboundMessage(Moving):
    """An email in the outbox: what it says, why it may leave, and how far it got."""

    MOVES: ClassVar = {
        "claim": Move.of(Status.QUEUED, to=Status.SENDING),
        "release": Move.of(Status.SENDING, to=Status.QUEUED),
        "send": Move.of(Status.SENDING, Status.UNKNOWN, to=Status.SENT),
        "doubt": Move.of(Status.SENDING, to=Status.UNKNOWN),
        "fail": Move.of(Status.SENDING, to=Status.FAILED),
        "deliver": Move.of(Status.SENT, Status.UNKNOWN, to=Status.DELIVERED),
        "bounce": Move.of(
            Status.SENDING, Status.SENT, Status.UNKNOWN, Status.DELIVERED, to=Status.BOUNCED
        ),
        "complain": Move.of(
            Status.SENT, Status.UNKNOWN, Status.DELIVERED, Status.BOUNCED, to=Status.COMPLAINED
        ),
        "cancel": Move.of(Status.QUEUED, Status.SENDING, to=Status.CANCELLED),
        "suppress": Move.of(Status.QUEUED, Status.SENDING, to=Status.SUPPRESSED),
        "expire": Move.of(Status.QUEUED, Status.SENDING, to=Status.EXPIRED),
        "retry": Move.of(Status.FAILED, Status.UNKNOWN, Status.SUPPRESSED, to=Status.QUEUED),
    }

    kind = models.CharField(max_length=80)
    mail_class = models.CharField(max_length=16, choices=[(c, c.title()) for c in MailClass])
    topic = models.CharField(max_length=32, choices=[(t, t.capitalize()) for t in Topic])
    to_address = models.EmailField(max_length=254)
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="messages_received"
    )
    reader_zone = models.CharField(
        max_length=64, blank=True, default="", help_text="The clock of a reader without an account."
    )
    about_type = models.CharField(max_length=80)
    about_id = models.CharField(max_length=64)
    about_sequence = models.BigIntegerField(default=0)
    dedupe_key = models.CharField(max_length=600, unique=True)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    queued_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    priority = models.PositiveSmallIntegerField(default=10, help_text="Smaller leaves first.")
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0, help_text="Times it became unknown.")
    lease_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=20, blank=True, default="")
    basis_expires = models.DateField(null=True)
    reason = models.TextField(blank=True, default="", help_text="In plain words.")
    error = models.TextField(blank=True, default="", help_text="What the mail server said.")
    subject = models.CharField(max_length=300, blank=True, default="")
    rendered_sha = models.CharField(max_length=64, blank=True, default="")

    objects = Messages.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="message_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENDING) | Q(lease_until__isnull=False),
                name="message_being_sent_holds_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENT) | Q(handed_at__isnull=False),
                name="message_sent_was_handed_over",
            ),
            models.CheckConstraint(
                condition=~Q(topic__in=COMMERCIAL_TOPICS) | Q(mail_class=MailClass.COMMERCIAL),
                name="what_promotes_leaves_as_commercial",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["priority", "send_after"],
                condition=Q(status__in=[Status.QUEUED, Status.SENDING]),
                name="mail_due",
            ),
            models.Index(fields=["about_type", "about_id"], name="mail_about"),
            models.Index(fields=["to_address", "-id"], name="mail_to"),
            models.Index(
                fields=["status", "-id"],
                condition=Q(status__in=NEEDS_A_LOOK),
                name="mail_needing_a_look",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_address}"

    @property
    def message_id(self) -> str:
        """The Message-ID header: the same for every try, so that a mailbox drops a second copy."""
        return f"<outbox.{self.pk}@{settings.MESSAGE_ID_DOMAIN}>"

    @property
    def declared(self) -> Kind | None:
        """The kind as the code declares it; None once an app no longer sends it."""
        return KINDS.get(self.kind)

    @property
    def title(self) -> str:
        """The subject once it was written, before that the kind in words."""
        return self.subject or self.kind_words

    @property
    def kind_words(self) -> str:
        """The kind as staff read it."""
        return words_of_kind(self.kind)

    @property
    def shape(self) -> str:
        """The status as a shape."""
        return SHAPES[self.status]

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it can still be stopped."""
        return self.can("cancel") and self.handed_at is None

    @property
    def may_be_retried(self) -> bool:
        """Whether staff may send it again."""
        return self.can("retry") and not self.is_too_late(timezone.now())

    @property
    def has_left(self) -> bool:
        """Whether it reached a mail server, or may have."""
        return self.status in LEFT_US

    @property
    def left_at(self) -> datetime:
        """When it left, as far as we know."""
        return self.sent_at or self.handed_at or self.queued_at

    @property
    def ground(self) -> str:
        """What it rested on, in words for its reader."""
        return GROUNDS.get(self.mail_class) or self.reason

    @property
    def zone(self) -> ZoneInfo:
        """The clock on the reader's wall, as far as we know it."""
        if self.person:
            return self.person.zone
        try:
            return ZoneInfo(self.reader_zone or settings.INSTITUTE_ZONE)
        except (KeyError, ValueError, OSError):  # a zone this machine does not know
            return ZoneInfo(settings.INSTITUTE_ZONE)

    @property
    def is_secret(self) -> bool:
        """Whether the words open an account and are for the reader only."""
        return self.mail_class == MailClass.SECURITY

    @property
    def forgets_its_words(self) -> bool:
        """Whether what it says is wiped once it is closed: codes and links that open an account.

        The demo keeps them, because its outbox is the only place where they can be read.
        """
        return self.is_secret and (settings.EMAIL_URL_GIVEN or not settings.DEMO_ALLOWED)

    def is_too_late(self, now: datetime) -> bool:
        """Whether the moment the message was for has passed."""
        return self.not_after is not None and self.not_after <= now


class DeliveryAttempt(models.Model):
    """One try to hand a message over, and what came of it."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Accepted"
        REFUSED = "refused", "Refused"
        DELAYED = "delayed", "Could not be handed over"
        UNKNOWN = "unknown", "Handed over, no answer"
        BROKEN = "broken", "Could not be written"

    message = models.ForeignKey(OutboundMessage, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["sent", "refused", "delayed", "unknown", "broken"]),
                name="delivery_outcome_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} at {self.at:%Y-%m-%d %H:%M}"
