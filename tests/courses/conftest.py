"""What the tests of courses share."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.courses.post import NOW


@pytest.fixture
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
