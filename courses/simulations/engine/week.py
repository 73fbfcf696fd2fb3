"""One week in the making: the state being changed, its luck, and what is told about it."""

from dataclasses import dataclass, field
from typing import Any

from courses.simulations.engine.luck import Luck
from courses.simulations.engine.state import SECTIONS, State
from courses.simulations.scenario import Scenario


@dataclass(slots=True)
class Week:
    """What every step of a week works on; the state in it is a copy of its own."""

    scenario: Scenario
    state: State
    luck: Luck
    number: int
    attention: float
    decisions: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)

    def say(self, kind: str, text: str, public: bool = True, **facts: Any) -> None:
        event = {"week": self.number, "kind": kind, "text": text, "public": public, "facts": facts}
        self.events.append(event)

    @property
    def forecast(self) -> float:
        """What the learner says: this week's report, else the last one, else the promise."""
        if "fc" in self.decisions["report"]:
            return float(self.decisions["report"]["fc"])
        for report in reversed(self.state["reports"]):
            if report["fc"] is not None:
                return float(report["fc"])
        return float(self.state["commit"])

    @property
    def rag(self) -> str | None:
        rag: str | None = self.decisions["report"].get("rag")
        return rag


def copied(state: State) -> State:
    """A copy deep enough to change: the lists inside are replaced, never changed in place."""
    fresh = dict(state)
    for section in SECTIONS:
        fresh[section] = {name: dict(part) for name, part in state[section].items()}
    fresh["tally"] = dict(state["tally"])
    fresh["keys"] = {theme: list(keys) for theme, keys in state["keys"].items()}
    return fresh


def rounded(state: State) -> None:
    """Round every float to six places, so that a state is the same after a trip through JSON."""
    for section in SECTIONS:
        for part in state[section].values():
            _round(part)
    _round(state["tally"])
    _round(state)


def _round(part: State) -> None:
    for key, value in part.items():
        if type(value) is float:
            part[key] = round(value, 6) + 0.0
