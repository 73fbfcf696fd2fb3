"""Documents about a certification: written once, signed, and never changed."""

import secrets
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from certification.models.certification import HOLDS, Certification
from institute.accounts.models import User

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read for another
GROUPS, GROUP = 4, 4  # 16 letters of 5 bits: 80 bits that nobody guesses


def new_public_id() -> str:
    """An address nobody guesses and anybody can read out: 7KQM-2X4P-9HWC-3T8R."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Chainable adjectives for signing keys."""

    def for_proofs(self) -> Self:
        return self.filter(algorithm=SigningKey.Algorithm.PROOF)

    def in_use(self) -> Self:
        """The one of each algorithm that signs today."""
        return self.filter(retired_at__isnull=True)


class SigningKey(models.Model):
    """The public half of a key that signed something; kept for ever."""

    class Algorithm(models.TextChoices):
        PROOF = "EdDSA", "Ed25519, for proofs"
        TOKEN = "RS256", "RSA, for tokens"

    kid = models.CharField(max_length=120, unique=True)
    algorithm = models.CharField(max_length=8, choices=Algorithm.choices)
    public = models.JSONField(help_text="A JSON Web Key without its private members.")
    not_before = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-not_before", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(algorithm__in=["EdDSA", "RS256"]), name="signing_algorithm_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(public__has_key="d"), name="no_private_key_in_the_database"
            ),
            models.UniqueConstraint(
                fields=["algorithm"],
                condition=Q(retired_at__isnull=True),
                name="one_signing_key_in_use_per_algorithm",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class StatusList(models.Model):
    """A list of bits that says which credentials no longer hold; published under its number."""

    number = models.PositiveSmallIntegerField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"List {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("certification:status_list", args=[self.number])


class StatusEntryQuerySet(models.QuerySet["StatusEntry"]):
    """Chainable adjectives for places in status lists."""

    def revoked(self) -> Self:
        """Documents nobody may rely on: withdrawn by hand or with what they certify, or replaced.

        A suspension may end, so it is told on the page and not here.
        """
        gone = Q(credential__certification__status__in=("withdrawn", "superseded"))
        by_hand = Q(revoked_at__isnull=False)
        newer = Credential.objects.filter(
            certification=models.OuterRef("credential__certification"),
            revision__gt=models.OuterRef("credential__revision"),
        )
        return self.filter(gone | by_hand | models.Exists(newer))


class StatusEntry(models.Model):
    """One bit of a list. It is set once and never cleared."""

    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField(help_text="Drawn at random: it tells nothing.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = StatusEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "index"], name="one_credential_per_bit"),
            models.CheckConstraint(condition=Q(index__lt=131_072), name="bit_stands_in_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.list}, bit {self.index}"


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Chainable adjectives for credentials."""

    def with_standing(self) -> Self:
        """With what tells whether they hold, in one query."""
        return self.select_related(
            "certification__holder", "certification__scheme", "certification__scheme_version"
        ).select_related("entry", "proof_key", "token_key")

    def newest(self) -> Self:
        """The newest document of each certification."""
        newest = Certification.objects.annotate(newest=models.Max("credentials__revision"))
        pairs = newest.filter(pk=models.OuterRef("certification")).values("newest")
        return self.filter(revision=models.Subquery(pairs))

    def public(self) -> Self:
        """Those the holder lets anybody see."""
        return self.filter(certification__is_public=True)

    def visible_to(self, user: object) -> Self:
        """Those anybody may see, and the reader's own."""
        mine = Q(certification__holder=user) if isinstance(user, User) else Q()
        return self.filter(Q(certification__is_public=True) | mine)

    def of(self, user: User) -> Self:
        return self.filter(certification__holder=user)

    def holding(self) -> Self:
        """Those that hold today: the certification stands and the period has begun."""
        now = timezone.now()
        held = self.filter(certification__status__in=HOLDS, entry__revoked_at__isnull=True)
        return held.filter(valid_from__lte=now, valid_until__gt=now)

    def with_looks(self) -> Self:
        """With the days on which they were looked up."""
        return self.prefetch_related("hits")

    def numbered(self, number: str) -> Self:
        """By what is printed: the number of the certification, or that of the document itself."""
        by_number = self.filter(Q(certification__number=number) | Q(public_id=number))
        return by_number.order_by("-revision")


class Credential(models.Model):
    """What we signed about a certification at one moment: only ever added (trigger)."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="credentials"
    )
    badge_urn = models.UUIDField(default=uuid.uuid4, help_text="The same for every revision.")
    subject_urn = models.UUIDField(default=uuid.uuid4, help_text="The holder, to this badge only.")
    revision = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160, help_text="As it was then.")
    achievement = models.JSONField(help_text="What was certified, as it was then.")
    template = models.CharField(max_length=20, default="certificate-1")
    issued_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    document = models.TextField(help_text="The signed JSON, as it is handed out.")
    token = models.TextField(help_text="The same as a JSON Web Token.")
    sha256 = models.CharField(max_length=64, help_text="Of the document.")
    proof_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    token_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(StatusEntry, on_delete=models.PROTECT, related_name="credential")

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["certification", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certification", "revision"], name="one_credential_per_revision"
            ),
            models.UniqueConstraint(
                fields=["badge_urn", "revision"], name="one_badge_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")),
                name="a_credential_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("certification:verified", args=[self.public_id])


class VerificationHit(models.Model):
    """How often a credential was looked up on a day. Nothing about who looked."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="hits")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential", "day"], name="one_count_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"
