"""The desk of a run on Monday morning: all a turn screen shows, from the engine's view."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from courses.models import SimulationRun
from courses.runs import cards, drawing, seen
from courses.runs.burn import Point, burn_up
from courses.runs.choices import (
    EVERY,
    LAUNCH,
    MODES,
    OVERTIME,
    RAGS,
    Beat,
    Choice,
    Situation,
    Standing,
    beats,
    situation,
)
from courses.runs.engines import engine_of, view_of

PANELS = ("board", "cards", "people", "risks")
BAD = {
    "refused", "lapsed", "ignored", "integration_shock", "risk_fired", "left", "watermelon",
    "surprise", "broken_promise", "silence", "escalation", "reopened", "date_refused",
    "surprised", "out_of_time", "out_of_trust", "out_of_money",
}  # fmt: skip


@dataclass(frozen=True)
class News:
    """One thing last week brought, with its cause."""

    text: str
    is_bad: bool


class Desk:
    """A run's view and its draft, as the page reads them."""

    overtime, modes, every = OVERTIME, MODES, EVERY

    def __init__(self, run: SimulationRun) -> None:
        self.run = run
        self.view = view_of(run)
        self.draft: dict[str, Any] = run.draft or {}

    # What the week is about

    @property
    def week(self) -> int:
        return self.run.week + 1

    @property
    def headline(self) -> str:
        """How the plan stands against the promise, by what has been reported."""
        spare = self.view["promise"]["week"] - self.view["plan"]["launch"]
        if spare >= 1:
            return f"{weeks(spare)} to spare, by the reports"
        if spare >= 0:
            return "on the promise, by the reports"
        return f"{weeks(-spare)} late, by the reports"

    @cached_property
    def turns(self) -> list[tuple[int, str]]:
        """The path of weeks up to the promise, or to where we are."""
        promised = round(self.view["promise"]["week"])
        last = max(promised, min(self.week, self.view["weeks_max"]))
        return [(week, self._turn(week, promised)) for week in range(1, last + 1)]

    def _turn(self, week: int, promised: int) -> str:
        place = "d" if week <= self.run.week else "n" if week == self.week else ""
        return f"{place} m".strip() if week == promised else place

    # What is seen

    @cached_property
    def packages(self) -> tuple[seen.Package, ...]:
        return seen.packages(self.view)

    @cached_property
    def people(self) -> tuple[seen.Person, ...]:
        return seen.people(self.view)

    @cached_property
    def risks(self) -> tuple[seen.Risk, ...]:
        return seen.risks(self.view)

    @property
    def meetings(self) -> list[tuple[dict[str, Any], str, str]]:
        """Where teams meet, each with the names of the two packages."""
        names = {one.id: one.name for one in self.packages}
        return [(one, names[one["a"]], names[one["b"]]) for one in self.view["interfaces"]]

    @property
    def sponsor(self) -> seen.Person:
        return self.people[0]

    @property
    def teams(self) -> dict[str, str]:
        return {team["id"]: team["name"] for team in self.view["teams"]}

    @cached_property
    def plan(self) -> SafeString:
        """The plan, drawn."""
        drawn = drawing.Drawn(
            self.packages,
            tuple(self.teams.items()),
            self.run.week,
            float(self.view["promise"]["week"]),
            float(self.view["plan"]["launch"]),
        )
        return mark_safe(drawing.plan(drawn, self.plan_words))  # noqa: S308 - escapes its words

    @property
    def plan_words(self) -> str:
        names = {one.id: one.name for one in self.packages}
        chain = ", ".join(names[key] for key in self.view["plan"]["critical"])
        launch, promised = self.view["plan"]["launch"], self.view["promise"]["week"]
        said = f"By the reports the critical path is {chain}." if chain else ""
        return f"{said} It ends in week {launch:.1f}; week {promised:g} is promised."

    @cached_property
    def burn(self) -> list[Point]:
        return [
            Point(row["week"], float(row["reported"]), float(row["total"]))
            for row in self.view["history"]
        ]

    @cached_property
    def burn_up(self) -> SafeString:
        last = self.burn[-1]
        words = (
            f"After week {last.week}, {last.done:.0f} of {last.total:.0f} person-weeks told done."
        )
        promised = float(self.view["promise"]["week"])
        return mark_safe(burn_up(self.burn, promised, words))  # noqa: S308 - escapes its words

    @cached_property
    def happened(self) -> list[dict[str, Any]]:
        """What may be told of last week, in the order it happened."""
        events = self.run.turns.filter(week=self.run.week).values_list("events", flat=True).first()
        told: list[dict[str, Any]] = engine_of(self.run.engine).told(events or [])
        return [event for event in told if event["kind"] != "arrived"]

    @cached_property
    def news(self) -> list[News]:
        """What was refused, and the few things that mattered most, with their causes."""
        grave = engine_of(self.run.engine).causes(self.happened, 4)
        refused = [event for event in self.happened if event["kind"] == "refused"]
        return [News(event["text"], event["kind"] in BAD) for event in refused + grave]

    @property
    def smaller_news(self) -> list[str]:
        """Everything else that happened."""
        said = {news.text for news in self.news}
        return [event["text"] for event in self.happened if event["text"] not in said]

    # What can be decided

    @property
    def possible(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.view["cards"]
        return rows

    @cached_property
    def groups(self) -> tuple[cards.Group, ...]:
        return cards.groups(self.possible, self.view, self.draft.get("cards", []))

    @cached_property
    def costs(self) -> dict[str, tuple[float, float]]:
        """Attention and money of every card on the table."""
        return {
            cards.key_of(row["card"]): (float(row["att"]), float(row["money"]))
            for row in self.possible
        }

    @cached_property
    def situations(self) -> list[Situation]:
        return [situation(row, self._answer(row["id"])) for row in self.view["inbox"]]

    def _answer(self, event: str) -> str:
        return str(self.draft.get("respond", {}).get(event, ""))

    @cached_property
    def standing(self) -> list[Standing]:
        return [self._standing(row) for row in self.view["teams"]]

    def _standing(self, row: dict[str, Any]) -> Standing:
        team = row["id"]
        own = [one for one in self.packages if one.team == team and not one.is_done]
        names = {one.id: one.name for one in own}
        first = self.draft.get("prio", {}).get(team, [""])[0]
        return Standing(
            row,
            self.draft.get("ot", {}).get(team, row["overtime"]),
            self.draft.get("mode", {}).get(team, row["mode"]),
            first,
            tuple((key, names[key]) for key in row["priority"] if key in names),
        )

    @property
    def beats(self) -> list[Beat]:
        """Everybody a rhythm can be kept with."""
        return beats(self.view, self.draft.get("rhythm", {}))

    @property
    def rag(self) -> str:
        return str(self.draft.get("report", {}).get("rag") or "")

    @property
    def forecast(self) -> float:
        """What the report says: as planned, else as sent last, else the promise."""
        planned = self.draft.get("report", {}).get("fc")
        return float(planned or self.view["report"]["forecast"] or self.view["promise"]["week"])

    @property
    def launches(self) -> list[Choice]:
        chosen = self.draft.get("launch", "wait")
        return [
            Choice(value, LAUNCH[value], chosen=value == chosen)
            for value in self.view["launch"]["choices"]
        ]

    @property
    def rags(self) -> list[Choice]:
        return [Choice(key, label, known, "", key == self.rag) for key, label, known in RAGS]

    @property
    def asked(self) -> float:
        return self.asked_by(self.draft)

    def asked_by(self, decisions: dict[str, Any]) -> float:
        """Attention that decisions ask for: their cards and their answers."""
        taken = [cards.key_of(card) for card in decisions.get("cards", [])]
        asked = sum(self.costs.get(key, (0.0, 0.0))[0] for key in taken)
        for row in self.view["inbox"]:
            answer = decisions.get("respond", {}).get(row["id"])
            asked += sum(option["att"] for option in row["options"] if option["number"] == answer)
        return asked

    @property
    def attention(self) -> float:
        return float(self.view["attention"]["now"])

    @property
    def attention_left(self) -> float:
        return round(self.attention - self.asked, 1)

    @property
    def is_over_asked(self) -> bool:
        return self.attention_left < 0

    @property
    def pips(self) -> list[str]:
        """A pip for each point: free, spent, or lost to escalations."""
        full, now = int(self.view["attention"]["full"]), self.attention
        return [
            "spent" if at < self.asked else "free" if at + 1 <= now else "lost"
            for at in range(max(full, int(now)))
        ]

    @property
    def spending(self) -> float:
        """Money the chosen cards cost at once, in thousands."""
        taken = [cards.key_of(card) for card in self.draft.get("cards", [])]
        return sum(self.costs.get(key, (0.0, 0.0))[1] for key in taken)

    @property
    def overspent(self) -> float:
        """Money beyond the budget, in thousands; 0 while there is some left."""
        return max(0.0, -round(float(self.view["money"]["left"])))

    def shows(self, panel: str) -> bool:
        """A first run opens its panels one by one over the first weeks."""
        return self.run.guided or panel not in PANELS or panel in self.view["unlocked"]

    @property
    def shows_people(self) -> bool:
        return self.shows("people")

    @property
    def shows_risks(self) -> bool:
        return self.shows("risks")


desk_of = Desk


def weeks(number: float) -> str:
    """ "2 weeks", "1.5 weeks", "half a week"."""
    rounded = max(round(number * 2) / 2, 0.5)
    if rounded == 0.5:
        return "Half a week"
    return f"{rounded:g} week{'' if rounded == 1 else 's'}"
