"""What the tests of the outbox share."""

import pytest

from institute.accounts.models import User
from tests import make
from tests.mail.post import emails  # noqa: F401 - makes the letters of the tests known


@pytest.fixture
def ada(db: None) -> User:
    return make.person("ada@example.com", display_name="Ada")
