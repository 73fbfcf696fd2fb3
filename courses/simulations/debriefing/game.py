"""The game a debrief is about: its states and events week by week, and other ways it might go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courses.simulations import engine
from courses.simulations.engine.scoring.comm import ended
from courses.simulations.policies import REFERENCE, play_on
from courses.simulations.scenario import Scenario

State = dict[str, Any]
Decisions = dict[str, Any]
Event = dict[str, Any]
NEVER = 99


@dataclass(frozen=True, slots=True)
class Launching:
    """How somebody launches: how many ready Mondays they let pass, from when on with gaps too."""

    waits: int = 0
    gaps_from: int = NEVER

    def decide(self, week: int, ready: int, waited: int) -> str:
        if ready == 2 and waited >= self.waits:
            return "go"
        return "gaps" if ready and week >= self.gaps_from else "wait"


@dataclass(frozen=True, slots=True)
class Branch:
    """Another end of a game: its last state, when it launched and what it scored."""

    state: State
    ended: float
    total: float


class Game:
    """One game, as it was played; everything about it follows from scenario, seed and log."""

    def __init__(self, scenario: Scenario, seed: int, log: Sequence[object]) -> None:
        self.scenario, self.seed = scenario, seed
        self.luck = engine.Luck(scenario, seed)
        self.states: list[State] = [engine.begin(scenario, seed)]
        self.events: list[list[Event]] = [[]]
        self.log: list[Decisions] = []
        for decisions in log:
            if engine.is_over(self.final):
                break
            self.log.append(engine.clean(scenario, decisions))
            state, happened = engine.step(scenario, self.final, decisions, self.luck)
            self.states.append(state)
            self.events.append(happened)

    @property
    def final(self) -> State:
        return self.states[-1]

    @property
    def weeks(self) -> int:
        return len(self.log)

    @cached_property
    def score(self) -> dict[str, float]:
        return engine.score(self.scenario, self.final)

    @cached_property
    def ended(self) -> float:
        return ended(self.scenario, self.final)

    @cached_property
    def par(self) -> "Game":
        """The same deal, played by the reference from the first Monday."""
        _, log = play_on(self.scenario, self.seed, self.states[0], REFERENCE)
        return Game(self.scenario, self.seed, log)

    @cached_property
    def launching(self) -> Launching:
        """The rule that launches this game when it was launched, and other games alike."""
        waited = self._waited(self.weeks)
        chosen = self.log[-1]["launch"] if self.log else "wait"
        last = self.states[-2] if self.log else self.final
        if self.final["status"] == "launched" and chosen != "wait":
            if last["ready"] == 2:
                return Launching(waits=waited - 1)
            if last["ready"] == 1 and chosen == "gaps":
                return Launching(waits=waited, gaps_from=self.weeks)
        return Launching(waits=NEVER if waited else 0)

    def _waited(self, weeks: int) -> int:
        """On how many of the first Mondays everything was ready."""
        return len([state for state in self.states[:weeks] if state["ready"] == 2])

    def told(self, kind: str) -> Iterator[Event]:
        """Everything of one kind that happened, in its order."""
        for happened in self.events:
            for event in happened:
                if event["kind"] == kind:
                    yield event

    def otherwise(
        self,
        change: Callable[[int, Decisions], Decisions],
        *,
        after: int = 0,
        launching: Launching | None = None,
    ) -> Branch:
        """The game with changed decisions from the week behind `after`, and its own launch rule.

        When it lasts longer than the log, nobody acts any more; the last report is repeated.
        """
        log = [change(week, self.log[week - 1]) for week in range(after + 1, self.weeks + 1)]
        rule = launching or self.launching
        return played(self, self.states[after], log, rule, self._waited(after))

    def branch(self, state: State) -> Branch:
        total = engine.score(self.scenario, state)["total"]
        return Branch(state, ended(self.scenario, state), total)


def played(
    game: Game, state: State, log: Sequence[Decisions], rule: Launching, waited: int = 0
) -> Branch:
    """Play a log on from a state of this game, launching by the rule, to the end."""
    week = state["week"]
    report = log[-1]["report"] if log else {}
    coming = iter(log)
    while not engine.is_over(state):
        decisions = next(coming, {"report": report})
        launch = rule.decide(week, state["ready"], waited)
        waited += 1 if state["ready"] == 2 else 0
        state, _ = engine.step(game.scenario, state, {**decisions, "launch": launch}, game.luck)
        week += 1
    return game.branch(state)


def as_played(_week: int, decisions: Decisions) -> Decisions:
    return decisions
