"""The letter of 8:00: what each person at the desk promised and has to do today."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from enquiries import emails, hours
from enquiries.models import Call, Enquiry, Promise
from enquiries.operations.sweeping import each
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from institute.templatetags.moments import clock, short_day

FROM, UNTIL = dt.time(8), dt.time(12)
SHOWN = 8
KIND = "enquiries.morning"
Part = dict[str, object]


def send_mornings() -> int:
    """Write to everybody who works on enquiries, once on each business day from 8:00 to noon.

    The day is Toronto's. A worker that was down at 8:00 writes later in the morning.
    """
    now = timezone.now().astimezone(hours.ZONE)
    if not hours.is_business_day(now.date()) or not FROM <= now.time() < UNTIL:
        return 0
    return each(_not_yet(now.date()), lambda person: _write(person, now.date()))


def _not_yet(day: dt.date) -> "QuerySet[User]":
    """Those without a letter of this day; the outbox itself keeps a second one out."""
    written = OutboundMessage.objects.filter(kind=KIND, about_sequence=day.toordinal())
    people = User.objects.filter(is_active=True, groups__name__in=[Role.DESK, Role.MANAGER])
    return people.exclude(pk__in=written.values("person")).distinct().order_by("pk")


def _write(person: User, day: dt.date) -> bool:
    return mail.queue(emails.morning(person, on=day, work=work_of(person, day))) is not None


def work_of(person: User, day: dt.date) -> dict[str, object]:
    """What the letter says, ready to be kept with it."""
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), hours.ZONE)
    parts = [
        _promises(person, end),
        _actions(person, end),
        _unanswered(person),
        _missed_calls(),
    ]
    said = [str(part["count"]) for part in parts if part["rows"]]
    quarantined = Enquiry.objects.quarantined().count()
    return {
        "parts": [part for part in parts if part["rows"]],
        "quarantined": quarantined,
        "summary": f"{_listed(said)}." if said else "Nothing is promised or due today.",
    }


def _promises(person: User, end: dt.datetime) -> Part:
    mine = Q(made_by=person) | Q(enquiry__owner=person)
    due = Promise.objects.open().filter(mine, due_at__lt=end).soonest_first()
    rows = [
        _row(promise.enquiry, f"{promise.text}: {promise.enquiry.name}", promise.due_at)
        for promise in due.select_related("enquiry")
    ]
    return _part("Promises", rows, "promise")


def _actions(person: User, end: dt.datetime) -> Part:
    due = Enquiry.objects.open().filter(owner=person, next_action_at__lt=end)
    rows = [
        _row(one, f"{one.get_next_action_display()}: {one.name}", one.next_action_at)
        for one in due.soonest_first()
    ]
    return _part("Your next actions", rows, "next action")


def _unanswered(person: User) -> Part:
    mine = Q(owner=person) | Q(owner=None)
    late = Enquiry.objects.unanswered().filter(mine).order_by("respond_by")
    rows = [_row(one, f"{one.ref}: {one.name}", one.respond_by) for one in late]
    return _part("Nobody has answered", rows, "unanswered enquiry", "unanswered enquiries")


def _missed_calls() -> Part:
    address = settings.SITE_URL + reverse("enquiries:list")
    rows = [
        {
            "what": call.number_shown or "Withheld number",
            "when": f"since {_when(call.started_at)}",
            "url": settings.SITE_URL + call.enquiry.get_absolute_url() if call.enquiry else address,
        }
        for call in Call.objects.not_returned().select_related("enquiry").order_by("started_at")
    ]
    return _part("Missed calls nobody returned", rows, "missed call")


def _row(enquiry: Enquiry, what: str, at: dt.datetime | None) -> dict[str, str]:
    late = at is not None and at <= timezone.now()
    when = f"{'overdue since' if late else 'by'} {_when(at)}" if at else ""
    return {"what": what, "when": when, "url": settings.SITE_URL + enquiry.get_absolute_url()}


def _when(at: dt.datetime) -> str:
    """The clock alone for today, else the day too."""
    is_today = at.astimezone(hours.ZONE).date() == timezone.localdate(timezone=hours.ZONE)
    time = clock(at, hours.ZONE)
    return time if is_today else f"{short_day(at, hours.ZONE)}, {time}"


def _part(heading: str, rows: list[dict[str, str]], one: str, many: str = "") -> Part:
    number = len(rows)
    noun = one if number == 1 else many or f"{one}s"
    return {
        "heading": heading,
        "rows": rows[:SHOWN],
        "more": max(number - SHOWN, 0),
        "count": f"{number} {noun}",
    }


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
