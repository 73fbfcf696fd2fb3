"""Finding good habits: cross-entropy search, on seeds that no table uses.

    python -m courses.simulations.measuring.tuning --generations 40 > habits.json

Prints the best habits after each generation as a line of JSON. Its result is copied into
`policies.habits` by hand: games that were compared with one reference must not find another.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace

from courses.simulations.measuring import TUNING
from courses.simulations.measuring.games import average, deviation, played
from courses.simulations.policies import Habits, planner
from courses.simulations.policies.habits import TUNED
from courses.simulations.scenario import Scenario, shipped

CROWD, ELITE, CALM, SPREAD = 30, 6, 0.7, 0.08
#: Habit -> the range in which it is searched.
RANGES: dict[str, tuple[float, float]] = {
    "sync_every": (0.8, 5.0),
    "sync_rank": (2.0, 9.0),
    "sync_hot": (0.0, 3.0),
    "align_age": (0.8, 6.0),
    "align_rank": (2.0, 9.0),
    "integrate_rank": (0.5, 9.0),
    "integrate_at": (0.3, 1.0),
    "brief_late": (-1.5, 2.0),
    "brief_rank": (2.0, 9.0),
    "spikes": (0.0, 8.0),
    "spike_rank": (2.0, 9.0),
    "mitigate_worth": (0.0, 2.5),
    "mitigate_rank": (3.0, 9.0),
    "risk_reviews": (0.0, 4.0),
    "risk_review_every": (1.0, 4.0),
    "value_reviews": (0.0, 2.4),
    "coach_below": (0.4, 0.85),
    "coach_rank": (0.0, 8.0),
    "inflate": (1.0, 1.8),
    "test_stretch": (1.0, 2.5),
    "cuts": (0.0, 6.4),
    "cut_week": (1.0, 5.0),
    "cut_margin": (-2.0, 3.0),
    "week_worth": (2.0, 30.0),
    "junk": (0.0, 0.9),
    "unread_value": (0.4, 1.3),
    "loans": (0.0, 2.4),
    "loan_week": (1.0, 6.0),
    "contractors": (0.0, 1.4),
    "date_gap": (0.3, 4.0),
    "date_week": (2.0, 10.0),
    "overtime_gap": (-1.0, 3.0),
    "overtime_weeks": (0.0, 8.0),
    "forecast_pad": (-2.0, 3.0),
    "green_margin": (-0.8, 1.0),
    "red_gap": (0.5, 3.0),
}
Centre = dict[str, tuple[float, float]]


def main() -> None:
    asked = _arguments()
    scenarios = [shipped(slug) for slug in asked.scenarios]
    for centre, mean in search(scenarios, asked.generations, asked.games):
        found = {name: round(middle, 2) for name, (middle, _) in centre.items()}
        sys.stdout.write(json.dumps({"mean": round(mean, 2), **found}) + "\n")
        sys.stdout.flush()


def search(
    scenarios: list[Scenario], generations: int, games: int
) -> Iterator[tuple[Centre, float]]:
    """The centre of the search after each generation, and how its best players did."""
    whim = random.Random(20_261)  # noqa: S311 - a search, not a secret
    centre = {
        name: (getattr(TUNED, name), (high - low) * SPREAD) for name, (low, high) in RANGES.items()
    }
    for generation in range(generations):
        crowd = [centre_of(centre), *(_drawn(whim, centre) for _ in range(CROWD - 1))]
        first = TUNING + generation * games
        seeds = range(first, first + games)
        ranked = sorted(crowd, key=lambda one: -worth(one, scenarios, seeds))
        best = ranked[:ELITE]
        centre = _moved(centre, best)
        yield centre, worth(best[0], scenarios, seeds)


def centre_of(centre: Centre) -> Habits:
    return replace(TUNED, **{name: middle for name, (middle, _) in centre.items()})


def worth(habits: Habits, scenarios: list[Scenario], seeds: range) -> float:
    """The mean total over scenarios; the first one has half of the seeds of all."""
    policy = planner("tuning", habits)
    means = []
    for at, scenario in enumerate(scenarios):
        few = seeds if at == 0 else seeds[: max(1, len(seeds) // 2)]
        means.append(average(played(scenario, seed, policy).total for seed in few))
    return average([means[0], average(means)])


def _drawn(whim: random.Random, centre: Centre) -> Habits:
    drawn = {}
    for name, (middle, spread) in centre.items():
        low, high = RANGES[name]
        drawn[name] = min(high, max(low, whim.gauss(middle, spread)))
    return replace(TUNED, **drawn)


def _moved(centre: Centre, best: list[Habits]) -> Centre:
    """Towards the best of the crowd, not all the way: few games say little."""
    found = {}
    for name, (middle, spread) in centre.items():
        values = [getattr(one, name) for one in best]
        low, high = RANGES[name]
        floor = (high - low) * 0.03
        found[name] = (
            CALM * average(values) + (1 - CALM) * middle,
            max(floor, CALM * deviation(values) + (1 - CALM) * spread),
        )
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m courses.simulations.measuring.tuning")
    parser.add_argument("--generations", type=int, default=40)
    parser.add_argument("--games", type=int, default=12)
    parser.add_argument(
        "--scenarios",
        nargs="+",
        default=["ai-saas-launch", "cloud-migration", "security-keys"],
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
