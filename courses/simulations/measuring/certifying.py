"""Certifying deals: a panel of twelve plays each, and those of average hardness are kept.

python -m courses.simulations.measuring.certifying            # every shipped scenario
python -m courses.simulations.measuring.certifying cloud-migration --deals 400
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from courses.simulations.certified import FORMAT, seeds_file
from courses.simulations.engine.version import VERSION
from courses.simulations.measuring import CERTIFYING
from courses.simulations.measuring.games import average, deviation, played
from courses.simulations.policies import policy
from courses.simulations.policies.playing import Policy
from courses.simulations.policies.population import player
from courses.simulations.scenario import Scenario, shipped

LEVELS = (0.15, 0.35, 0.55, 0.75, 0.95)
NEAR = 1.5
DEALS = 260
SLUGS = ("ai-saas-launch", "cloud-migration", "security-keys")


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel scored on each deal, and on all of them on average."""

    means: dict[int, float]
    mean: float
    sd: float

    @property
    def certified(self) -> dict[int, float]:
        return {seed: one for seed, one in self.means.items() if abs(one - self.mean) <= NEAR}


def panel() -> list[Policy]:
    """Twelve players: two at each of five levels, the competent one and the reference."""
    learners = [player(f"panel {at} {level}", level) for level in LEVELS for at in (1, 2)]
    return [*learners, policy("competent"), policy("tuned")]


def panel_mean(scenario: Scenario, seed: int) -> float:
    return average(played(scenario, seed, one).total for one in panel())


def certify(scenario: Scenario, seeds: Iterable[int]) -> Panel:
    means = {seed: round(panel_mean(scenario, seed), 2) for seed in seeds}
    return Panel(means, average(means.values()), deviation(means.values()))


def as_toml(scenario: Scenario, found: Panel) -> str:
    """The file of seeds: for exactly this content and this engine."""
    certified = found.certified
    head = FORMAT.format(
        count=len(found.means),
        near=NEAR,
        kept=len(certified),
        digest=scenario.digest,
        engine=VERSION,
        mean=round(found.mean, 2),
        sd=round(found.sd, 2),
    )
    lines = [f"\n[[seed]]\nseed = {seed}\nmean = {mean}\n" for seed, mean in certified.items()]
    return head + "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m courses.simulations.measuring.certifying")
    parser.add_argument("scenarios", nargs="*", default=SLUGS)
    parser.add_argument("--deals", type=int, default=DEALS)
    asked = parser.parse_args()
    for slug in asked.scenarios:
        scenario = shipped(slug)
        found = certify(scenario, range(CERTIFYING, CERTIFYING + asked.deals))
        seeds_file(slug).write_text(as_toml(scenario, found), encoding="utf-8")
        told = f"{slug}: {len(found.certified)} of {len(found.means)} deals within {NEAR}"
        sys.stdout.write(f"{told} of {found.mean:.1f}; sd {found.sd:.1f}\n")


if __name__ == "__main__":
    main()
