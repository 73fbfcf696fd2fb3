"""Who somebody is, from what they give us; nothing public ever edits a person we know."""

import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import connection, transaction
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
    is_demo: bool = False


@transaction.atomic
def identify(caller: Caller) -> Person:
    """The person these contact points belong to, made when nobody is known by them.

    An email address names one person. A telephone may be a household's: it names the one whose
    name fits, and otherwise a new person whom staff may merge.
    """
    hold_contact_points(caller.reach)
    known = list(Person.objects.reached_at(caller.reach.email, caller.reach.phone).with_points())
    person = _by_email(known, caller) or _by_phone(known, caller) or new_person(caller)
    for other in known:
        if other.pk != person.pk:
            _suspect(person, other, caller)
    return person


def hold_contact_points(*reaches: ContactPoints) -> None:
    """Let one transaction at a time decide who these contact points belong to."""
    points = {point for reach in reaches for point in (reach.email, reach.phone) if point}
    keys = sorted(map(_lock_key, points))
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def new_person(caller: Caller) -> Person:
    """A person with these contact points, none of them proved to be theirs."""
    person = Person.objects.create(name=caller.name, zone=caller.zone, is_demo=caller.is_demo)
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


def _by_email(known: list[Person], caller: Caller) -> Person | None:
    mine = [person for person in known if caller.reach.email in person.emails]
    return _best(mine) if caller.reach.email else None


def _by_phone(known: list[Person], caller: Caller) -> Person | None:
    mine = [person for person in known if same_name(person.name, caller.name)]
    return _best(mine)


def _best(people: list[Person]) -> Person | None:
    """The one we have talked with longest."""
    return min(people, key=lambda person: person.pk, default=None)


def _suspect(person: Person, other: Person, caller: Caller) -> None:
    """Show the pair to staff; a pair they have decided about stays decided."""
    by_email = caller.reach.email in other.emails
    first, second = sorted((person, other), key=lambda one: one.pk)
    pair = DuplicateCandidate(
        first=first,
        second=second,
        score=SHARED_EMAIL if by_email else SHARED_PHONE,
        why="The same email address" if by_email else "The same phone number",
    )
    DuplicateCandidate.objects.bulk_create([pair], ignore_conflicts=True)


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
