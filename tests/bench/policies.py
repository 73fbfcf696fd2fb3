"""Simulated players in each scenario: who beats whom, what a lever is worth, what luck does.

`python -m tests.bench --policies --seeds 500` prints only this, on as many deals.
"""

from dataclasses import asdict

from courses.simulations.certified import certified_seeds
from courses.simulations.measuring import LEVERS as LEVER_DEALS
from courses.simulations.measuring import LUCK, TABLES
from courses.simulations.measuring.levers import HABITS, LEVERS, alone, costs, telling
from courses.simulations.measuring.luck import Shares, band, shares, totals
from courses.simulations.measuring.table import Row, table
from courses.simulations.measuring.tricks import tricks
from courses.simulations.policies import CLAIRVOYANT, REFERENCE
from courses.simulations.scenario import Scenario, shipped

SLUGS = ("ai-saas-launch", "cloud-migration", "security-keys")
FLAGSHIP = SLUGS[0]


def measure(seeds: int) -> dict[str, object]:
    """Play, print as it goes, and give all of it as JSON."""
    found: dict[str, object] = {}
    for slug in SLUGS:
        scenario = shipped(slug)
        ladder = table(scenario, range(TABLES, TABLES + seeds))
        split = _luck(scenario, max(8, seeds // 12))
        _tell_table(scenario, ladder)
        _tell_luck(split)
        found[slug] = {
            "policies": [asdict(row) for row in ladder],
            "luck": {name: asdict(one) | {"luck": one.luck} for name, one in split.items()},
        }
    flagship = shipped(FLAGSHIP)
    found["ceiling"] = _ceiling(flagship, max(4, seeds // 12))
    return found | {"levers": _habits(flagship, max(16, seeds // 4))}


def _ceiling(scenario: Scenario, deals: int) -> dict[str, float]:
    """What somebody who knows the deal scores more than the reference on it."""
    rows = table(scenario, range(TABLES, TABLES + deals), (REFERENCE, CLAIRVOYANT))
    tuned, knowing = (row.mean for row in rows)
    _say(
        f"\n{scenario.slug}, {deals} deals: reference {tuned:.1f}, after a search of thirty games "
        f"on the same deal {knowing:.1f} (sd {rows[1].sd:.1f}, auc {rows[1].auc:.2f})"
    )
    return {"reference": tuned, "clairvoyant": knowing}


def _luck(scenario: Scenario, deals: int) -> dict[str, Shares]:
    """On any deals and on certified ones, over all players and over the competent."""
    certified = [deal.seed for deal in certified_seeds(scenario.slug, scenario.digest)]
    found = {}
    for name, seeds in (("any", range(LUCK, LUCK + deals)), ("certified", certified[:deals])):
        if len(seeds) > 1:
            played = totals(scenario, seeds)
            found[f"{name} deals, all players"] = shares(played)
            competent = band(played)
            if len(competent) > 2:
                found[f"{name} deals, competent band"] = shares(competent)
    return found


def _habits(scenario: Scenario, deals: int) -> dict[str, object]:
    """One-trick players, levers given up, habits changed, and scores moved alone."""
    seeds = range(LEVER_DEALS, LEVER_DEALS + deals)
    best = tricks(scenario, seeds)
    levers, habits = costs(scenario, seeds, LEVERS), costs(scenario, seeds, HABITS)
    moved = alone(scenario, seeds)
    _say(f"\n{scenario.slug}, {deals} deals\none trick only: ", _list(best))
    _say(f"a lever given up costs ({telling(levers)} of {len(levers)} tell): ", _list(levers))
    _say("a habit changed costs: ", _list(habits))
    for aim, by in moved.items():
        _say(f"{aim} pulled down alone: ", ", ".join(f"{key} {x:+.0f}" for key, x in by.items()))
    return {"tricks": best, "levers": levers, "habits": habits, "alone": moved}


def _tell_table(scenario: Scenario, ladder: list[Row]) -> None:
    columns = "".join(f"{name:>8}" for name in ("outcome", "align", "lead", "risk", "comm", "exec"))
    _say(f"\n{scenario.slug}, {ladder[0].games} deals")
    _say(f"{'':18}   total   sd{columns}  launch launched on time   auc")
    for row in ladder:
        scores = "".join(f"{score:8.0f}" for score in row.scores.values())
        beats = "" if row.auc is None else f"{row.auc:6.3f}"
        _say(
            f"{row.name:18}{row.mean:8.1f}{row.sd:5.1f}{scores}"
            f"{row.launch:8.1f}{row.launched:9.2f}{row.on_time:8.2f}{beats}"
        )


def _tell_luck(split: dict[str, Shares]) -> None:
    for name, one in split.items():
        games = "/".join(f"{one.reliability(count):.2f}" for count in (1, 2, 3))
        _say(
            f"luck on {name} ({one.players} of {one.low:.0f}-{one.high:.0f}): {one.luck:.2f} "
            f"(skill {one.skill:.2f}, deal {one.seed:.2f}, deal x player {one.interaction:.2f}, "
            f"lapses {one.lapses:.2f}; reliability of 1/2/3 games {games})"
        )


def _list(found: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in found.items())


def _say(*words: str) -> None:
    print("".join(words), flush=True)
