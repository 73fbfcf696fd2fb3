"""The certified seeds that come with the code: deals as hard as the average of their scenario."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from courses.simulations.scenario import FOLDER

FORMAT = """# Deals of average hardness, {kept} of {count}: twelve players scored within {near}
# points of their mean over all. Made by `python -m courses.simulations.measuring.certifying`;
# a change of the scenario or the engine asks for a new file.

digest = "{digest}"
engine = "{engine}"
panel_mean = {mean}
panel_sd = {sd}
"""


@dataclass(frozen=True, slots=True)
class Deal:
    """A seed, and what the panel of certification scored on it on average."""

    seed: int
    mean: float


def seeds_file(slug: str) -> Path:
    return FOLDER / "seeds" / f"{slug}.toml"


def certified_seeds(slug: str, digest: str) -> list[Deal]:
    """The seeds certified for exactly this content; none when there is no such file.

    The file `scenarios/seeds/<slug>.toml` names the digest it was measured on, and holds
    `[[seed]]` tables of `seed` and `mean`.
    """
    path = seeds_file(slug)
    if not path.is_file():
        return []
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    if content.get("digest") != digest:
        return []
    return [Deal(int(one["seed"]), float(one["mean"])) for one in content.get("seed", [])]
