"""How a policy answers events: it recognises the sound answer as often as it has skill."""

from courses.simulations.policies.chance import Chance
from courses.simulations.policies.tray import View
from courses.simulations.scenario import Scenario


class Judgement:
    """Stands for sound judgement: the only thing a policy takes from the file, not the view."""

    def __init__(self, scenario: Scenario, chance: Chance) -> None:
        self.sound = {
            name: max(range(len(event.options)), key=lambda at: event.options[at].key)
            for name, event in scenario.event.items()
        }
        self.themes = {name: event.theme for name, event in scenario.event.items()}
        self.chance = chance

    def answers(self, view: View, skill: float) -> dict[str, int]:
        """An answer to everything in the inbox; without skill, any of them."""
        return {one["id"]: self._answer(one, skill) for one in view["inbox"]}

    def _answer(self, event: View, skill: float) -> int:
        if self.chance("skill", event["id"]) < skill:
            return self.sound[event["id"]]
        count = len(event["options"])
        return min(count - 1, int(self.chance("guess", event["id"]) * count))
