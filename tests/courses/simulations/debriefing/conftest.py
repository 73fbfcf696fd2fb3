"""One game of a novice, played once, and its debrief."""

from typing import Any

import pytest

from courses.simulations.debriefing import STEPS, Game, work
from courses.simulations.policies import play, policy
from courses.simulations.scenario import shipped

FLAGSHIP = "ai-saas-launch"


def a_game(name: str = "novice", slug: str = FLAGSHIP, seed: int = 7) -> Game:
    scenario = shipped(slug)
    return Game(scenario, seed, play(scenario, seed, policy(name)))


def debriefed(game: Game) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for step in STEPS:
        parts[step] = work(step, game, parts)
    return parts


@pytest.fixture(scope="session")
def game() -> Game:
    return a_game()


@pytest.fixture(scope="session")
def parts(game: Game) -> dict[str, Any]:
    return debriefed(game)
