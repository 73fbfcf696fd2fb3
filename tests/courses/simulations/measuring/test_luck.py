"""What luck does is split by known formulas, and certified deals keep it small."""

import pytest

from courses.simulations.certified import certified_seeds, seeds_file
from courses.simulations.engine.version import VERSION
from courses.simulations.measuring.certifying import NEAR, panel_mean
from courses.simulations.measuring.luck import shares
from courses.simulations.measuring.table import auc
from courses.simulations.scenario import shipped

SLUGS = ("ai-saas-launch", "cloud-migration", "security-keys")


def test_a_score_that_follows_the_player_alone_is_all_skill() -> None:
    found = shares([[[skill, skill]] * 5 for skill in (40.0, 60.0, 80.0)])

    assert found.skill == pytest.approx(1.0)
    assert found.luck == pytest.approx(0.0)
    assert found.reliability(1) == pytest.approx(1.0)


def test_a_score_that_follows_the_deal_alone_is_all_luck() -> None:
    found = shares([[[deal, deal] for deal in (40.0, 60.0, 80.0)]] * 4)

    assert found.luck == pytest.approx(1.0)
    assert found.reliability(3) == 0


def test_what_changes_from_one_attempt_to_the_next_is_neither() -> None:
    found = shares([[[50.0, 60.0], [60.0, 50.0]], [[60.0, 50.0], [50.0, 60.0]]])

    assert found.lapses == pytest.approx(1.0)


def test_separation_is_how_often_the_upper_wins() -> None:
    assert auc([1.0, 2.0], [3.0, 4.0]) == 1
    assert auc([1.0, 2.0], [1.0, 2.0]) == 0.5


@pytest.mark.parametrize("slug", SLUGS)
def test_certified_deals_belong_to_what_is_shipped(slug: str) -> None:
    import tomllib

    content = tomllib.loads(seeds_file(slug).read_text(encoding="utf-8"))
    deals = certified_seeds(slug, shipped(slug).digest)

    assert content["engine"] == VERSION
    assert len(deals) >= 50, "certify again: python -m courses.simulations.measuring.certifying"
    assert len({deal.seed for deal in deals}) == len(deals)
    assert all(abs(deal.mean - content["panel_mean"]) <= NEAR + 0.01 for deal in deals)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_panel_scores_a_certified_deal_as_it_did(slug: str) -> None:
    scenario = shipped(slug)
    deal = certified_seeds(slug, scenario.digest)[17]

    assert panel_mean(scenario, deal.seed) == pytest.approx(deal.mean, abs=0.01)
