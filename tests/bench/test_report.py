"""What the benchmark says about its own numbers."""

from tests.bench.report import Measured, table
from tests.bench.targets import Target

TARGET = Target("a page", ("/",), 0.25)


def measured(errors: int = 0, ratio: float = 0.5) -> Measured:
    return Measured(TARGET, rates=[900.0], p50=[1.0], p95=[2.0], ratios=[ratio], errors=errors)


def test_a_row_is_met_by_its_ratio() -> None:
    assert measured().met
    assert not measured(ratio=0.2).met


def test_fast_errors_meet_nothing() -> None:
    row = measured(errors=1)

    assert row.met is False
    assert "NOT met 1 errors" in table([row], 900.0)
