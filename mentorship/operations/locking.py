"""Who waits for whom: one order for everything that changes a diary.

First the advisory lock of each mentor, by rising number, then of each student, then the rows:
booking, waiting list, entitlement. Locks on rows alone would not do: there is no row to lock in an
hour nobody has booked, and two exclusion constraints checked in different orders end in deadlocks.
"""

from collections.abc import Iterable

from django.db import connection

MENTOR, STUDENT = 7_401, 7_402  # namespaces of advisory locks


def lock_diaries(*, mentors: Iterable[int], students: Iterable[int] = ()) -> None:
    """Hold these diaries until the transaction ends; mentors and students by primary key."""
    keys = [(MENTOR, key) for key in sorted(set(mentors))]
    keys += [(STUDENT, key) for key in sorted(set(students))]
    # One statement; rows are locked in the order they are listed.
    calls = ", ".join(["pg_advisory_xact_lock(%s, %s)"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for key in keys for part in key])
