"""The person: one record for students, staff and mentors alike."""

import uuid
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from institute.accounts.roles import MAY_ENTER, STAFF_ROLES, Role

DEFAULT_ZONE = "America/Toronto"


def valid_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")


class UserManager(BaseUserManager["User"]):
    """People are found by email, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def with_roles(self) -> "models.QuerySet[User]":
        """People with the names of their groups, in the same query."""
        names = Group.objects.filter(user=models.OuterRef("pk")).values("name")
        return self.annotate(group_names=ArraySubquery(names))

    def who_may(self, area: str) -> "models.QuerySet[User]":
        """Everybody active whose role opens the area; admins, who may all, are not counted."""
        of = self.filter(is_active=True, groups__name__in=MAY_ENTER[area])
        return of.order_by("display_name", "pk").distinct()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can sign in; without a password only by reset."""
        user = self.model(email=email.lower().strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For `manage.py createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person the Institute knows and who may sign in."""

    email = models.EmailField("email address", max_length=254)
    display_name = models.CharField("name", max_length=120, blank=True)
    legal_name = models.CharField(
        "legal name",
        max_length=160,
        blank=True,
        help_text="As it should stand on a certificate or an invoice.",
    )
    time_zone = models.CharField(max_length=64, default=DEFAULT_ZONE, validators=[valid_zone])
    keyboard_shortcuts = models.BooleanField(
        "keyboard shortcuts",
        default=True,
        help_text="Single keys act on staff pages and in the exam. They never fire while you type.",
    )
    calendar_token = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="The address of the calendar feed.",
    )
    is_demo = models.BooleanField(default=False, help_text="An invented person.")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], name="one_account_per_email"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_is_kept_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call this person on a page."""
        return self.display_name or self.email.split("@")[0]

    @property
    def short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.name.split()[0]

    @property
    def name_on_documents(self) -> str:
        """The name on invoices and certificates."""
        return self.legal_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone this person reads times in."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the groups this person is in; read with the person, or by one query."""
        read: list[str] | None = vars(self).pop("group_names", None)  # true when read, once
        names = frozenset(self.groups.values_list("name", flat=True) if read is None else read)
        return names | {Role.ADMIN} if self.is_superuser else names

    def has_role(self, *roles: Role) -> bool:
        """Whether this person plays any of the roles; an admin plays them all."""
        return Role.ADMIN in self.roles or not self.roles.isdisjoint(roles)

    @property
    def is_institute_staff(self) -> bool:
        """Whether this person works here in any role."""
        return not self.roles.isdisjoint(STAFF_ROLES)
