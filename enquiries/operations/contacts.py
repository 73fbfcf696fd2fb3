"""What staff change about a person: only they may, and each change is kept in the history."""

from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from enquiries import contact_points
from enquiries.models import (
    Call,
    ContactPoint,
    Enquiry,
    Interaction,
    Kind,
    Person,
    PointKind,
)
from enquiries.operations.people import add_contact_point, hold_account, hold_contact_points
from enquiries.operations.people import link_account as link
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import ConsentRecord, OutboundMessage
from institute.mail.operations import unsubscribe
from institute.moves import locked

UNREADABLE = (
    "Enter a phone number with its area code, like 905 282 9318, "
    "or an email address, like name@example.com."
)


@transaction.atomic
def add_point(*, person: Person, typed: str, by: User) -> list[ContactPoint]:
    """Give a person the address, the number or both. Raises RuleBroken for what is neither."""
    reach = contact_points.read(typed)
    if not reach:
        raise RuleBroken(UNREADABLE)
    hold_contact_points(reach)
    person = _standing(person)
    added = []
    for kind, value in ((PointKind.EMAIL, reach.email), (PointKind.PHONE, reach.phone)):
        if value and not person.points.filter(kind=kind, normalised=value).exists():
            point = add_contact_point(person=person, kind=kind, normalised=value, raw=typed[:400])
            _note(person, by, f"Added {point}.")
            added.append(point)
    return added


@transaction.atomic
def verify_point(*, point: ContactPoint, method: str, by: User) -> ContactPoint:
    """Staff saw proof that it is theirs. Raises RuleBroken while another person owns it."""
    if not method.strip():
        raise RuleBroken("Say how you know that it is theirs.")
    _standing(point.person)
    point = locked(point)
    if point.verified_at:
        return point
    owner = _owner(point)
    if owner:
        raise RuleBroken(
            f"{owner.name} has proved that {point} is theirs.",
            instead="Merge the two if they are one person.",
        )
    point.verified_at = timezone.now()
    try:
        with transaction.atomic():
            point.save(update_fields=["verified_at"])
    except IntegrityError as taken:
        raise RuleBroken("Somebody else has proved this meanwhile. Read it again.") from taken
    _note(point.person, by, f"Checked that {point} is theirs: {method.strip()}.")
    return point


@transaction.atomic
def remove_point(*, point: ContactPoint, by: User) -> None:
    """Take away what was never used. Raises RuleBroken while it is evidence of something."""
    used = why_kept(point)
    if used:
        raise RuleBroken(f"{point} stays: {used}.")
    _note(point.person, by, f"Removed {point}.")
    point.delete()


def why_kept(point: ContactPoint) -> str:
    """What the contact point is evidence of; empty when it may be taken away."""
    uses: dict[str, QuerySet[Any]]
    if point.kind == PointKind.PHONE:
        uses = {
            "calls were made with it": Call.objects.filter(number=point.normalised),
            "an enquiry came with it": Enquiry.objects.filter(phone=point.normalised),
        }
    else:
        uses = {
            "messages were sent to it": OutboundMessage.objects.to(point.normalised),
            "an enquiry came from it": Enquiry.objects.filter(email__iexact=point.normalised),
            "it carries a consent": ConsentRecord.objects.of(point.normalised),
        }
    return next((words for words, rows in uses.items() if rows.exists()), "")


@transaction.atomic
def rename(*, person: Person, name: str, zone: str, by: User) -> Person:
    """Correct a person's name and clock. Raises RuleBroken for no name or an unknown zone."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Enter a name.")
    if zone not in available_timezones():
        raise RuleBroken("Choose a time zone from the list.")
    person = _standing(person)
    was = (person.name, person.zone)
    if was != (name, zone):
        person.name, person.zone = name, zone
        person.save(update_fields=["name", "zone"])
        _note(person, by, f"Was {was[0]}, {was[1]}; now {name}, {zone}.")
    return person


@transaction.atomic
def stop_writing_to(*, person: Person, by: User) -> int:
    """Stop everything that promotes, for each of their addresses; how many there were."""
    addresses = set(person.emails)
    addresses |= set(Enquiry.objects.filter(person=person).values_list("email", flat=True))
    addresses.discard("")
    if not addresses:
        raise RuleBroken("We know no email address of this person.")
    for address in sorted(addresses):
        unsubscribe(address)
    _note(person, by, "Asked us to stop all messages that promote.")
    return len(addresses)


@transaction.atomic
def link_to(*, person: Person, user: User, by: User) -> None:
    """Tie the contact to the account that signs in with one of their addresses.

    Raises RuleBroken for another account, or when the account belongs to another contact.
    """
    if user.email.lower() not in person.emails:
        raise RuleBroken("The account signs in with an address that is not on this contact.")
    person = _standing(person)
    hold_account(user)
    other = Person.objects.filter(account=user).exclude(pk=person.pk).first()
    if other:
        raise RuleBroken(
            f"The account belongs to {other.name}.", instead="Merge the two contacts instead."
        )
    link(person=person, user=user)
    _note(person, by, f"Linked to the account {user.email}.")


def offered_points(person: Person, enquiries: "list[Enquiry]") -> list[str]:
    """Addresses and numbers that came with their questions and are not on the contact yet."""
    known = set(person.emails) | set(person.phones)
    given = [value for one in enquiries for value in (one.email.lower(), one.phone) if value]
    return [value for value in dict.fromkeys(given) if value not in known]


def _standing(person: Person) -> Person:
    """The person, locked. Raises RuleBroken when they were merged away meanwhile."""
    person = locked(person)
    if person.merged_into:
        other = person.merged_into.name
        raise RuleBroken(f"{person.name} was merged into {other}.", instead="Open that contact.")
    return person


def _owner(point: ContactPoint) -> Person | None:
    others = ContactPoint.objects.filter(
        Q(kind=point.kind, normalised=point.normalised, verified_at__isnull=False)
    ).exclude(pk=point.pk)
    found = others.select_related("person").first()
    return found.person if found else None


def _note(person: Person, by: User, words: str) -> None:
    Interaction.objects.create(
        person=person, kind=Kind.NOTE, staff=by, text=words, is_demo=person.is_demo
    )
