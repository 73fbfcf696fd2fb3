"""What the institute expects of any PostgreSQL and Redis it is given."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection

from institute.celery import app

pytestmark = pytest.mark.smoke


def value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        assert row is not None
        return row[0]


@pytest.mark.django_db
def test_accented_letters_have_cases() -> None:
    assert value("SELECT lower('ÉCOLE')") == "école"
    assert value("SELECT 'École' ILIKE 'éCOLE'") is True


@pytest.mark.django_db
def test_time_is_kept_in_utc_and_zones_are_known() -> None:
    assert value("SHOW timezone") == "UTC"
    noon = "timestamptz '2026-07-01 12:00+00' AT TIME ZONE 'America/Toronto'"
    assert value(f"SELECT ({noon})::text") == "2026-07-01 08:00:00"


@pytest.mark.django_db
def test_nobody_is_cut_off_by_what_the_tables_need() -> None:
    installed = "SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')"
    assert value(installed) == 2


def test_cache_returns_what_was_put() -> None:
    key = f"servers-{uuid.uuid4()}"
    cache.set(key, {"places": 3}, timeout=5)

    assert cache.get(key) == {"places": 3}


def test_broker_takes_a_message_and_gives_it_back() -> None:
    with app.connection_for_write() as line:
        queue = line.SimpleQueue(f"servers-{uuid.uuid4()}")
        queue.put("hello")
        message = queue.get(timeout=5)
        message.ack()
        queue.clear()

        assert message.payload == "hello"
