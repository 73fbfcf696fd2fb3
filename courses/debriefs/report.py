"""A debrief as a page reads it: its parts, and each drawing with its words."""

from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from courses.debriefs.charts import bars, burns, driving, forecast, handover, risks
from courses.debriefs.charts.plot import signed
from courses.simulations.debriefing.names import CARDS, FIVE

Part = dict[str, Any]
ROUND_UP = 25


class Report:
    """All parts of a debrief that is ready; `parts` as `courses.simulations.debriefing` says."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self.parts = parts

    def __getattr__(self, name: str) -> Part:
        try:
            return self.__dict__["parts"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def yours(self) -> Part:
        return self._play("yours")

    @property
    def par(self) -> Part:
        return self._play("par")

    def _play(self, whose: str) -> Part:
        play: Part = self.parts["reference"][whose]
        return play

    @property
    def total(self) -> Part:
        row: Part = self.parts["scores"]["rows"][-1]
        return row

    @cached_property
    def score_rows(self) -> list[tuple[Part, SafeString]]:
        """Each score with its bar."""
        rows = self.parts["scores"]["rows"]
        return [(row, _svg(bars.against_par(row["yours"], row["par"]))) for row in rows]

    @property
    def evidence(self) -> list[Part]:
        """The five responsibilities and the outcome, with what made them."""
        return [row for row in self.parts["scores"]["rows"] if row["parts"]]

    @property
    def five(self) -> list[Part]:
        return [row for row in self.parts["scores"]["rows"] if row["key"] in FIVE]

    @cached_property
    def handover_chart(self) -> SafeString:
        return _svg(handover.handover(self.parts["handover"], self._told("handover")))

    @cached_property
    def handover_rows(self) -> list[tuple[Part, Part]]:
        part = self.parts["handover"]
        return list(zip(part["points"][1:], part["losses"], strict=True))

    @cached_property
    def burn_charts(self) -> list[tuple[str, Part, SafeString]]:
        """Yours and the reference's, on one scale."""
        plays = [("You", self.yours), ("The reference", self.par)]
        rows = [row for _, play in plays for row in play["burn"]]
        most = max([row["true"] for row in rows] + [row["told"] for row in rows])
        most = (int(most) // ROUND_UP + 1) * ROUND_UP
        last = max([row["week"] for row in rows] + [play["promise"] for _, play in plays]) + 1
        return [
            (name, play, _svg(burns.burns(play, _burn_words(name, play), most=most, last=last)))
            for name, play in plays
        ]

    @property
    def burn_rows(self) -> list[tuple[int, Part | None, Part | None]]:
        """Week by week, both plays; None where one of them was over."""
        yours, par = ({row["week"]: row for row in play["burn"]} for play in (self.yours, self.par))
        return [(week, yours.get(week), par.get(week)) for week in sorted(yours | par)]

    @property
    def card_rows(self) -> list[tuple[str, int, int]]:
        """How often each kind of card was played, by you and by the reference."""
        yours, par = (
            {card["kind"]: card["count"] for card in play["cards"]}
            for play in (self.yours, self.par)
        )
        played = [kind for kind in CARDS if kind in yours or kind in par]
        return [(CARDS[kind], yours.get(kind, 0), par.get(kind, 0)) for kind in played]

    @cached_property
    def driving_chart(self) -> SafeString:
        stretches = self.parts["path"]["stretches"]
        words = " ".join(one["text"] for one in stretches)
        return _svg(driving.driving(stretches, self.yours["launched_at"], words))

    @property
    def short_names(self) -> list[tuple[str, str]]:
        return driving.short_names(self.parts["path"]["stretches"], self.yours["launched_at"])

    @cached_property
    def slip_chart(self) -> SafeString:
        part = self.parts["slip"]
        rows = [
            bars.Bar(one["name"], round(one["weeks"], 1), f"{signed(one['weeks'])} wk")
            for one in part["causes"]
        ]
        words = " ".join(one["text"] for one in part["causes"])
        return _svg(bars.bars(rows, words))

    @cached_property
    def families_chart(self) -> SafeString:
        part = self.parts["families"]
        rows = [bars.Bar(one["name"], one["points"], signed(one["points"])) for one in part["rows"]]
        words = " ".join(one["text"] for one in part["rows"])
        return _svg(bars.bars(rows, words))

    @property
    def best(self) -> list[tuple[str, Part]]:
        return [(signed(one["points"]), one) for one in self.parts["decisions"]["best"]]

    @property
    def worst(self) -> list[tuple[str, Part]]:
        return [(signed(one["points"]), one) for one in self.parts["decisions"]["worst"]]

    @cached_property
    def forecast_chart(self) -> SafeString:
        return _svg(forecast.forecast(self.parts["honesty"], self._told("honesty")))

    @cached_property
    def forecast_rows(self) -> list[tuple[Part, float]]:
        """Each week with what people believed."""
        part = self.parts["honesty"]
        return [(week, forecast.believed(part, week)) for week in part["weeks"]]

    @cached_property
    def risks_chart(self) -> SafeString:
        part = self.parts["risks"]
        weeks = len(self.parts["honesty"]["weeks"])
        return _svg(risks.timeline(part["rows"], weeks, self._told("risks")))

    def _told(self, step: str) -> str:
        return " ".join(self.parts[step]["sentences"])


def _burn_words(name: str, play: Part) -> str:
    if not play["burn"]:
        return f"{name}: no week was played."
    last = play["burn"][-1]
    return (
        f"{name}: after week {last['week']}, {last['done']:.0f} of {last['true']:.0f} "
        f"person-weeks were really done; the reports had {last['shown']:.0f} of {last['told']:.0f}."
    )


def _svg(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 - the drawings escape their words
