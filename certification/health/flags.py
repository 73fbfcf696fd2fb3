"""What the figures of a question mean, in words. The limits are those of common practice.

Haladyna and Rodriguez (2013), chapters 17 and 18: p from .30 to .95, a correlation with the rest of
.20 or more, and distractors that at least one in twenty takes. A question is never judged on
fewer than 30 answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from certification.psychometrics import LEAST

HARD, EASY = 0.30, 0.95
WEAK, WATCH = 0.10, 0.20
TAKEN = 0.05
FEW_ERR = 0.85  # above it too few are wrong to judge the wrong choices
SURE = 1.96  # standard errors of a correlation of nothing
TARGET, POOR = 0.75, 0.64


@dataclass(frozen=True)
class Flag:
    """A state of the status mark, and its words."""

    state: str
    words: str


def flags(
    *, n: int, p: float | None, r: float | None, choices: Sequence[dict[str, Any]] = ()
) -> list[Flag]:
    """Everything to look at, the most serious first; one calm flag when there is nothing."""
    if n < LEAST or p is None:
        return [Flag("next", f"{n} of {LEAST} answers so far")]
    found = [*_of_discrimination(r), *_of_difficulty(p), *_of_choices(n, p, choices)]
    return found or [Flag("done", "Works well")]


def _of_discrimination(r: float | None) -> list[Flag]:
    if r is None:
        return [Flag("warn", "Everybody earned the same")]
    if r < 0:
        return [Flag("late", "Stronger candidates miss it: check the key")]
    if r < WEAK:
        return [Flag("warn", "Hardly tells candidates apart")]
    return [Flag("warn", "Tells candidates apart weakly")] if r < WATCH else []


def _of_difficulty(p: float) -> list[Flag]:
    if p < HARD:
        return [Flag("warn", "Very hard")]
    return [Flag("warn", "Nearly everybody gets it right")] if p > EASY else []


def _of_choices(n: int, p: float, choices: Sequence[dict[str, Any]]) -> list[Flag]:
    """A wrong choice that draws the strong beyond chance; one that nobody who errs takes."""
    wrong = [one for one in choices if not one["right"]]
    found = []
    drawn = [one["choice"].upper() for one in wrong if (one["r"] or 0) > SURE / sqrt(n)]
    if drawn:
        found.append(Flag("late", f"Stronger candidates take {_listed(drawn)}"))
    idle = [one["choice"].upper() for one in wrong if one["rate"] < TAKEN]
    if idle and p <= FEW_ERR:
        found.append(Flag("warn", f"Hardly anybody takes {_listed(idle)}"))
    return found


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def of_reliability(alpha: float | None) -> Flag:
    """What alpha says of the whole form; .75 and .64 are Moodle's limits for its quizzes."""
    if alpha is None:
        return Flag("next", f"Shown from {LEAST} candidates on")
    if alpha >= TARGET:
        return Flag("done", "Good for decisions about people")
    return (
        Flag("warn", "Usable with care") if alpha >= POOR else Flag("late", "Too low to decide on")
    )
