"""Accounts for people we spoke with, and the invitation to choose a password."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from enquiries import emails
from enquiries.contact_points import ContactPoints
from enquiries.models import Enquiry, Person, PointKind
from enquiries.operations.people import (
    Caller,
    add_contact_point,
    hold_account,
    hold_contact_points,
    identify,
    link_account,
)
from institute import mail
from institute.accounts.invitations import GOOD_FOR_DAYS, waits_outside
from institute.accounts.models import User
from institute.accounts.operations import Newcomer, keep_legal_name, open_account
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.mail.models.message import Messages
from institute.moves import locked

LONGEST_NAME = 120


@dataclass(frozen=True)
class Applicant:
    """Who is to be enrolled, as staff heard it; what is empty is taken from the enquiry."""

    email: str = ""
    name: str = ""
    legal_name: str = ""


def hold_ways_to_reach(enquiry: Enquiry, who: Applicant) -> None:
    """Decide alone whose they are, where nobody is known yet; before the enquiry is locked."""
    if enquiry.person_id is None:
        hold_contact_points(_reach(enquiry, who))


def account_for(enquiry: Enquiry, who: Applicant) -> User:
    """The account of the person who asked, opened and linked when there is none.

    The caller holds the enquiry's lock. Raises RuleBroken without an address, for a closed
    account, and for an address that belongs to another contact.
    """
    person = locked(enquiry.person or _identified(enquiry, who))
    user = person.account or _opened(enquiry, person, who)
    if not user.is_active:
        raise RuleBroken(f"The account {user.email} is closed.", instead="Use another address.")
    if who.legal_name and not user.legal_name:
        keep_legal_name(user=user, legal_name=who.legal_name)
    link_account(person=person, user=user)
    return user


def _reach(enquiry: Enquiry, who: Applicant) -> ContactPoints:
    return ContactPoints(who.email.strip().lower() or enquiry.email, enquiry.phone)


def _identified(enquiry: Enquiry, who: Applicant) -> Person:
    """A withheld number has no person yet: now somebody has said who they are."""
    reach = _reach(enquiry, who)
    name = who.name or enquiry.name
    caller = Caller(name=name, reach=reach, zone=enquiry.zone, is_demo=enquiry.is_demo)
    enquiry.person = identify(caller)
    enquiry.save(update_fields=["person"])
    return enquiry.person


def _opened(enquiry: Enquiry, person: Person, who: Applicant) -> User:
    email = who.email.strip().lower() or enquiry.email or person.email
    if not email:
        raise RuleBroken("An account needs an email address. Ask for one.")
    if email == enquiry.email and email not in person.emails:
        # Whoever knew a name and a number got here: the account would show them this person's past.
        raise RuleBroken(
            f"{email} came with the form and is not on the contact {person.name}.",
            instead="Add it to the contact first, once you know that it is theirs.",
        )
    name = who.name or person.name
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"A name in an account has at most {LONGEST_NAME} characters.")
    user = open_account(
        Newcomer(
            email=email,
            name=name,
            legal_name=who.legal_name,
            time_zone=enquiry.zone,
            is_demo=enquiry.is_demo,
        )
    )
    hold_account(user)
    other = Person.objects.standing().filter(account=user).exclude(pk=person.pk).first()
    if other:
        raise RuleBroken(
            f"{other.name}, another contact of ours, signs in with {email}.",
            instead="Merge the two contacts first if they are one person.",
        )
    add_contact_point(person=person, kind=PointKind.EMAIL, normalised=email)
    return user


def invite(user: User) -> OutboundMessage | None:
    """Write to somebody who cannot sign in yet, unless an invitation that works is out already.

    A password chosen before the address was proved may be a stranger's: the invitation ends it.
    """
    earlier = invitations_to(user)
    works_since = timezone.now() - dt.timedelta(days=GOOD_FOR_DAYS)
    if not waits_outside(user) or earlier.filter(queued_at__gt=works_since).exists():
        return None
    return mail.queue(emails.invited(user, number=earlier.count()))


def invite_again(*, user: User, number: int) -> OutboundMessage | None:
    """Send the invitation again. `number` is how many staff saw: a double click writes once."""
    if not waits_outside(user):
        raise RuleBroken(f"{user.name} has chosen a password already.")
    if not user.is_active:
        raise RuleBroken(f"The account {user.email} is closed.")
    return mail.queue(emails.invited(user, number=min(number, invitations_to(user).count())))


def invitations_to(user: User) -> Messages:
    """Every invitation we wrote to this person."""
    return OutboundMessage.objects.about(user).filter(kind="enquiries.invited")
