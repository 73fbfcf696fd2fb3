"""What a test with real transactions leaves behind, and what it may take along."""

import threading
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction

import courses
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import databases, make
from tests.conftest import at_the_same_time
from tests.databases import Emptying

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_is_as_it_was_when_the_database_was_new() -> None:
    empty = Emptying()
    make.cohort()
    make.staff(Role.DESK)
    Permission.objects.all().delete()
    Group.objects.filter(name=Role.DESK).update(name="x")

    empty()

    assert not User.objects.exists()
    assert Emptying().first == empty.first
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role)


def test_what_others_still_write_is_waited_for_and_taken_away() -> None:
    empty = Emptying()

    def write(number: int) -> None:
        make.student() if number else empty()

    at_the_same_time(write, range(16))
    empty()

    assert not User.objects.exists()


def test_who_still_writes_is_never_caught_in_a_deadlock() -> None:
    empty = Emptying()
    first, last = empty.tables[0], empty.tables[-1]
    holds_the_last = threading.Event()

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '10ms'")  # it would be the one to fail
            cursor.execute(f'LOCK TABLE "{last}"')
            holds_the_last.set()
            time.sleep(0.3)  # the emptying asks for all tables now
            cursor.execute(f'LOCK TABLE "{first}"')

    def work(number: int) -> None:
        if number:
            write()
        else:
            assert holds_the_last.wait(10)
            empty()

    assert at_the_same_time(work, range(2)) == [None, None]


def test_the_copy_has_every_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'courses'")
        (run,) = cursor.fetchone()

    assert run == len(list(Path(str(courses.__file__)).with_name("migrations").glob("0*.py")))


def test_another_migration_means_another_copy(tmp_path: Path) -> None:
    migration = tmp_path / "0001_first.py"
    migration.write_text("operations = []")
    before = databases.fingerprint([tmp_path])

    assert databases.fingerprint([tmp_path]) == before
    migration.write_text("operations = [1]")
    assert databases.fingerprint([tmp_path]) != before
