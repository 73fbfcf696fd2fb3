"""A student's way through a cohort, in steps and in sentences."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from courses.models import Cohort, Enrolment, Funding, Invoice, Session, Status
from courses.money import hst_on
from institute.accounts.models import User

REFUND = dt.timedelta(days=14)  # before the start, in full, whatever the reason
DOOR = dt.timedelta(minutes=10)  # the link to a class opens this long before it
GONE = (Status.CANCELLED, Status.DEFERRED, Status.TRANSFERRED)
DONE = {
    "confirm": "Confirmed",
    "complete": "Completed",
    "cancel": "Cancelled",
    "release": "Released",
    "defer": "Deferred",
    "transfer": "Moved to another date",
}
LOOKS = {
    Status.RESERVED: "now",
    Status.CONFIRMED: "done",
    Status.COMPLETED: "ms",
}


@dataclass(frozen=True)
class Price:
    """What a place costs, in cents."""

    net: int
    hst: int

    @property
    def total(self) -> int:
        return self.net + self.hst


def price_of(cohort: Cohort) -> Price:
    """The price of a place in this cohort, with HST."""
    return Price(cohort.price_cents, hst_on(cohort.price_cents))


def refund_until(cohort: Cohort) -> dt.datetime:
    """Until when a place is given back for all of the money."""
    return cohort.starts_at - REFUND


def door_is_open(one: Session) -> bool:
    """Whether the link to the class may be followed now."""
    return one.starts_at - DOOR <= timezone.now() < one.ends_at


@dataclass(frozen=True)
class Step:
    """A node of the path: `state` is made of done, now and ms."""

    label: str
    meta: str
    state: str = ""


@dataclass(frozen=True)
class Happened:
    """One line of a place's history."""

    words: str
    at: dt.datetime
    by: User | None = None
    reason: str = ""


def history(enrolment: Enrolment) -> list[Happened]:
    """What happened to a place, oldest first; one query."""
    paid = enrolment.funding == Funding.PAID
    began = Happened("Reserved" if paid else "Enrolled", enrolment.created_at)
    return [began] + [
        Happened(DONE.get(event.act, event.act.capitalize()), event.at, event.by, event.reason)
        for event in enrolment.events.select_related("by")
    ]


def look(status: str) -> str:
    """The shape a place's status is drawn with."""
    return LOOKS.get(Status(status), "closed")


def short(moment: dt.datetime) -> str:
    """ "11 Jan 2027", on the reader's calendar."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}"


def steps(enrolment: Enrolment) -> list[Step]:
    """Reserved, paid, started, the week it is in, completed; shorter for a place given back."""
    reserved = Step("Reserved", short(enrolment.created_at), "done")
    if enrolment.status in GONE:
        return [reserved, Step(enrolment.get_status_display(), "The place is given back", "now")]
    reached = _reached(enrolment)
    later = [
        (_sure(enrolment), _sure_meta(enrolment), ""),
        ("Started" if reached > 2 else "Starts", short(enrolment.cohort.starts_at), ""),
        *_under_way(enrolment),
        ("Completed", short(enrolment.cohort.ends_at), "ms"),
    ]
    return [reserved] + [
        Step(label, meta, f"{_state(number, reached)} {shape}".strip())
        for number, (label, meta, shape) in enumerate(later, start=1)
    ]


def _reached(enrolment: Enrolment) -> int:
    """The number of the step that comes next; beyond the last when all is done."""
    if enrolment.status == Status.COMPLETED:
        return 5
    if enrolment.status == Status.RESERVED:
        return 1
    return 3 if enrolment.has_started else 2


def _under_way(enrolment: Enrolment) -> list[tuple[str, str, str]]:
    """The stretch between the first class and the last, while a sure place is in it."""
    cohort, now = enrolment.cohort, timezone.now()
    if enrolment.status != Status.CONFIRMED or not cohort.starts_at <= now < cohort.ends_at:
        return []
    week = dt.timedelta(days=7)
    weeks = -((cohort.starts_at - cohort.ends_at) // week)
    return [("Under way", f"Week {(now - cohort.starts_at) // week + 1} of {weeks}", "")]


def _state(number: int, reached: int) -> str:
    if number < reached:
        return "done"
    return "now" if number == reached else ""


def _sure(enrolment: Enrolment) -> str:
    return "Paid" if enrolment.funding == Funding.PAID else "Confirmed"


def _sure_meta(enrolment: Enrolment) -> str:
    if enrolment.funding == Funding.FREE:
        return "No fee"
    if enrolment.funding == Funding.SPONSORED:
        return f"Sponsored by {enrolment.sponsor}"
    if enrolment.hold_expires_at:
        return f"By {short(enrolment.hold_expires_at)}"
    return "In full"


def owed_cents(enrolment: Enrolment, paid: int) -> int:
    """What is still to be paid for the place; nothing where there is no invoice that stands."""
    return owed_on(getattr(enrolment, "invoice", None), paid)


def owed_on(invoice: Invoice | None, paid: int) -> int:
    """What is still to be paid on an invoice, in cents."""
    return 0 if invoice is None or invoice.void else max(invoice.total_cents - paid, 0)
