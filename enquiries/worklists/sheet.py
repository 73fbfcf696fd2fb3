"""Enquiries as rows: of the table, and of a file for a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from courses.rosters import BYTE_ORDER_MARK, harmless
from enquiries.models import Enquiry
from enquiries.models.enquiry import EnquiryQuerySet
from enquiries.worklists.board import Card
from enquiries.worklists.due import Days

__all__ = ["BYTE_ORDER_MARK", "Row", "lines", "rows_of"]

AT_ONCE = 500
HEAD = [
    *("Reference", "Name", "Email", "Phone", "State", "Course", "About", "Source", "Owner"),
    *("Queue", "Next step", "Due", "Asked", "First answer", "Lost because", "Campaign", "Question"),
]


@dataclass(frozen=True)
class Row(Card):
    """An enquiry as the table shows it."""

    @property
    def whose(self) -> str:
        """Who has it, else where it waits."""
        if self.enquiry.owner:
            return self.enquiry.owner.name
        return f"Queue: {self.enquiry.get_queue_display()}" if self.enquiry.queue else "Nobody"


def rows_of(enquiries: Iterable[Enquiry], zone: ZoneInfo) -> list[Row]:
    """The rows of a page."""
    days = Days.of(zone)
    return [Row(one, days) for one in enquiries]


def lines(enquiries: EnquiryQuerySet, zone: ZoneInfo) -> Iterator[list[str]]:
    """The head, then a line for each, read in portions; times on the reader's clock."""
    yield HEAD
    for one in enquiries.iterator(chunk_size=AT_ONCE):
        yield [harmless(cell) for cell in _cells(one, zone)]


def _cells(one: Enquiry, zone: ZoneInfo) -> list[str]:
    campaign = one.utm.get("utm_source", "") if isinstance(one.utm, dict) else ""
    return [
        *(one.ref, one.name, one.email, one.phone, one.get_status_display()),
        *(str(one.course or ""), one.get_topic_display(), one.get_source_display()),
        one.owner.name if one.owner else "",
        one.get_queue_display() if one.queue else "",
        one.get_next_action_display() if one.next_action else "",
        *(_when(at, zone) for at in (one.next_action_at, one.created_at, one.first_responded_at)),
        one.get_lost_reason_display() if one.lost_reason else "",
        *(str(campaign), one.question),
    ]


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""
