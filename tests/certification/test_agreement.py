"""Agreement against published numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification import agreement

# The anxiety ratings of the R package irr: kappa2(anxiety[, 2:3], "equal") and "squared". It
# ranks the levels that occur, so 6 stands for the fifth.
SECOND = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
THIRD = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]
ANXIETY = [(min(a, 5), min(b, 5)) for a, b in zip(SECOND, THIRD, strict=True)]
# Shrout and Fleiss 1979, table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
LEVELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


def test_weighted_kappa_is_what_r_finds() -> None:
    assert agreement.weighted_kappa(ANXIETY, agreement.linear) == pytest.approx(0.1459075, abs=1e-6)
    assert agreement.weighted_kappa(ANXIETY) == pytest.approx(0.2520325, abs=1e-6)


def test_weighted_kappa_is_what_sas_finds() -> None:
    table = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    pairs = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]

    assert agreement.weighted_kappa(pairs, agreement.linear) == pytest.approx(0.4701, abs=5e-5)


def test_icc_and_its_mean_squares_are_those_of_shrout_and_fleiss() -> None:
    of = agreement.mean_squares(JUDGES)

    assert [round(of.scripts, 2), round(of.markers, 2), round(of.error, 2)] == [11.24, 32.49, 1.02]
    # Printed as .29 in table 4; exactly 184/635 from the sums of squares.
    assert agreement.icc(JUDGES) == pytest.approx(184 / 635, abs=1e-6)


@given(LEVELS)
def test_kappa_never_passes_one_whoever_is_first(
    pairs: list[tuple[int, int]],
) -> None:
    kappa = agreement.weighted_kappa(pairs)
    other = agreement.weighted_kappa([(b, a) for a, b in pairs])

    assert (kappa is None) == (other is None)
    if kappa is not None and other is not None:
        assert kappa <= 1 + 1e-12
        assert kappa == pytest.approx(other)


def test_without_variation_there_is_nothing_to_say() -> None:
    assert agreement.weighted_kappa([(2, 2)] * 5) is None
    assert agreement.icc([[2, 2], [2, 2]]) is None
    assert agreement.weighted_kappa([]) is agreement.exact([]) is agreement.icc([]) is None


def test_drift_tells_lenient_from_severe_and_waits_for_enough() -> None:
    lenient = agreement.drift([(3, 2)] * 5)
    assert lenient
    assert (lenient.bias, lenient.distance, lenient.exact) == (1, 1, 0)
    assert lenient.is_alarming
    few = agreement.drift([(3, 2)] * 4)
    assert few
    assert not few.is_alarming
    both_ways = agreement.drift([(3, 2), (1, 2)] * 3)
    assert both_ways
    assert both_ways.bias == 0
    assert both_ways.is_alarming


@pytest.mark.parametrize(
    ("second", "breaks"),
    [({"a": 1, "b": 1}, False), ({"a": 0, "b": 1}, False), ({"a": 3, "b": 1}, True),
     ({"a": 2, "b": 2}, True)],
)  # fmt: skip
def test_marks_differ_by_a_criterion_or_by_a_quarter(second: dict[str, int], breaks: bool) -> None:
    first = {"a": 1, "b": 1}
    assert bool(agreement.gap(first, second, maximum=7, criterion=2, share=0.25)) == breaks
