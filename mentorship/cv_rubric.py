"""What a CV is read for: five criteria with four levels each. Plain Python over a content file."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mentorship.rubrics import LEVEL_NAMES, LEVELS

CONTENT = Path(__file__).parent / "content" / "cv_rubric.toml"


@dataclass(frozen=True)
class CvCriterion:
    """One thing a CV is read for, what each level looks like, and what to do first."""

    key: str
    name: str
    asks: str
    levels: tuple[str, ...]
    first: str
    before: str  # a line as it is sent, and as it could be
    after: str

    @property
    def ladder(self) -> list[tuple[int, str, str]]:
        """Each level: its number, its name, and what it looks like here."""
        return [(n, LEVEL_NAMES[n], self.levels[n - 1]) for n in LEVELS]


@lru_cache(maxsize=1)
def criteria() -> tuple[CvCriterion, ...]:
    """The criteria in the order they are read."""
    with CONTENT.open("rb") as content:
        rows = tomllib.load(content)["criterion"]
    return tuple(CvCriterion(**row | {"levels": tuple(row["levels"])}) for row in rows)
