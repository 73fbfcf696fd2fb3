"""Simulations as they are offered: what each is about, how long it takes, what it trains."""

from dataclasses import dataclass

from courses.models import Scenario, SimulationRun
from courses.runs.engines import scenario_of
from institute.accounts.models import User

MINUTES = "15 to 25 minutes"


@dataclass(frozen=True)
class Brief:
    """One simulation on the shelf."""

    slug: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    occasion: str
    promised: int
    attention: int
    budget: float
    teams: tuple[tuple[str, int, str], ...]
    people: tuple[tuple[str, str, str], ...]
    packages: int

    @property
    def heads(self) -> int:
        return sum(heads for _, heads, _ in self.teams)


def on_offer() -> list[Scenario]:
    return list(Scenario.objects.published().with_current())


def brief_of(scenario: Scenario) -> Brief:
    """The public part of a scenario."""
    assert scenario.current  # it is published
    read = scenario_of(scenario.current)
    return Brief(
        slug=scenario.slug,
        title=scenario.current.title,
        summary=scenario.current.summary,
        paragraphs=tuple(part for part in read.meta.brief.strip().split("\n\n") if part.strip()),
        occasion=read.meta.occasion,
        promised=read.meta.market_week,
        attention=read.meta.attention,
        budget=read.meta.budget,
        teams=tuple((team.name, team.n, team.lead) for team in read.team.values()),
        people=tuple((who.name, who.role, who.quote) for who in read.stake.values()),
        packages=len(read.wp),
    )


def runs_of(user: User) -> list[SimulationRun]:
    """The runs somebody plays or has played, the newest first."""
    return list(SimulationRun.objects.of(user).with_scenario().without_their_state()[:20])
