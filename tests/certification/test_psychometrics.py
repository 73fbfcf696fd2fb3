"""Item analysis against R: 1,000 answers to LSAT section 6, a class of ten, and R's `attitude`.

The expected figures are what R 4.6.0 prints for base `cov`, `cor` and `sd`, combined as
`psych::alpha` defines raw_alpha and r.drop. The LSAT-6 patterns are Bock and Lieberman (1970),
Psychometrika 35, table 1; alpha 0.2950 and the item-rest correlations also stand in the manual of
the R package ltm. The class of ten is K. L. Wuensch's KR-20 example. Consistency is checked against
R's `integrate` over the bivariate normal, and its first row against the table of Subkoviak (1988).
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification import psychometrics as measured

CLOSE = pytest.approx
PATTERNS = (
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
)
CLASS = (
    "1111110110 1011011101 1111011001 0010001000 0000010010 1110111111 1101110111 1111111101 "
    "0101111101 1101101110"
)
ATTITUDE = """43,51,30,39,61,92,45 63,64,51,54,63,73,47 71,70,68,69,76,86,48 61,63,45,47,54,84,35
81,78,56,66,71,83,47 43,55,49,44,54,49,34 58,67,42,56,66,68,35 71,75,50,55,70,66,41
72,82,72,67,71,83,31 67,61,45,47,62,80,41 64,53,53,58,58,67,34 67,60,47,39,59,74,41
69,62,57,42,55,63,25 68,83,83,45,59,77,35 77,77,54,72,79,77,46 81,90,50,72,60,54,36
74,85,64,69,79,79,63 65,60,65,75,55,80,60 65,70,46,57,75,85,46 50,58,68,54,64,78,52
50,40,33,34,43,64,33 64,61,52,62,66,80,41 53,66,52,50,63,80,37 40,37,42,58,50,57,49
63,54,42,48,66,75,33 66,77,66,63,88,76,72 78,75,58,74,80,78,49 48,57,44,45,51,83,38
85,85,71,71,77,74,55 82,82,39,59,64,78,39"""


def lsat() -> list[list[float]]:
    rows = []
    for pattern, count in enumerate(PATTERNS):
        rows += [[float(bit) for bit in f"{pattern:05b}"]] * count
    return rows


def ten_students() -> list[list[float]]:
    return [[float(bit) for bit in row] for row in CLASS.split()]


def attitude() -> list[list[float]]:
    return [[float(one) for one in row.split(",")] for row in ATTITUDE.split()]


def rest_correlations(rows: list[list[float]]) -> list[float | None]:
    totals = [sum(row) for row in rows]
    columns = range(len(rows[0]))
    return [measured.corrected_correlation([r[k] for r in rows], totals) for k in columns]


def test_lsat_is_what_r_says() -> None:
    rows = lsat()
    whole = measured.reliability(rows)

    assert [measured.difficulty([r[k] for r in rows], 1) for k in range(5)] == CLOSE(
        [0.924, 0.709, 0.553, 0.763, 0.870], abs=1e-12
    )
    assert rest_correlations(rows) == CLOSE(
        [0.112832688922, 0.153178120117, 0.172778943291, 0.144428095247, 0.121596402547], abs=1e-9
    )
    assert (whole.n, whole.items) == (1000, 5)
    assert whole.mean == CLOSE(3.819)
    assert whole.alpha == CLOSE(0.294997192216, abs=1e-9)
    assert whole.sd == CLOSE(1.035041211890, abs=1e-9)
    assert whole.sem == CLOSE(0.869066612393, abs=1e-9)


def test_kr20_is_alpha_of_right_and_wrong() -> None:
    assert measured.kr20(ten_students()) == CLOSE(0.696347031963, abs=1e-9)
    assert measured.kr20(lsat()) == CLOSE(measured.alpha(lsat()), abs=1e-12)
    expected = [
        *(0.705889154386, 0.705889154386, 0.0, 0.473589199219, 0.583874208121),
        *(0.286146544556, -0.027444509555, 0.705889154386, -0.123612846515, 0.475866867267),
    ]
    assert rest_correlations(ten_students()) == CLOSE(expected, abs=1e-9)


def test_scores_of_more_than_one_point_are_what_r_says() -> None:
    expected = [0.671262057224, 0.742109710222, 0.560711111480, 0.714445498134]
    expected += [0.786275593834, 0.265034339197, 0.460810549468]

    assert measured.alpha(attitude()) == CLOSE(0.843142769565, abs=1e-9)
    assert rest_correlations(attitude()) == CLOSE(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("z", "r", "agreement", "kappa"),
    [
        (0, 0.1, 0.531884280429, 0.063768560859),
        (0, 0.5, 0.666666666667, 0.333333333333),
        (0, 0.8, 0.795167235301, 0.590334470602),
        (-0.4, 0.5, 0.694802186402, 0.324317443747),
        (-0.4, 0.93, 0.889510443503, 0.755385318482),
        (0.75, 0.1, 0.668120380594, 0.053219172911),
        (0.75, 0.8, 0.846935177528, 0.563339142436),
        (1.5, 0.5, 0.903031681446, 0.222312332297),
        (1.5, 0.93, 0.961622167939, 0.692209093115),
    ],
)
def test_consistency_is_what_r_integrates(
    z: float, r: float, agreement: float, kappa: float
) -> None:
    found = measured.consistency(mean=40, sd=8, reliability=r, cut=40 + 8 * z)

    assert found.agreement == CLOSE(agreement, abs=1e-6)
    assert found.kappa == CLOSE(kappa, abs=1e-6)


def test_consistency_at_the_mean_is_the_published_table() -> None:
    """Subkoviak (1988), row |z| = 0: agreement and kappa for reliabilities .1 to .9."""
    found = [measured.consistency(mean=30, sd=5, reliability=r / 10, cut=30) for r in range(1, 10)]

    rounded = [(f"{one.agreement:.2f}", f"{one.kappa:.2f}") for one in found]
    agreement = ["0.53", "0.56", "0.60", "0.63", "0.67", "0.70", "0.75", "0.80", "0.86"]
    kappa = ["0.06", "0.13", "0.19", "0.26", "0.33", "0.41", "0.49", "0.59", "0.71"]
    assert rounded == list(zip(agreement, kappa, strict=True))


def test_what_does_not_vary_has_no_correlation() -> None:
    assert measured.corrected_correlation([1, 1, 1], [4, 5, 6]) is None
    assert measured.alpha([[1, 1], [1, 1]]) is None
    assert measured.alpha([[1, 0]]) is None
    assert measured.kr20([[1], [0]]) is None


def test_equal_totals_stand_in_the_same_third() -> None:
    assert measured.thirds([1, 2, 3, 4, 5, 6]) == [0, 0, 1, 1, 2, 2]
    assert measured.thirds([5, 5, 5]) == [1, 1, 1]
    assert measured.thirds([9, 1, 1, 1, 8, 7]) == [2, 0, 0, 0, 2, 1]


def test_choices_are_counted_by_thirds() -> None:
    chosen = [frozenset(one) for one in ("a", "a", "b", "b", "b", "")]

    of_a, of_b, of_c = measured.choice_rates(chosen, [1, 2, 3, 4, 5, 6], ["a", "b", "c"])

    assert (of_a.count, of_a.low, of_a.high) == (2, 1.0, 0.0)
    assert of_a.rate == CLOSE(1 / 3)
    assert (of_b.middle, of_b.high) == (1.0, 0.5)
    assert of_a.r is not None
    assert of_a.r < 0
    assert (of_c.count, of_c.r) == (0, None)


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=3, max_size=25))
def test_alpha_never_passes_one_and_sem_never_passes_the_spread(rows: list[list[float]]) -> None:
    found = measured.reliability(rows)

    if found.alpha is not None and found.sem is not None:
        assert found.alpha <= 1 + 1e-9
        assert found.alpha < 0 or found.sem <= found.sd + 1e-9


@settings(max_examples=60)
@given(st.floats(-3, 3), st.floats(0, 1))
def test_agreement_is_between_half_and_all(z: float, r: float) -> None:
    found = measured.consistency(mean=0, sd=1, reliability=r, cut=z)

    assert 0.5 - 1e-9 <= found.agreement <= 1 + 1e-6
