"""Who somebody is, from what they give us; nothing public ever edits a person we know."""

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from enquiries.contact_points import ContactPoints
from enquiries.models import ContactPoint, DuplicateCandidate, Person, PointKind
from institute.accounts.models import User

SHARED_EMAIL, SHARED_PHONE = 90, 60  # how sure we are that two records are one person


@dataclass(frozen=True)
class Caller:
    """Somebody as they present themselves."""

    name: str
    reach: ContactPoints = field(default_factory=ContactPoints)
    zone: str = "America/Toronto"
    extension: str = ""
    at: dt.datetime | None = None  # when they turned to us
    is_demo: bool = False


@transaction.atomic
def identify(caller: Caller) -> Person:
    """The person these contact points belong to, made when nobody is known by them."""
    known = recognise(caller)
    person = known.person or new_person(caller)
    suspect(person, known, caller)
    return person


@dataclass(frozen=True)
class Known:
    """Who is reached at somebody's contact points, and which of them it most likely is."""

    person: Person | None = None
    points: tuple[ContactPoint, ...] = ()


def recognise(caller: Caller) -> Known:
    """Who it is, until the transaction ends nobody else's to decide.

    An email address names one person. A telephone may be a household's: it names the one whose
    name fits, and otherwise nobody.
    """
    hold_contact_points(caller.reach)
    points = tuple(_points_at(caller.reach))
    by_email = [one.person for one in points if one.kind == PointKind.EMAIL]
    by_phone = [one.person for one in points if same_name(one.person.name, caller.name)]
    return Known(_best(by_email) or _best(by_phone), points)


def suspect(person: Person, known: Known, caller: Caller) -> None:
    """Show staff everybody else who is reached there; a pair they decided about stays decided."""
    # The same email address is the stronger reason, so it comes last.
    points = sorted(known.points, key=lambda one: one.kind == PointKind.EMAIL)
    others = {one.person_id: one for one in points if one.person_id != person.pk}
    if others:
        pairs = [_pair(person, one) for one in others.values()]
        DuplicateCandidate.objects.bulk_create(pairs, ignore_conflicts=True)


def hold_contact_points(*reaches: ContactPoints) -> None:
    """Let one transaction at a time decide who these contact points belong to."""
    points = {point for reach in reaches for point in (reach.email, reach.phone) if point}
    keys = sorted(map(_lock_key, points))
    with connection.cursor() as cursor:
        # A scan of an array keeps its order, so two transactions never wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) key", [keys])


def new_person(caller: Caller) -> Person:
    """A person with these contact points, none of them proved to be theirs."""
    person = Person.objects.create(
        name=caller.name, zone=caller.zone, last_contact_at=caller.at, is_demo=caller.is_demo
    )
    points = []
    if caller.reach.email:
        points.append(_point(person, PointKind.EMAIL, caller.reach.email))
    if caller.reach.phone:
        points.append(_point(person, PointKind.PHONE, caller.reach.phone, caller.extension))
    ContactPoint.objects.bulk_create(points)
    return person


@transaction.atomic
def add_contact_point(
    *, person: Person, kind: str, normalised: str, raw: str = "", extension: str = ""
) -> ContactPoint:
    """Give a person another way to be reached. Adding it again changes nothing."""
    fresh = _point(person, kind, normalised, extension, raw)
    ContactPoint.objects.bulk_create([fresh], ignore_conflicts=True)
    return ContactPoint.objects.get(person=person, kind=kind, normalised=normalised)


def note_contact(person: Person | None) -> None:
    """They and we were in touch just now."""
    if person:
        Person.objects.filter(pk=person.pk).update(last_contact_at=timezone.now())


def hold_account(user: User) -> None:
    """Let one transaction at a time decide whose account it is."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


@transaction.atomic
def link_account(*, person: Person, user: User) -> None:
    """The person signs in as this user; their sign-in address is proved to be theirs."""
    if person.account_id != user.pk:
        Person.objects.filter(account=user).update(account=None)
        person.account = user
        person.save(update_fields=["account"])


def digits_of(e164: str) -> str:
    """The digits a caller says: without the country code in North America, with it elsewhere."""
    plain = e164.lstrip("+")
    return plain.removeprefix("1")


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike, whatever their case and spacing."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _points_at(reach: ContactPoints) -> QuerySet[ContactPoint]:
    here = Q(kind=PointKind.EMAIL, normalised=reach.email) if reach.email else Q(pk=None)
    if reach.phone:
        here |= Q(kind=PointKind.PHONE, normalised=reach.phone)
    standing = ContactPoint.objects.filter(here, person__merged_into=None)
    return standing.select_related("person")


def _best(people: list[Person]) -> Person | None:
    """The one we have talked with longest."""
    return min(people, key=lambda person: person.pk, default=None)


def _pair(person: Person, point: ContactPoint) -> DuplicateCandidate:
    first, second = sorted((person, point.person), key=lambda one: one.pk)
    by_email = point.kind == PointKind.EMAIL
    return DuplicateCandidate(
        first=first,
        second=second,
        score=SHARED_EMAIL if by_email else SHARED_PHONE,
        why="The same email address" if by_email else "The same phone number",
    )


def _point(
    person: Person, kind: str, normalised: str, extension: str = "", raw: str = ""
) -> ContactPoint:
    digits = digits_of(normalised) if kind == PointKind.PHONE else ""
    return ContactPoint(
        person=person,
        kind=kind,
        raw=raw or normalised,
        normalised=normalised,
        extension=extension,
        digits=digits,
        rdigits=digits[::-1],
    )


def _lock_key(point: str) -> int:
    return int.from_bytes(blake2b(point.encode(), digest_size=8).digest(), signed=True)
