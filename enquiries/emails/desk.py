"""What we write after a call: what we agreed, or that nobody answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from enquiries import wording
from enquiries.models import LIVE, Call, Enquiry, Kind, Outcome, Promise
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, day, zone_words

GOOD_FOR, TRIED_GOOD_FOR = timedelta(hours=48), timedelta(hours=24)
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


def _not_reached(enquiry: Enquiry, _sequence: int) -> str | None:
    """Untrue once we talked, or when nobody will call again."""
    if enquiry.status not in LIVE:
        return f"The enquiry is {enquiry.get_status_display().lower()}."
    tried = enquiry.calls.filter(outcome=Outcome.NO_ANSWER).order_by("-started_at").first()
    talks = enquiry.interactions.filter(kind__in=(Kind.CALL, Kind.MEETING))
    if tried and talks.filter(at__gt=tried.started_at).exists():
        return "We have talked since."
    return None


@letter(
    MailClass.REPLY,
    Topic.ENQUIRY,
    why="You asked the Institute to call you, or called us.",
    still_true=_not_reached,
)
def tried_to_call(enquiry: Enquiry, call: Call, *, to: str, by: User) -> Letter:
    """We called, nobody answered, and this is what comes next; one for a day of theirs."""
    theirs, next_at = enquiry.zone, enquiry.next_action_at
    context = {
        "name": _name(call),
        "by": by.short_name,
        "about": str(enquiry.course) if enquiry.course else "",
        "tried": _words(call.started_at, theirs),
        "next": _words(next_at, theirs) if next_at else "",
        "next_action": enquiry.next_action,
    }
    return Letter(
        to=to,
        about=enquiry,
        context=context,
        zone=theirs,
        sequence=call.started_at.astimezone(ZoneInfo(theirs)).toordinal(),
        not_after=call.started_at + TRIED_GOOD_FOR,
    )


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
