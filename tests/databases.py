"""The test's database: made once for all workers and runs, and emptied in one short transaction.

Every migration from the first to the last takes longer than most tests. They are run once into a
database that nothing else writes to; each worker starts from a copy of its files.
"""

import hashlib
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase

ONE_AT_A_TIME = 20_261_123  # the key of the lock; any number that nothing else uses
PATIENCE = 30  # seconds in which whoever works on after a test comes to an end


def start_from_template() -> None:
    """The next test database is a copy of one with all migrations, which is made when missing."""
    settings = connection.settings_dict
    template = f"test_{settings['NAME']}_migrated"
    mark = fingerprint(_folders())
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if _mark_of(cursor, template) != mark:
            _make(template)
            cursor.execute(f'COMMENT ON DATABASE "{template}" IS %s', [mark])
    settings["TEST"]["TEMPLATE"] = template


def fingerprint(folders: Iterable[Path]) -> str:
    """Another one as soon as anything in these folders is another one."""
    told = hashlib.sha256(version("django").encode())
    for folder in sorted(folders):
        for file in sorted(folder.glob("*.*")):
            told.update(file.name.encode() + file.read_bytes())
    return told.hexdigest()


def _folders() -> set[Path]:
    """Where the migrations of all apps are."""
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return {Path(str(sys.modules[one.__module__].__file__)).parent for one in found}


def _mark_of(cursor: Any, name: str) -> str:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    )
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def _make(template: str) -> None:
    """A new database with everything that migrations do."""
    settings, test = connection.settings_dict, connection.settings_dict["TEST"]
    name, kept = settings["NAME"], test["NAME"]
    test["NAME"] = template
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.creation.destroy_test_db(name, verbosity=0, keepdb=True)
    finally:
        test["NAME"] = kept


class Emptying:
    """Takes away what a test with real transactions left, and nothing else.

    Django truncates each of our many tables and has every app write its first rows again. Few
    tables hold anything after a test, and the first rows are seldom touched.
    """

    def __init__(self) -> None:
        names = connection.introspection.django_table_names(only_existing=True)
        self.tables = sorted(set(names) - {"django_migrations"})
        self.first = {table: self._copied(table) for table in self._filled()}

    def __call__(self) -> None:
        """All tables as they were when the database was new; whoever still writes ends first."""
        by_when = time.monotonic() + PATIENCE
        while True:
            try:
                self._empty()
            except OperationalError:
                if time.monotonic() > by_when:
                    raise
                time.sleep(0.02)
            else:
                break
        ContentType.objects.clear_cache()

    def _empty(self) -> None:
        """All or nothing. A lock that is waited for, while others are held, would be a deadlock."""
        every = ", ".join(map(connection.ops.quote_name, self.tables))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {every} NOWAIT")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in self._changed():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
                if table in self.first:
                    self._fill(table)

    def _changed(self) -> list[str]:
        filled = set(self._filled())
        same = {table for table in self.first if self._copied(table) == self.first[table]}
        return sorted((filled | set(self.first)) - same)

    def _filled(self) -> list[str]:
        """The tables that hold anything."""
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})"
            for table in self.tables
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [str(row[0]) for row in cursor.fetchall()]

    def _copied(self, table: str) -> str:
        rows = StringIO()
        quoted = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {quoted} TO STDOUT", rows)
        return rows.getvalue()

    def _fill(self, table: str) -> None:
        quoted = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {quoted} FROM STDIN", StringIO(self.first[table]))


def empty_quickly() -> None:
    """Clear up with `Emptying` after tests with real transactions, where we may do that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        is_ours = cursor.fetchone() == ("on",)
    if is_ours:
        empty = Emptying()
        setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())  # noqa: B010
