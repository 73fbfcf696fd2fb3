"""What the tests of the outbox share."""

from collections.abc import Iterator

import pytest

from institute.accounts.models import User
from institute.mail.operations.carrying import hang_up
from tests import make
from tests.mail.post import emails  # noqa: F401 - makes the letters of the tests known


@pytest.fixture(autouse=True)
def _no_kept_connection() -> Iterator[None]:
    """Each test opens a connection of its own, and leaves none behind."""
    hang_up()
    yield
    hang_up()


@pytest.fixture
def ada(db: None) -> User:
    return make.person("ada@example.com", display_name="Ada")
