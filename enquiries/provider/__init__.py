"""The phone provider's list of calls: text in, calls and unreadable lines out. Plain Python."""

from enquiries.provider.calls import MOST_LINES, Row, Unreadable, read
from enquiries.provider.columns import NotACallList, check, lines_of

__all__ = ["MOST_LINES", "NotACallList", "Row", "Unreadable", "check", "lines_of", "read"]
