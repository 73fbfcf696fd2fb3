"""Each decision left out in turn, with everything else as it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from courses.simulations.debriefing import deciding
from courses.simulations.debriefing.game import (
    Branch,
    Decisions,
    Game,
    Launching,
    as_played,
)
from courses.simulations.debriefing.saying import counted, points, rounded, weeks

Json = dict[str, Any]
Change = Callable[[int, Decisions], Decisions]
MOST = 5
FELT = 0.5
ORDERS = ("prio", "ot", "mode")
NOTE = (
    "Each figure says what the score would have lost or gained without that one decision. They "
    "overlap, so do not add them up; the families do add up."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was decided, and the game without it."""

    week: int
    family: str
    kind: str
    what: str
    change: Change
    launching: Launching | None = None


def decisions(game: Game) -> Json:
    rows = [_row(game, one) for one in all_of(game)]
    ranked = sorted(rows, key=lambda one: (-one["points"], one["week"]))
    worst = [one for one in reversed(ranked) if one["points"] < -0.05]
    return {
        "count": len(rows),
        "helped": len([one for one in rows if one["points"] > FELT]),
        "neutral": len([one for one in rows if abs(one["points"]) <= FELT]),
        "hurt": len([one for one in rows if one["points"] < -FELT]),
        "best": [one for one in ranked if one["points"] > 0.05][:MOST],
        "worst": worst[:MOST],
        "answers": [*_answers(game)],
        "note": NOTE,
    }


def all_of(game: Game) -> Iterator[Decision]:
    """Everything that was decided and had a chance to matter."""
    for week in range(1, game.weeks + 1):
        yield from _cards(game, week)
        yield from _replies(game, week)
        yield from _orders(game, week)
        if game.log[week - 1]["report"]:
            what = deciding.report(game.log[week - 1]["report"])
            yield Decision(week, "comms", "report", what, _without_key(week, "report"))
    yield from _launch(game)


def _cards(game: Game, week: int) -> Iterator[Decision]:
    lines = [line for line in game.final["cardlog"] if line["week"] == week]
    for at, line in enumerate(lines):
        if line["done"]:
            card = line["card"]
            what = deciding.card(game.scenario, card)
            family = deciding.FAMILY[card[0]]
            yield Decision(week, family, "card", what, _without_card(week, at))


def _without_card(week: int, at: int) -> Change:
    def change(number: int, one: Decisions) -> Decisions:
        if number != week:
            return one
        return {**one, "cards": [card for place, card in enumerate(one["cards"]) if place != at]}

    return change


def _replies(game: Game, week: int) -> Iterator[Decision]:
    for event in game.events[week]:
        if event["kind"] == "answered":
            name, number = event["facts"]["event"], event["facts"]["option"]
            family = deciding.OF_THEME[game.scenario.event[name].theme]
            what = deciding.answer(game.scenario, name, number)
            yield Decision(week, family, "answer", what, _answering(week, name, None))


def _answering(week: int, name: str, number: int | None) -> Change:
    """Another answer to an event, or none."""

    def change(at: int, one: Decisions) -> Decisions:
        if at != week:
            return one
        answers = {event: was for event, was in one["respond"].items() if event != name}
        if number is not None:
            answers[name] = number
        return {**one, "respond": answers}

    return change


def _without_key(week: int, key: str) -> Change:
    return lambda at, one: {**one, key: {}} if at == week else one


def _orders(game: Game, week: int) -> Iterator[Decision]:
    """Standing orders that changed something when they were given."""
    before = game.states[week - 1]["team"]
    for kind in ORDERS:
        for team, value in game.log[week - 1][kind].items():
            if before[team][kind] != value:
                what = deciding.order(game.scenario, kind, team, value)
                last = _last_repeat(game, week, (kind, team, value))
                change = _without_order(week, last, kind, team)
                yield Decision(week, "pace", "order", what, change)


def _last_repeat(game: Game, week: int, order: tuple[str, str, Any]) -> int:
    """The last week that only says the same order again."""
    kind, team, value = order
    last = week
    for number in range(week + 1, game.weeks + 1):
        said = game.log[number - 1][kind].get(team, value)
        if said != value:
            break
        last = number
    return last


def _without_order(first: int, last: int, kind: str, team: str) -> Change:
    def change(at: int, one: Decisions) -> Decisions:
        if not first <= at <= last:
            return one
        return {**one, kind: {name: was for name, was in one[kind].items() if name != team}}

    return change


def _launch(game: Game) -> Iterator[Decision]:
    """Launching with gaps, or letting ready weeks pass."""
    rule = game.launching
    at_once = Launching(waits=0)
    if rule.gaps_from <= game.weeks:
        yield Decision(game.weeks, "pace", "launch", "Launched with gaps", as_played, at_once)
    elif rule.waits:
        waited = min(rule.waits, len([one for one in game.states[:-1] if one["ready"] == 2]))
        what = f"Let {counted(waited, 'week')} pass after everything was done"
        yield Decision(game.weeks, "pace", "launch", what, as_played, at_once)


def _row(game: Game, one: Decision) -> Json:
    after = one.week - 1 if one.kind != "launch" else 0
    end = game.otherwise(one.change, after=after, launching=one.launching)
    gained, later = game.score["total"] - end.total, game.ended - end.ended
    return {
        "week": one.week,
        "family": one.family,
        "kind": one.kind,
        "what": one.what,
        "points": rounded(gained),
        "weeks": rounded(later),
        "text": _text(game, one, end),
    }


def _text(game: Game, one: Decision, end: Branch) -> str:
    gained = game.score["total"] - end.total
    verb = "brought" if gained >= 0 else "cost"
    return f"{one.what} in week {one.week}: it {verb} {points(gained)}{_moved(game, end)}."


def _moved(game: Game, end: Branch) -> str:
    """What a decision did to the launch, as the tail of a sentence."""
    later = game.ended - end.ended
    if abs(later) < 0.05:
        return ""
    launched = game.final["launched_at"] is not None
    if not launched or end.state["launched_at"] is None:
        return " and the launch itself" if launched else "; without it you would have launched"
    return f" and moved the launch {weeks(later)} {'later' if later > 0 else 'earlier'}"


def _answers(game: Game) -> Iterator[Json]:
    """Every event with what each of its answers would have come to."""
    for week in range(1, game.weeks + 1):
        for event in game.events[week]:
            if event["kind"] in ("answered", "ignored"):
                yield _weighed(game, week, event)


def _weighed(game: Game, week: int, happened: Json) -> Json:
    name, chosen = happened["facts"]["event"], happened["facts"]["option"]
    ignored = happened["kind"] == "ignored"
    event = game.scenario.event[name]
    options = []
    for number, option in enumerate(event.options):
        taken = number == chosen
        end = _end(game, week, name, number) if not taken else game.branch(game.final)
        line = {"label": option.label, "chosen": taken, "total": rounded(end.total)}
        gained = end.total - game.score["total"]
        options.append({**line, "ended": rounded(end.ended), "points": rounded(gained)})
    best = max(options, key=lambda one: one["points"])
    return {
        "week": week,
        "event": name,
        "title": event.title,
        "ignored": ignored,
        "text": _advice(ignored, best),
        "options": options,
    }


def _end(game: Game, week: int, name: str, number: int) -> Branch:
    return game.otherwise(_answering(week, name, number), after=week - 1)


def _advice(ignored: bool, best: Json) -> str:
    if best["chosen"] or best["points"] < FELT:
        return "Nothing would have done noticeably better."
    did = "You did not answer" if ignored else "Another answer was better here"
    return f"{did}: “{best['label']}” would have brought {points(best['points'])} more."
