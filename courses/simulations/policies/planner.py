"""A planner: somebody who reads the board, weighs the cards and plays by habits."""

from collections.abc import Iterable

from courses.simulations.engine.shape import shape
from courses.simulations.policies import moves, orders, reporting
from courses.simulations.policies.chance import Chance
from courses.simulations.policies.habits import Habits
from courses.simulations.policies.judgement import Judgement
from courses.simulations.policies.outlook import Reading
from courses.simulations.policies.playing import Player, Policy
from courses.simulations.policies.tray import Card, Decisions, Tray, View
from courses.simulations.policies.wishes import wishes
from courses.simulations.scenario import Scenario


def planner(name: str, habits: Habits) -> Policy:
    """The policy of a planner with these habits; its name and the seed decide its lapses."""

    def seat(scenario: Scenario, seed: int) -> Player:
        return Planner(scenario, habits, Chance(name, seed))

    return Policy(name, seat)


class Planner:
    """One planner in one game."""

    def __init__(self, scenario: Scenario, habits: Habits, chance: Chance) -> None:
        self.shape, self.habits, self.chance = shape(scenario), habits, chance
        self.judgement = Judgement(scenario, chance)

    def __call__(self, view: View) -> Decisions:
        habits = self.habits
        reading = Reading(self.shape, view, habits.inflate, habits.test_stretch)
        answers = self.judgement.answers(view, habits)
        tray = Tray(view, answers)
        trades = [
            *moves.cuts(view, habits, reading),
            *moves.loans(view, habits, reading),
            *moves.hires(view, habits, reading),
        ]
        tray.fill(self._remembered(view, trades))
        if not trades:
            tray.fill(self._remembered(view, moves.dates(view, habits, reading)))
        tray.fill(self._remembered(view, [card for _, card in wishes(view, habits, reading)]))
        said = reporting.forecast(view, habits, reading)
        return {
            "cards": tray.cards,
            "prio": orders.priorities(view, habits, reading),
            "respond": answers,
            "ot": orders.overtime(view, habits, reading),
            "mode": orders.modes(view, habits),
            "report": {"fc": said, "rag": reporting.colour(view, habits, said)},
            "launch": reporting.launch(view, habits),
        }

    def _remembered(self, view: View, cards: Iterable[Card]) -> list[Card]:
        """The cards that do not slip the mind this week."""
        lapses = self.habits.lapses
        if not lapses:
            return list(cards)
        return [card for card in cards if self.chance("lapse", view["week"], *card) >= lapses]
