"""CVs: what was sent, version by version. Files and words go twelve months after the last use."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.cv_files import CONTENT_TYPES, Kind

if TYPE_CHECKING:
    from mentorship.models.cv_reviews import CvReview

KEPT = dt.timedelta(days=365)
KINDS = [(kind.value, kind.name) for kind in Kind]


class PrivateFiles(FileSystemStorage):
    """A folder no web server serves, for its owner's eyes only; it moves with DATA_DIR."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.DATA_DIR / "private" / "cv")

    @property
    def location(self) -> str:
        return self.base_location

    def url(self, name: str | None) -> str:
        """Nowhere: a view hands the file out to whoever may have it."""
        raise ValueError(f"{name} has no address.")


def private_files() -> PrivateFiles:
    """Where the files of CVs are."""
    return PrivateFiles()


def random_name(version: "CvVersion", _: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}.{version.kind}"


class EmptiedBy(models.TextChoices):
    """Why the files and words of a CV are gone."""

    OWNER = "owner", "Deleted by its owner"
    TIME = "time", "Deleted twelve months after it was last used"


class CvDocumentQuerySet(models.QuerySet["CvDocument"]):
    """Chainable adjectives for CVs."""

    def visible_to(self, user: User) -> Self:
        """A person's own CVs; a reviewer meets them through the review."""
        return self.filter(owner=user)

    def kept(self) -> Self:
        """Those that still have their words."""
        return self.filter(emptied_at__isnull=True)

    def emptied(self) -> Self:
        return self.filter(emptied_at__isnull=False)

    def with_reviews(self) -> Self:
        """With their reviews, the latest first: one query more."""
        return self.prefetch_related("reviews")

    def with_versions(self) -> Self:
        """With their versions, the newest first, without the words: one query more."""
        newest_first = CvVersion.objects.defer("lines").order_by("-number")
        return self.prefetch_related(models.Prefetch("versions", newest_first))

    def with_everything(self) -> Self:
        """With versions, reviews, comments and scores: five queries, however many."""
        return self.prefetch_related("versions", "reviews__comments", "reviews__scores")

    def unused_since(self, day: dt.datetime) -> Self:
        return self.kept().filter(last_used_at__lt=day).order_by("pk")


class CvDocument(models.Model):
    """A CV as one person's continuing work: its versions are what was sent."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cvs")
    title = models.CharField(max_length=120, help_text="The roles it is for.")
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    emptied_at = models.DateTimeField(null=True, blank=True)
    emptied_by = models.CharField(max_length=8, choices=EmptiedBy.choices, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CvDocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-last_used_at"]
        verbose_name = "CV"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True, emptied_by="")
                | Q(emptied_at__isnull=False, emptied_by__in=EmptiedBy.values),
                name="an_emptied_cv_says_when_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mentorship:cv", args=[self.public_id])

    @property
    def is_emptied(self) -> bool:
        return self.emptied_at is not None

    @property
    def kept_until(self) -> dt.datetime:
        """When it goes, unless somebody works with it before."""
        return self.last_used_at + KEPT

    @property
    def latest_review(self) -> "CvReview | None":
        """The review that was asked for last; read it with `with_reviews`."""
        return next(iter(self.reviews.all()), None)

    @property
    def newest(self) -> "CvVersion | None":
        """The last version that was sent; read it with `with_versions`."""
        return max(self.versions.all(), key=lambda one: one.number, default=None)


class CvVersionQuerySet(models.QuerySet["CvVersion"]):
    """Chainable adjectives for versions."""

    def with_file(self) -> Self:
        return self.exclude(file="")

    def sent_since(self, at: dt.datetime, *, by: User) -> Self:
        return self.filter(document__owner=by, uploaded_at__gte=at)


class CvVersion(models.Model):
    """One file that was sent, and its words line by line."""

    document = models.ForeignKey(CvDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, choices=KINDS)
    name = models.CharField(max_length=120, help_text="As its owner calls the file.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    file = models.FileField(
        storage=private_files, upload_to=random_name, max_length=120, blank=True
    )
    lines = ArrayField(models.TextField(), default=list, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = CvVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = "version of a CV"
        verbose_name_plural = "versions of CVs"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "number"], name="one_version_of_a_number_in_each_cv"
            ),
            models.UniqueConstraint(
                fields=["document", "sha256"], name="the_same_file_is_the_same_version"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind], number__gte=1),
                name="a_version_is_a_pdf_or_a_docx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[Kind(self.kind)]

    @property
    def numbered(self) -> list[tuple[int, str]]:
        return list(enumerate(self.lines, 1))


class CvClaim(models.Model):
    """A line of a CV that the Institute can vouch for, with the page that shows it."""

    version = models.ForeignKey(CvVersion, on_delete=models.CASCADE, related_name="claims")
    line = models.PositiveSmallIntegerField()
    # Whose evidence it is, as `institute.panels` names it: "courses:place 12".
    evidence = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["line", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "line", "evidence"], name="a_line_is_vouched_for_once"
            ),
            models.CheckConstraint(condition=Q(line__gte=1), name="a_claim_stands_on_a_line"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.title}"
