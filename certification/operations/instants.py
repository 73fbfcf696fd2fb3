"""The clock that counts for a sitting: the database's, the same for every process."""

import datetime as dt

from django.db import connection


def now() -> dt.datetime:
    """The instant by the database, also after waiting for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: dt.datetime = cursor.fetchone()[0]
    return instant
