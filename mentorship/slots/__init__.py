"""When a session with a mentor can begin, and why not otherwise. Plain Python.

`find` answers for a window, `is_free` for one start, with the same rules. Grouping by day is the
reader's: the student's date, not the mentor's.
"""

from mentorship.clocks import Span
from mentorship.slots.changing import Change, Lever, cheapest_change
from mentorship.slots.finding import find, is_free, nearest
from mentorship.slots.shapes import (
    Asked,
    Block,
    Diary,
    Dropped,
    Found,
    Override,
    Reason,
    Terms,
    Travel,
    WeekRule,
)

__all__ = [
    "Asked",
    "Block",
    "Change",
    "Diary",
    "Dropped",
    "Found",
    "Lever",
    "Override",
    "Reason",
    "Span",
    "Terms",
    "Travel",
    "WeekRule",
    "cheapest_change",
    "find",
    "is_free",
    "nearest",
]
