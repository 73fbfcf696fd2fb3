"""One INSERT that the unique key decides, for copies of a question that arrive together."""

from functools import cache
from typing import Any

from django.db import connection

from enquiries.models import Enquiry


def insert_unless_kept(enquiry: Enquiry) -> bool:
    """Write the row and set its key; False when this submission is kept already.

    Django can skip a conflicting row but not say which one it skipped.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), _values(enquiry))
        row = cursor.fetchone()
    if row:
        enquiry.pk = row[0]
        enquiry._state.adding, enquiry._state.db = False, connection.alias  # noqa: SLF001
    return bool(row)


FIELDS = [
    field
    for field in Enquiry._meta.concrete_fields  # noqa: SLF001 - Django's documented door
    if not field.primary_key
]


@cache
def _statement() -> str:
    columns = ", ".join(f'"{field.column}"' for field in FIELDS)
    places = ", ".join(["%s"] * len(FIELDS))
    return (
        f"INSERT INTO {Enquiry._meta.db_table} ({columns}) VALUES ({places}) "  # noqa: S608, SLF001
        "ON CONFLICT (submission_key) DO NOTHING RETURNING id"
    )


def _values(enquiry: Enquiry) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(enquiry, field.attname), connection=connection)
        for field in FIELDS
    ]
