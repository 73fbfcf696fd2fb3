"""A person one may ask for an hour."""

import datetime as dt
from functools import cache
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.urls import reverse

from courses.models import Competency
from courses.models.course import Lane
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models.offer import Offer, OfferKind

# Words of our own addresses; nobody's page may be called so.
OUR_WORDS = ("bookings", "match", "waiting", "interviews", "practice")


# A session that was held, or will be: these two know each other.
KNOWN = ("confirmed", "completed", "no_show_mentor")
# What free times depend on: the diary, its owner's clock and caps, and the terms of the offer.
STANDING = (
    "pk",
    "diary_version",
    "user__time_zone",
    "max_per_day",
    "max_per_week",
    "comfortable_from",
    "comfortable_to",
    "offers__pk",
    "offers__minutes",
    "offers__buffer_before",
    "offers__buffer_after",
    "offers__increment",
    "offers__notice_hours",
    "offers__horizon_days",
)


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Chainable adjectives for mentors."""

    def public(self) -> Self:
        """Mentors a visitor may read about."""
        return self.filter(user__is_active=True)

    def with_person(self) -> Self:
        """With the person and what they are asked about: two queries, however many mentors."""
        return self.select_related("user").prefetch_related("competencies")

    def of(self, user: User) -> Self:
        """The mentor this person is, if any."""
        return self.filter(user=user)

    def editable_by(self, user: User) -> Self:
        """Whose hours this person may change: their own; a manager everybody's."""
        return self if user.has_role(Role.MANAGER, Role.ADMIN) else self.of(user)

    def able_in(self, competency: str) -> Self:
        """Mentors for one competency; everybody when it is empty."""
        return self.filter(competencies__slug=competency) if competency else self

    def giving(self, offer: Offer) -> Self:
        """Mentors one may have this session with."""
        return self.filter(offers=offer)

    def offering(self, kind: OfferKind) -> Self:
        """Mentors who give this kind of help."""
        return self.filter(offers__kind=kind).distinct()


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
    offers = models.ManyToManyField(Offer, related_name="mentors", blank=True)
    max_per_day = models.PositiveSmallIntegerField(default=4)
    max_per_week = models.PositiveSmallIntegerField(default=12)
    comfortable_from = models.TimeField(default=dt.time(8), help_text="On the mentor's own clock.")
    comfortable_to = models.TimeField(default=dt.time(19))
    room_url = models.URLField("video room", blank=True, help_text="Where sessions take place.")
    # Rises with everything that changes when the mentor is free; what is kept under it is true.
    diary_version = models.PositiveIntegerField(default=1, editable=False)
    accepting = models.BooleanField("takes new people", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(lane__in=Lane.values), name="mentor_lane_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(max_per_day__gte=1, max_per_week__gte=1),
                name="a_mentor_takes_at_least_one_session",
            ),
            models.CheckConstraint(
                condition=models.Q(comfortable_to__gt=models.F("comfortable_from")),
                name="comfortable_hours_lie_within_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=OUR_WORDS), name="a_mentor_is_not_called_like_a_page"
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("mentorship:mentor", args=[self.slug])

    def takes(self, user: User | None) -> bool:
        """Whether this person may book: everybody, or those they have worked with before."""
        if self.accepting:
            return True
        return user is not None and self.bookings.filter(student=user, status__in=KNOWN).exists()

    @property
    def zone(self) -> ZoneInfo:
        """The clock at home; on the road a TravelPeriod takes its place."""
        return self.user.zone

    @property
    def initials(self) -> str:
        """The letters on the tile that stands where a portrait will be."""
        words = [word for word in self.user.name.replace("-", " ").split() if word[0].isalpha()]
        return "".join(word[0].upper() for word in (words[0], words[-1]))

    @property
    def city(self) -> str:
        """Where the mentor's clock hangs: "Vancouver"."""
        return self.user.time_zone.rpartition("/")[2].replace("_", " ")


SLUG, OFFER = "the slug", "the offer"  # stand in the compiled query for what is asked


def standing_of(slug: str, offer: str) -> tuple[object, ...] | None:
    """Everything the free times a visitor reads depend on but the clock: one small query.

    The first offer with a time when none is named. None for a mentor or an offer there is not, and
    for a mentor who takes nobody new.
    """
    if "\0" in slug + offer:
        return None
    asked = {SLUG: slug, OFFER: offer}
    statement, values = _compiled(is_named=bool(offer))
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked.get(value, value) for value in values])
        found: tuple[object, ...] | None = cursor.fetchone()
    return found


@cache
def _compiled(*, is_named: bool) -> tuple[str, tuple[str, ...]]:
    """The query once for all visitors: putting it together costs more than asking it."""
    timed = [kind for kind in OfferKind.values if kind != OfferKind.CV_REVIEW]
    known: dict[str, object] = {"slug": SLUG, "accepting": True, "offers__kind__in": timed}
    if is_named:
        known["offers__slug"] = OFFER
    # One filter: each condition must hold of the same offer.
    given = Mentor.objects.public().filter(**known).order_by("offers__position", "offers__slug")
    rows = given.values_list(*STANDING)[:1]
    statement, values = rows.query.sql_with_params()
    return statement, tuple(values)
