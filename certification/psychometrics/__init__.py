"""Classical item analysis: how hard a question is, what it tells apart, how far a total is sure.

Plain Python on lists of numbers; a score is a row of points, one for each question. Nothing here
is shown with fewer than `LEAST` candidates: below that every figure is mostly chance.
"""

from certification.psychometrics.consistency import Consistency, consistency
from certification.psychometrics.items import (
    ChoiceRate,
    choice_rates,
    corrected_correlation,
    correlation,
    difficulty,
    thirds,
)
from certification.psychometrics.reliability import (
    Reliability,
    alpha,
    kr20,
    reliability,
    standard_error,
)

LEAST = 30

__all__ = [
    "LEAST",
    "ChoiceRate",
    "Consistency",
    "Reliability",
    "alpha",
    "choice_rates",
    "consistency",
    "corrected_correlation",
    "correlation",
    "difficulty",
    "kr20",
    "reliability",
    "standard_error",
    "thirds",
]
