"""Free times near one that did not come about."""

from collections.abc import Iterable

from django.utils import timezone

from institute.accounts.models import User
from mentorship import diaries
from mentorship.clocks import WEEK, Span
from mentorship.models import Booking
from mentorship.wording import times

THREE = 3


def three_nearest(booking: Booking, reader: User) -> list[dict[str, str]]:
    """Up to three free times with the same mentor, nearest to the session, on both clocks.

    None of them touches the session itself, or another of the three: that is no choice.
    """
    now, session = timezone.now(), Span(booking.starts_at, booking.ends_at)
    window = Span(max(now, session.start - WEEK), max(now, session.start) + WEEK)
    found = diaries.free_for(
        [booking.mentor], booking.offer, window=window, now=now, student=booking.student
    )
    free = _apart(found[booking.mentor_id].free, session)
    return [times(span.start, reader, booking.mentor.user) for span in free]


def _apart(free: Iterable[Span], session: Span) -> list[Span]:
    chosen = [session]
    for span in sorted(free, key=lambda each: abs(each.start - session.start)):
        if not any(span.overlaps(known) for known in chosen):
            chosen.append(span)
        if len(chosen) > THREE:
            break
    return sorted(chosen[1:])
