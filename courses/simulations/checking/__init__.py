"""Whether a scenario can be played and is worth playing: every problem with its line and reason."""

from dataclasses import dataclass

from courses.simulations.checking import answers, dates, plans, texts
from courses.simulations.checking.dates import Outlooks, outlooks
from courses.simulations.reading import Problem, ScenarioProblems, Source
from courses.simulations.scenario import Scenario, read

__all__ = ["DEALS", "Checked", "Outlooks", "check", "outlooks"]

DEALS = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario that could be read, if it could, and all that is wrong with it."""

    scenario: Scenario | None
    problems: list[Problem]

    @property
    def is_good(self) -> bool:
        return self.scenario is not None and not self.problems


def check(text: str, deals: int = DEALS) -> Checked:
    """Read a scenario and hold it against every law. Nothing in a text makes this raise."""
    try:
        scenario = read(text)
    except ScenarioProblems as found:
        return Checked(None, found.problems)
    source = Source(text)
    for laws in (texts, plans, answers):
        laws.check(scenario, source)
    if not source.problems:
        dates.check(scenario, source, deals)
    return Checked(scenario, sorted(source.problems, key=lambda problem: problem.line))
