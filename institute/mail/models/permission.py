"""Who lets us write, who does not, and the page where they decide."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from institute.mail.consent import Basis, Consent, Scope, Stop, StopReason, Topic


def address_hash(address: str) -> str:
    """How an address is kept where only a later comparison is needed."""
    return sha256(address.strip().lower().encode()).hexdigest()


def _choices(words: type[Basis] | type[Scope] | type[StopReason]) -> list[tuple[str, str]]:
    return [(word.value, word.value.replace("_", " ").capitalize()) for word in words]


class Mailbox(models.Model):
    """An address we write to and its unguessable page; the link never expires."""

    address = models.EmailField(max_length=254, unique=True)
    token = models.CharField(max_length=43, unique=True, default=token_urlsafe)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address


class Stops(models.QuerySet["Suppression"]):
    """Which stops."""

    def of(self, address: str) -> Self:
        """The stops of one address."""
        return self.filter(address_hash=address_hash(address))


class Suppression(models.Model):
    """An address we must not write to, kept as a hash so that it outlives everything else."""

    address_hash = models.CharField(max_length=64)
    scope = models.CharField(max_length=10, choices=_choices(Scope))
    topic = models.CharField(max_length=32, blank=True, default="")
    reason = models.CharField(max_length=12, choices=_choices(StopReason))
    at = models.DateTimeField(default=timezone.now)

    objects = Stops.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address_hash", "scope", "topic"], name="one_stop_per_address_and_scope"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=list(Scope)) & Q(reason__in=list(StopReason)),
                name="stop_scope_and_reason_are_known",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.TOPIC, topic__in=list(Topic))
                | (~Q(scope=Scope.TOPIC) & Q(topic="")),
                name="stop_names_a_topic_only_when_it_is_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.topic}: {self.reason}".replace(" :", ":")

    def as_stop(self) -> Stop:
        """As the consent gate reads it."""
        return Stop(Scope(self.scope), StopReason(self.reason), self.topic)


class Consents(models.QuerySet["ConsentRecord"]):
    """Which consents."""

    def of(self, address: str) -> Self:
        """The consents of one address."""
        return self.filter(address=address.strip().lower())

    def standing(self) -> Self:
        """Consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class ConsentRecord(models.Model):
    """Evidence of one ground for writing to promote.

    Append-only, by a trigger: a row is never deleted or changed, except that `withdrawn_at` is
    set once.
    """

    address = models.EmailField(max_length=254)
    topic = models.CharField(max_length=32, blank=True, default="", help_text="Empty: all topics.")
    basis = models.CharField(max_length=16, choices=_choices(Basis))
    method = models.CharField(max_length=80, help_text="Where and how it was given.")
    evidence = models.JSONField(default=dict)
    obtained_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Consents.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(basis__in=list(Basis)), name="consent_basis_is_known"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.EXPRESS, expires_on__isnull=True)
                | (~Q(basis=Basis.EXPRESS) & Q(expires_on__isnull=False)),
                name="only_express_consent_lasts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["address"], name="consent_address")]

    def __str__(self) -> str:
        return f"{self.basis} from {self.address}"

    def as_consent(self) -> Consent:
        """As the consent gate reads it."""
        return Consent(Basis(self.basis), self.obtained_at, self.topic, self.withdrawn_at)
