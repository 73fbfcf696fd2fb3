"""Letters around a session itself: somebody is late, how it ended."""

from institute.mail.letters import Letter
from mentorship.attendance import Ending
from mentorship.models import Booking, Party


def running_late(booking: Booking, *, party: Party, minutes: int) -> list[Letter]:
    """To the other side, at once."""
    return []


def ended(booking: Booking, *, outcome: Ending) -> list[Letter]:
    """Asks for feedback, gives a session back, or says that staff look into it."""
    return []
