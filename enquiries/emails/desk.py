"""What we write after a call: what we agreed, and the link that confirms a spoken yes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from enquiries import wording
from enquiries.models import Call, Promise
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, day, zone_words

GOOD_FOR = timedelta(hours=48)
SALT = "enquiries.desk.consent"
TORONTO: str = settings.INSTITUTE_ZONE


@letter(
    MailClass.REPLY,
    Topic.ENQUIRY,
    why="You spoke with the Institute on the telephone.",
)
def what_we_agreed(call: Call, *, to: str, by: User, said_yes: bool) -> Letter:
    """What we agreed on the telephone, and who to answer."""
    enquiry = call.enquiry
    theirs = enquiry.zone if enquiry else TORONTO
    next_at = enquiry.next_action_at if enquiry and enquiry.is_open else None
    context = {
        "name": _name(call),
        "by": by.short_name,
        "reply_to": by.email,
        "about": str(enquiry.course) if enquiry and enquiry.course else "",
        "promises": [_both_clocks(promise, theirs) for promise in call.promises.soonest_first()],
        "next": _words(next_at, theirs) if next_at else "",
        "next_is_a_call": bool(enquiry and enquiry.next_action == "call"),
        "confirm_url": _confirm_url(call, to) if said_yes else "",
    }
    return Letter(to=to, about=call, context=context, not_after=timezone.now() + GOOD_FOR)


def _name(call: Call) -> str:
    """Their name, unless we know only a number or it could advertise."""
    known = call.person and not call.person.name.startswith("Caller on ")
    return wording.greeting(call.person.name) if call.person and known else ""


def token_of(call: Call, address: str) -> str:
    """What the confirming link carries: whose yes it was and in which call."""
    return signing.dumps({"call": str(call.public_id), "address": address}, salt=SALT)


def _confirm_url(call: Call, address: str) -> str:
    link: str = settings.SITE_URL + reverse("enquiries:confirm", args=[token_of(call, address)])
    return link


def _both_clocks(promise: Promise, theirs: str) -> dict[str, str]:
    return {"text": promise.text, "by": _words(promise.due_at, theirs)}


def _words(at: datetime, theirs: str) -> str:
    """One clock where both are the same, else both."""
    here = f"{clock(at, TORONTO)} {zone_words(TORONTO)}"
    there = f"{day(at, theirs)}, {clock(at, theirs)} {zone_words(theirs)}"
    same = clock(at, theirs) == clock(at, TORONTO) and day(at, theirs) == day(at, TORONTO)
    return there if same else f"{there} ({here})"
