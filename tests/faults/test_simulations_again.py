"""Ten thousand drawn games, each played again from its stored log."""

import pytest

from tests.courses.simulations.engine.test_laws import same_again


@pytest.mark.faults
def test_ten_thousand_drawn_logs_give_the_same_state_again() -> None:
    same_again(10_000)
