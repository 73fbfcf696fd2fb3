"""Who is calling: found while the desk types, with what must be known before the next word."""

from enquiries.lookup.calling import calling_facts
from enquiries.lookup.finding import Hit, Marked, find
from enquiries.lookup.slips import Slip, slip_of

__all__ = ["Hit", "Marked", "Slip", "calling_facts", "find", "slip_of"]
