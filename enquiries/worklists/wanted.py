"""Which enquiries somebody wants to see: read from an address, and written back to one."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone

from enquiries.models import LIVE, OPEN, Enquiry, Queue, Source, Status, Topic
from enquiries.models.enquiry import EnquiryQuerySet
from institute.accounts.models import User

LONGEST = 100  # what one field of an address may hold
MOST_PAGES = 10_000
FIRST_REF = 1000
STATES = {
    "": "Every open one",
    **{status.value: status.label for status in LIVE},
    "closed": "Every closed one",
    Status.CONVERTED.value: Status.CONVERTED.label,
    Status.LOST.value: Status.LOST.label,
    Status.SPAM.value: Status.SPAM.label,
    Status.DUPLICATE.value: Status.DUPLICATE.label,
    "any": "Open and closed",
}
SORTS = {"": "Due soonest", "newest": "Newest", "oldest": "Oldest", "name": "Name"}
ORDERS: "dict[str, tuple[F | str, ...]]" = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "name": ("name", "pk"),
}


@dataclass(frozen=True)
class Wanted:
    """A view of the table. An empty field asks for nothing."""

    q: str = ""
    state: str = ""
    source: str = ""
    course: str = ""
    topic: str = ""
    owner: str = ""  # "me", "nobody", or the key of a colleague
    queue: str = ""
    overdue: str = ""
    since: str = ""
    until: str = ""
    utm: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, Sequence[str]]) -> "Wanted":
        """What an address asks for; what it cannot mean is left out."""
        words = {name: _last(given, name) for name in KNOWN}
        kept = {name: text for name, text in words.items() if KNOWN[name](text)}
        page = _last(given, "page")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return cls(**kept, page=min(max(number, 1), MOST_PAGES))

    @property
    def asked(self) -> dict[str, str]:
        """The fields that ask for something, always in the same order."""
        return {name: getattr(self, name) for name in KNOWN if getattr(self, name)}

    @property
    def query(self) -> str:
        """The address's query: the same for every way of asking for the same."""
        return urlencode(self.asked | ({"page": self.page} if self.page > 1 else {}))

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, without its order."""
        return {name: value for name, value in self.asked.items() if name != "sort"}

    def at(self, page: int) -> str:
        """The query of another page of the same."""
        return replace(self, page=page).query

    def but(self, **other: str) -> str:
        """The query of the same with something else in it, from its first page."""
        return replace(self, page=1, **other).query

    def rows(self, user: User, zone: ZoneInfo) -> EnquiryQuerySet:
        """The enquiries, in the order asked for."""
        found = Enquiry.objects.filter(*(narrow(self) for narrow in NARROWS if narrow(self)))
        found = found.filter(_owner(self.owner, user), *_days(self, zone))
        order = ORDERS.get(self.sort)
        return found.order_by(*order) if order else found.soonest_first()


def _last(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = given.get(name) or [""]
    return str(values[-1]).replace("\0", "").strip()[:LONGEST]


def _is_day(text: str) -> bool:
    try:
        return 2000 <= dt.date.fromisoformat(text).year < 2100
    except ValueError:
        return False


def _is_owner(text: str) -> bool:
    return text in {"me", "nobody"} or (text.isascii() and text.isdigit() and len(text) < 10)


KNOWN: dict[str, Callable[[str], bool]] = {
    "q": bool,
    "state": lambda text: text in STATES,
    "source": lambda text: text in Source.values,
    "course": lambda text: text.replace("-", "").replace("_", "").isalnum(),
    "topic": lambda text: text in Topic.values,
    "owner": _is_owner,
    "queue": lambda text: text in Queue.values,
    "overdue": lambda text: text == "yes",
    "since": _is_day,
    "until": _is_day,
    "utm": bool,
    "sort": lambda text: text in SORTS,
}


def _state(wanted: Wanted) -> Q:
    if wanted.state == "any":
        return Q()
    if wanted.state == "closed":
        return ~Q(status__in=OPEN)
    return Q(status=wanted.state) if wanted.state else Q(status__in=LIVE)


def _plain(wanted: Wanted) -> Q:
    fields = {
        "source": wanted.source,
        "course__slug": wanted.course,
        "topic": wanted.topic,
        "queue": wanted.queue,
        "utm__utm_source": wanted.utm,
    }
    return Q(**{name: value for name, value in fields.items() if value})


def _overdue(wanted: Wanted) -> Q:
    late = Q(status__in=OPEN, next_action_at__lte=timezone.now())
    return late if wanted.overdue else Q()


def _text(wanted: Wanted) -> Q:
    """By reference, number, name, address or words."""
    q = wanted.q
    if not q:
        return Q()
    found = Q(name__icontains=q) | Q(email__icontains=q) | Q(question__icontains=q)
    digits = "".join(filter(str.isdigit, q))
    if digits and digits.isascii() and set(q) <= set("0123456789+-(). "):
        found |= Q(phone__contains=digits)
    number = q.upper().removeprefix("E-")
    if number.isascii() and number.isdigit() and len(number) < 10:
        found |= Q(pk=int(number) - FIRST_REF)
    return found


NARROWS: tuple[Callable[[Wanted], Q], ...] = (_state, _plain, _overdue, _text)


def _owner(owner: str, user: User) -> Q:
    if owner == "nobody":
        return Q(owner=None)
    if owner == "me":
        return Q(owner=user)
    return Q(owner=int(owner)) if owner else Q()


def _days(wanted: Wanted, zone: ZoneInfo) -> list[Q]:
    """Between two days on the reader's clock, both included."""
    days = []
    if wanted.since:
        days.append(Q(created_at__gte=_midnight(wanted.since, zone, 0)))
    if wanted.until:
        days.append(Q(created_at__lt=_midnight(wanted.until, zone, 1)))
    return days


def _midnight(day: str, zone: ZoneInfo, later: int) -> dt.datetime:
    date = dt.date.fromisoformat(day) + dt.timedelta(days=later)
    return dt.datetime.combine(date, dt.time(), zone)
