"""A person's own calendar feed: what they subscribe to once, with everything that has a date."""

import datetime as dt

from institute import panels
from institute.accounts.models import User
from institute.calendars import lines

REFRESH = dt.timedelta(hours=4)


def feed(user: User) -> bytes:
    """What every app puts on this person's calendar, as one file."""
    made = lines.calendar("PUBLISH")
    made.add("name", "TPM Institute")
    made.add("x-wr-calname", "TPM Institute")
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for entry in panels.calendar(user):
        made.add_component(entry)
    return bytes(made.to_ical())
