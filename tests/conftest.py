"""What every test may use: people, two clocks of data, threads that start together."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import databases, make, planted

assert planted  # the rows of migrations come back after each flush

A = TypeVar("A")
R = TypeVar("R")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """What pytest-django asks before it makes the database."""
    with django_db_blocker.unblock():
        databases.start_from_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database is there, with what migrations write."""
    with django_db_blocker.unblock():
        databases.empty_quickly()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Nothing one test cached or counted reaches the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def student(db: None) -> User:
    return make.student()


@pytest.fixture
def desk(db: None) -> User:
    return make.staff(Role.DESK)


@pytest.fixture
def manager(db: None) -> User:
    return make.staff(Role.MANAGER)


@pytest.fixture
def as_student(client: Client, student: User) -> Client:
    client.force_login(student)
    return client


@pytest.fixture
def as_desk(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def at_the_same_time(act: Callable[[A], R], over: Sequence[A], *, at_once: int = 16) -> list[Any]:
    """Call `act` on each element from threads that all start together.

    Returns what each call returned, or the exception it raised, in order. Each thread has a
    database connection of its own, closed afterwards.
    """
    workers = min(at_once, len(over))
    barrier = threading.Barrier(workers)
    waited = threading.local()

    def run(element: A) -> Any:
        if not getattr(waited, "done", False):
            waited.done = True
            barrier.wait(timeout=30)
        try:
            return act(element)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, over))
