"""Every write to a person's account that sign-in itself does not do."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from institute.accounts.models import DEFAULT_ZONE, User
from institute.accounts.roles import Role
from institute.accounts.zones import KNOWN_ZONES
from institute.errors import RuleBroken

DEMO_PASSWORD = "tpm-demo-2026"  # noqa: S105  printed on the screen for everybody to use


def ensure_roles() -> None:
    """Create the group of every role that is missing."""
    present = set(Group.objects.filter(name__in=list(Role)).values_list("name", flat=True))
    missing = [Group(name=role.value) for role in Role if role not in present]
    Group.objects.bulk_create(missing, ignore_conflicts=True)


@transaction.atomic
def give_role(*, user: User, role: Role) -> None:
    """Let a person play a role. Giving it again changes nothing."""
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    follow_roles(user=user)


@transaction.atomic
def take_role(*, user: User, role: Role) -> None:
    """End a role. Taking a role the person does not play changes nothing."""
    user.groups.remove(*Group.objects.filter(name=role.value))
    follow_roles(user=user)


def follow_roles(*, user: User) -> None:
    """Open the staff records to administrators, and only to them."""
    vars(user).pop("roles", None)
    is_admin = user.groups.filter(name=Role.ADMIN.value).exists()
    if (user.is_staff, user.is_superuser) != (is_admin, is_admin):
        user.is_staff = user.is_superuser = is_admin
        user.save(update_fields=["is_staff", "is_superuser"])
    vars(user).pop("roles", None)


def update_profile(
    *, user: User, display_name: str, legal_name: str, time_zone: str, keyboard_shortcuts: bool
) -> User:
    """Keep what a person says about themselves."""
    user.display_name = display_name.strip()
    user.legal_name = legal_name.strip()
    user.time_zone = time_zone
    user.keyboard_shortcuts = keyboard_shortcuts
    user.full_clean(exclude=["password", "email"])
    user.save(update_fields=["display_name", "legal_name", "time_zone", "keyboard_shortcuts"])
    return user


def detect_zone(*, user: User, zone: str | None) -> User:
    """Read times in the zone the browser reported from now on."""
    if zone not in KNOWN_ZONES:
        raise RuleBroken(
            "Your browser did not tell us a time zone.", instead="Choose one from the list."
        )
    user.time_zone = str(zone)
    user.save(update_fields=["time_zone"])
    return user


def keep_legal_name(*, user: User, legal_name: str) -> None:
    """Keep the name for invoices and certificates, where the person gave it with something else."""
    name = legal_name.strip()
    if name and name != user.legal_name:
        user.legal_name = name
        user.save(update_fields=["legal_name"])


def renew_calendar_address(*, user: User) -> None:
    """Give the calendar feed a new address; whoever knew the old one sees nothing any more."""
    user.calendar_token = uuid.uuid4()
    user.save(update_fields=["calendar_token"])


@dataclass(frozen=True)
class Newcomer:
    """Somebody an account is opened for by the people who talk with them."""

    email: str
    name: str
    legal_name: str = ""
    time_zone: str = DEFAULT_ZONE
    is_demo: bool = False


@transaction.atomic
def open_account(newcomer: Newcomer) -> User:
    """The account with this address, opened without a password when there is none.

    The address counts as theirs only once they have used the invitation sent to it.
    """
    email = newcomer.email.strip().lower()
    proved = Q(emailaddress__email=email, emailaddress__verified=True)
    known = User.objects.filter(Q(email=email) | proved).order_by("pk").first()
    if known:
        return known
    user, created = User.objects.get_or_create(
        email=email,
        defaults={
            "display_name": newcomer.name,
            "legal_name": newcomer.legal_name,
            "time_zone": newcomer.time_zone if newcomer.time_zone in KNOWN_ZONES else DEFAULT_ZONE,
            "is_demo": newcomer.is_demo,
            "password": make_password(None),
        },
    )
    if created:
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
        give_role(user=user, role=Role.STUDENT)
    return user


@cache
def _demo_password_hash() -> str:
    # Eighty people share one password: hashing it eighty times would take half a minute.
    return make_password(DEMO_PASSWORD)


@transaction.atomic
def create_demo_person(
    *,
    email: str,
    display_name: str,
    roles: Iterable[Role] = (),
    legal_name: str = "",
    time_zone: str = DEFAULT_ZONE,
) -> User:
    """An invented person with the demo password. One who exists already is left as they are."""
    if not settings.DEMO_ALLOWED:
        raise RuleBroken(
            "Demo people live in the demo only.", instead="Set DEBUG=1 on your own machine."
        )
    user, created = User.objects.get_or_create(
        email=email.lower(),
        defaults={
            "display_name": display_name,
            "legal_name": legal_name,
            "time_zone": time_zone,
            "is_demo": True,
            "password": _demo_password_hash(),
        },
    )
    if created:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        for role in roles:
            give_role(user=user, role=role)
    return user
