"""The same deal twice: as it was played, and as the reference would have played it."""

from typing import Any

from courses.simulations.debriefing import deciding
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.names import CARDS
from courses.simulations.debriefing.saying import counted, date, listed, rounded, weeks
from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.packages import shown_done
from courses.simulations.engine.scoring.outcome import value_share

Json = dict[str, Any]


def reference(game: Game) -> Json:
    yours, par = play(game), play(game.par)
    return {"yours": yours, "par": par, "sentences": [*_sentences(game, yours, par)]}


def play(game: Game) -> Json:
    """One game as numbers: its end, its scope, its burn-up and what was decided."""
    state, scenario = game.final, game.scenario
    return {
        "launched_at": None if state["launched_at"] is None else rounded(state["launched_at"]),
        "ended": rounded(game.ended),
        "status": state["status"],
        "promise": rounded(state["commit"]),
        "scope": _scope(game),
        "spent": rounded(state["spent"]),
        "budget": scenario.meta.budget,
        "value": _value(game),
        "scores": {name: rounded(points) for name, points in game.score.items()},
        "burn": [_burn(week, state) for week, state in enumerate(game.states) if week],
        "cards": _cards(game),
        "weeks": [_did(game, week) for week in range(1, game.weeks + 1)],
    }


def _value(game: Game) -> float:
    launched = game.final["launched_at"] is not None
    return rounded(value_share(game.scenario, game.final)) if launched else 0.0


def _scope(game: Game) -> Json:
    items = game.final["item"]
    cut = [
        {"name": part.name, "week": items[name]["cut_wk"]}
        for name, part in game.scenario.item.items()
        if not items[name]["on"]
    ]
    kept = [part.name for name, part in game.scenario.item.items() if items[name]["on"]]
    return {"kept": kept, "cut": sorted(cut, key=lambda one: one["week"])}


def _burn(week: int, state: Json) -> Json:
    packages = state["wp"].values()
    return {
        "week": week,
        "true": rounded(added(one["tot"] for one in packages)),
        "told": rounded(added(one["rep"] for one in packages)),
        "done": rounded(added(one["done"] for one in packages)),
        "shown": rounded(added(shown_done(one) for one in packages)),
    }


def _cards(game: Game) -> list[Json]:
    counts = dict.fromkeys(CARDS, 0)
    for line in game.final["cardlog"]:
        counts[line["card"][0]] += 1 if line["done"] else 0
    return [
        {"kind": kind, "name": CARDS[kind], "count": count}
        for kind, count in counts.items()
        if count
    ]


def _did(game: Game, week: int) -> Json:
    scenario, decisions = game.scenario, game.log[week - 1]
    did = [
        deciding.card(scenario, line["card"])
        for line in game.final["cardlog"]
        if line["week"] == week and line["done"]
    ]
    for event in game.events[week]:
        if event["kind"] == "answered":
            facts = event["facts"]
            did.append(deciding.answer(scenario, facts["event"], facts["option"]))
    if decisions["report"]:
        did.append(deciding.report(decisions["report"]))
    return {"week": week, "did": did}


def _sentences(game: Game, yours: Json, par: Json) -> list[str]:
    found = [f"You {_end(yours)}; on the same deal the reference {_end(par)}."]
    if None not in (yours["launched_at"], par["launched_at"]):
        apart = yours["launched_at"] - par["launched_at"]
        if abs(apart) >= 0.1:
            word = "later" if apart > 0 else "earlier"
            found.append(f"That is {weeks(apart)} {word}, with the same luck.")
    return [*found, f"{_cut('You', yours)}; {_cut('the reference', par)}."]


def _end(one: Json) -> str:
    if one["launched_at"] is not None:
        return f"launched in {date(one['launched_at'])}"
    return "never launched"


def _cut(who: str, one: Json) -> str:
    cut = one["scope"]["cut"]
    if not cut:
        return f"{who} cut nothing"
    named = listed([f"“{item['name']}” in week {item['week']}" for item in cut], most=4)
    return f"{who} made {counted(len(cut), 'cut')}: {named}"
