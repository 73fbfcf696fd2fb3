"""Who is calling: found while the desk types, with what must be known before the next word."""

from enquiries.lookup.finding import Hit, Marked, find

__all__ = ["Hit", "Marked", "find"]
