"""Every name a scenario mentions must exist; the engine can then look things up without doubt."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from courses.simulations.effects import GRAMMAR, Effect

if TYPE_CHECKING:
    from courses.simulations.reading import Source
    from courses.simulations.scenario import Scenario

KINDS = {"w": "wp", "t": "team", "s": "stake", "i": "item", "f": "iface", "r": "risk"}


class References:
    """Checks names against the parts of one scenario, noting each that is missing."""

    def __init__(self, scenario: "Scenario", source: "Source") -> None:
        self.scenario, self.source = scenario, source
        self.names: dict[str, set[str]] = {
            "wp": set(scenario.wp),
            "team": set(scenario.team),
            "stake": set(scenario.stake),
            "item": set(scenario.item),
            "iface": set(scenario.iface),
            "risk": set(scenario.risk),
        }

    def check(self) -> None:
        self._packages()
        self._people()
        self._risks()
        self._events()

    def _need(self, kind: str, names: Iterable[str], table: tuple[str, int], key: str) -> None:
        for name in names:
            if name not in self.names[kind]:
                line = self.source.line_of(*table, key)
                self.source.complain(line, table[0], f"There is no {kind} called “{name}”.")

    def _packages(self) -> None:
        for at, package in enumerate(self.scenario.wp.values()):
            self._need("team", [package.team], ("wp", at), "team")
            self._need("wp", [dep.on for dep in package.deps], ("wp", at), "deps")
        for at, iface in enumerate(self.scenario.iface.values()):
            self._need("wp", [iface.a, iface.b], ("iface", at), "between")
        for at, item in enumerate(self.scenario.item.values()):
            self._need("wp", [wp for wp, _ in item.work], ("item", at), "work")
            self._need("stake", [item.owner], ("item", at), "owner")

    def _people(self) -> None:
        for at, team in enumerate(self.scenario.team.values()):
            self._need("team", team.helpers, ("team", at), "helpers")
            self._need("wp", team.order, ("team", at), "order")

    def _risks(self) -> None:
        for at, risk in enumerate(self.scenario.risk.values()):
            table = ("risk", at)
            self._effects(risk.fx, table)
            self._need("team", risk.owners, table, "owners")
            self._need("item", [risk.item] if risk.item else [], table, "item")
            self._need("team", [risk.morale_team] if risk.morale_team else [], table, "morale_team")
            self._need("wp", [risk.trigger.on] if risk.trigger else [], table, "trigger")

    def _events(self) -> None:
        options = 0
        for at, event in enumerate(self.scenario.event.values()):
            self._effects(event.fx, ("event", at))
            for option in event.options:
                table = ("event.opt", options)
                options += 1
                self._effects(option.fx + option.fx_else, table)
                if option.need:
                    kind = "stake" if option.need.what == "trust" else "team"
                    self._need(kind, [option.need.who], table, "need")

    def _effects(self, effects: Iterable[Effect], table: tuple[str, int]) -> None:
        for effect in effects:
            for part in effect.parts():
                kind = GRAMMAR[part.verb][0]
                if kind.rstrip("*") in KINDS and not (kind.endswith("*") and part.whom == "*"):
                    self._need(KINDS[kind.rstrip("*")], [part.whom], table, "fx")
