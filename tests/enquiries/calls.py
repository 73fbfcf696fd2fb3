"""Files of calls for tests, built line by line."""

import datetime as dt

from enquiries.models import CallImport
from enquiries.operations.importing import read_on, start_import
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make

HEAD = "Start,From,To,Direction,Duration,Status,ID\n"
OURS = "+19052829318"


def line(
    at: str, number: str, *, direction: str = "in", status: str = "missed", call_id: str = ""
) -> str:
    """One call of a file; 75 seconds long where somebody answered."""
    pair = (number, OURS) if direction == "in" else (OURS, number)
    length = 75 if status == "answered" else 0
    return f"{at},{pair[0]},{pair[1]},{direction},{length},{status},{call_id}\n"


def many(number: int) -> str:
    """That many missed calls, each from a number of its own, a minute apart."""
    first = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    times = [first + dt.timedelta(minutes=minute) for minute in range(number)]
    return HEAD + "".join(
        line(f"{at:%Y-%m-%dT%H:%M:00Z}", f"+1416555{n:04}") for n, at in enumerate(times)
    )


def sent(text: str, by: User | None = None) -> CallImport:
    """A file somebody sent, not read yet."""
    return start_import(name="calls.csv", data=text.encode(), by=by or make.staff(Role.DESK))


def imported(text: str, by: User | None = None) -> CallImport:
    """A file that was read to its end."""
    source = sent(text, by)
    assert read_on(source.pk)
    source.refresh_from_db()
    return source
