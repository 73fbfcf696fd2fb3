"""How a policy answers events: it recognises the sound answer as often as it has skill."""

from courses.simulations.policies.chance import Chance
from courses.simulations.policies.habits import Habits
from courses.simulations.policies.tray import View
from courses.simulations.scenario import Scenario


class Judgement:
    """Stands for sound judgement: the only thing a policy takes from the file, not the view."""

    def __init__(self, scenario: Scenario, chance: Chance) -> None:
        self.keys = {
            name: [option.key for option in event.options] for name, event in scenario.event.items()
        }
        self.chance = chance

    def sound(self, event: str) -> int:
        return max(range(len(self.keys[event])), key=lambda at: self.keys[event][at])

    def unsound(self, event: str) -> int:
        return min(range(len(self.keys[event])), key=lambda at: self.keys[event][at])

    def answers(self, view: View, habits: Habits) -> dict[str, int]:
        """An answer to everything in the inbox; without skill any of them, below it the worst."""
        return {
            one["id"]: self.answer(
                one, habits.people_skill if one["theme"] == "people" else habits.skill
            )
            for one in view["inbox"]
        }

    def answer(self, event: View, skill: float) -> int:
        if skill < 0:
            return self.unsound(event["id"])
        if self.chance("skill", event["id"]) < skill:
            return self.sound(event["id"])
        count = len(event["options"])
        return min(count - 1, int(self.chance("guess", event["id"]) * count))
