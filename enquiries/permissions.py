"""What we may write to whom, and why not."""

import datetime as dt
from dataclasses import dataclass

from enquiries.models import (
    MOST_PER_ENQUIRY,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    Status,
)
from institute.mail.consent import LAW_ZONE, Verdict
from institute.templatetags.moments import MONTHS

CLOSED = "This enquiry is closed. Reopen it to write."
UNCHECKED = "This enquiry waits to be checked for spam. Release it first."
ANSWERED = (
    "Their question was answered and they have not come back to us since. "
    "Another message would be a follow-up: send course news instead."
)
ENOUGH = f"{MOST_PER_ENQUIRY} follow-ups were sent for this enquiry. That is the most we send."


@dataclass(frozen=True)
class Meter:
    """Whether a message may leave for an address, in the words staff read."""

    address: str
    allowed: bool
    words: str

    @property
    def look(self) -> str:
        return "done" if self.allowed else "closed"


def meter(address: str, verdict: Verdict, *, now: dt.datetime) -> Meter:
    """The gate's answer about news: until when, how long that is, or why not."""
    if not verdict.allowed:
        return Meter(address, False, f"No: {verdict.reason[:1].lower()}{verdict.reason[1:]}")
    until = verdict.expires_on
    if until is None:
        return Meter(address, True, "Express consent, until withdrawn")
    left = (until - now.astimezone(LAW_ZONE).date()).days
    day = f"{until.day} {MONTHS[until.month - 1]}"
    if until.year != now.astimezone(LAW_ZONE).year:
        day = f"{day} {until.year}"
    return Meter(address, True, f"May write until {day}, {_days(left)}")


def _days(left: int) -> str:
    if left == 0:
        return "the last day"
    return f"{left} day{'' if left == 1 else 's'} left"


def why_no_reply(*, turned_to_us: dt.datetime, answered: dt.datetime | None) -> str:
    """Why the law sees no answer in a further message; empty while a reply is owed.

    A reply needs no consent because somebody waits for it: from the moment they turn to us until
    we have written back. What comes after is ours to prove consent for.
    """
    return ANSWERED if answered and answered >= turned_to_us else ""


def reply_refused(enquiry: Enquiry) -> str:
    """Why no reply may leave for this enquiry now; empty when one may. Three queries at most."""
    return not_live(enquiry) or why_no_reply(
        turned_to_us=_turned_to_us(enquiry),
        answered=_wrote_back(enquiry),
    )


def news_refused(enquiry: Enquiry, verdict: Verdict, *, sent: int, mailing_address: str) -> str:
    """Why no follow-up that promotes may leave after so many; empty when one may."""
    if not_live(enquiry):
        return not_live(enquiry)
    if not mailing_address.strip():
        return "The Institute's mailing address is not set, and the law asks for it."
    if sent >= MOST_PER_ENQUIRY:
        return ENOUGH
    return "" if verdict.allowed else verdict.reason


def not_live(enquiry: Enquiry) -> str:
    """Why nobody writes about this enquiry as it stands; empty while it is live."""
    if enquiry.status == Status.QUARANTINED:
        return UNCHECKED
    return "" if enquiry.is_open else CLOSED


def _turned_to_us(enquiry: Enquiry) -> dt.datetime:
    """When they last asked: the question, a call or a letter of theirs, or on the phone with us."""
    came = Interaction.objects.filter(enquiry=enquiry, direction=Direction.IN)
    last = came.order_by("-at").values_list("at", flat=True).first()
    # What was agreed during a call is asked for: the call is the evidence.
    agreed = enquiry.promises.exclude(call=None).order_by("-made_at")
    asked = agreed.values_list("made_at", flat=True).first()
    return max(at for at in (enquiry.created_at, last, asked) if at)


def _wrote_back(enquiry: Enquiry) -> dt.datetime | None:
    wrote = Interaction.objects.filter(enquiry=enquiry, kind=Kind.EMAIL, direction=Direction.OUT)
    return wrote.order_by("-at").values_list("at", flat=True).first()
