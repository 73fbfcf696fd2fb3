"""The board: a column for each state, its soonest cards, and how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from enquiries.models import Enquiry, Status
from enquiries.models.enquiry import EnquiryQuerySet
from enquiries.worklists.columns import ACTS, COLUMNS, NEED_MORE
from enquiries.worklists.due import Days, due_words, look
from enquiries.worklists.wanted import Wanted
from institute.accounts.models import User

A_COLUMN = 6
COLOURS = ("learn", "ops", "mentor", "sim")


@dataclass(frozen=True)
class Card:
    """An enquiry as the board shows it."""

    enquiry: Enquiry
    days: Days
    converted_at: datetime | None = None

    @property
    def words(self) -> str:
        at, action = self.enquiry.next_action_at, self.enquiry.get_next_action_display()
        if at:
            return due_words(str(action), at, self.days)
        if self.converted_at:
            local = self.converted_at.astimezone(self.days.zone)
            return f"Converted {local.day} {local:%b}"
        return str(self.enquiry.get_status_display())

    @property
    def look(self) -> str:
        if self.enquiry.status == Status.CONVERTED:
            return "done"
        return look(self.enquiry.next_action_at, self.days)

    @property
    def tile(self) -> str:
        """Small, and in the same colour for one colleague wherever their initials stand."""
        return f"sm initials--{COLOURS[(self.enquiry.owner_id or 0) % len(COLOURS)]}"

    @property
    def moves(self) -> list[tuple[str, str]]:
        """Where it may go from here: the state and its name."""
        return [
            (state, str(Status(state).label))
            for state, act in ACTS.items()
            if self.enquiry.can(act)
        ]


@dataclass(frozen=True)
class Column:
    """One state of the board."""

    state: str
    total: int
    cards: list[Card]
    all_query: str

    @property
    def name(self) -> str:
        return str(Status(self.state).label)

    @property
    def note(self) -> str:
        return COLUMNS[self.state]

    @property
    def needs_more(self) -> bool:
        """Whether dropping a card here asks for a time or a seat on a page of its own."""
        return self.state in NEED_MORE

    @property
    def is_last(self) -> bool:
        return self.state == Status.CONVERTED

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


class Board:
    """The board for one reader; eight queries, however many enquiries there are."""

    def __init__(self, wanted: Wanted, user: User, zone: ZoneInfo) -> None:
        # A column is a state, and the board has its own order.
        self.wanted = replace(wanted, state="any", sort="", page=1)
        self.days = Days(timezone.now(), zone)
        self.rows = self.wanted.rows(user, zone)

    @cached_property
    def columns(self) -> list[Column]:
        return list(self._columns())

    @property
    def total(self) -> int:
        return sum(column.total for column in self.columns)

    def _columns(self) -> Iterator[Column]:
        open_ones = self.rows.live().order_by("status").values_list("status")
        totals: dict[str, int] = dict(open_ones.annotate(Count("pk")))
        for state in COLUMNS:
            rows = self._of(state)
            total = totals.get(state, 0) if state != Status.CONVERTED else rows.count()
            shown = rows.with_people()[:A_COLUMN]
            cards = [Card(one, self.days, getattr(one, "converted_at", None)) for one in shown]
            yield Column(state, total, cards, self.wanted.but(state=state))

    def _of(self, state: str) -> EnquiryQuerySet:
        if state != Status.CONVERTED:
            return self.rows.filter(status=state)
        now = self.days.now.astimezone(self.days.zone)
        this_month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self.rows.converted_since(this_month)


def card_of(enquiry: Enquiry, zone: ZoneInfo) -> Card:
    """One card, as it stands now."""
    return Card(enquiry, Days(timezone.now(), zone))
