"""What could have been known earlier, and which question would have shown it."""

from collections.abc import Iterator
from typing import Any

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.risks import WORTH_IT, worth
from courses.simulations.debriefing.saying import counted, share, weeks
from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.meeting import ASKED, REVIEWED
from courses.simulations.engine.packages import told_total
from courses.simulations.engine.people import BLOCKED_FOR
from courses.simulations.engine.scoring.risk import known_in_time
from courses.simulations.parts import Item, Package, Risk

Json = dict[str, Any]
#: A row and how useful it would have been.
Found = tuple[float, Json]
MOST = 12
APART, APART_PW = 0.15, 1.5
LOST_PACE = 0.45


def unasked(game: Game) -> Json:
    found = [*_blockers(game), *_sizes(game), *_risks(game), *_values(game), *_spikes(game)]
    found.sort(key=lambda one: (-one[0], one[1]["week"], one[1]["name"]))
    rows = [row for _, row in found]
    asked = _asked(game)
    return {
        "rows": rows[:MOST],
        "missed": len(rows),
        "asked": asked,
        "sentences": _sentences(rows, asked),
    }


def _asked(game: Game) -> int:
    """The questions that showed something new."""
    kinds = ("unblocked", "surprised", "spiked", "reviewed_values")
    return len([event for kind in kinds for event in game.told(kind)])


def _blockers(game: Game) -> Iterator[Found]:
    for event in game.told("blocked"):
        team, week = event["facts"]["team"], event["week"] + 1
        last = _stood_until(game, team, week)
        if last >= week and any(_works(game, team, one) for one in range(week, last + 1)):
            yield _blocker(game, team, week, last)


def _stood_until(game: Game, team: str, week: int) -> int:
    """The last week at half pace: until a sync, or until it passed of itself."""
    for number in range(week, min(week + BLOCKED_FOR, game.weeks + 1)):
        if game.states[number]["team"][team]["sync_wk"] == number:
            return number - 1
    return min(week + BLOCKED_FOR - 1, game.weeks)


def _works(game: Game, team: str, week: int) -> bool:
    state = game.states[week - 1]["wp"]
    return any(
        part.team == team and state[name]["start"] and not state[name]["fin"]
        for name, part in game.scenario.wp.items()
    )


def _blocker(game: Game, team: str, week: int, last: int) -> Found:
    name, count = game.scenario.team[team].name, last - week + 1
    use = LOST_PACE * count * game.scenario.team[team].n
    text = (
        f"{name} waited for a decision and worked at half its pace for {weeks(count)}. A sync in "
        f"week {week} would have freed it at once; nobody says such things unasked."
    )
    row = _row("sync", team, name, (week, last), 1)
    return use, {**row, "believed": "At work", "truth": "Waiting", "text": text}


def _sizes(game: Game) -> Iterator[Found]:
    """Where the team knew of more work than the board showed."""
    for name, part in game.scenario.wp.items():
        seen = [week for week in range(1, game.weeks + 1) if _gap(game, name, week)]
        if seen:
            worst = max((abs(_gap(game, name, week)), week) for week in seen)[1]
            yield _size(game, part, _around(worst, seen))


def _around(week: int, seen: list[int]) -> tuple[int, int, int]:
    """The week, and the first and last of the weeks in a row it lies in."""
    first = last = week
    while first - 1 in seen:
        first -= 1
    while last + 1 in seen:
        last += 1
    return week, first, last


def _gap(game: Game, name: str, week: int) -> float:
    """The person-weeks between what a team knew on Monday and what it was last asked for."""
    package = game.states[week - 1]["wp"][name]
    if package["fin"] or not package["start"]:
        return 0.0
    gap = told_total(package) - package["rep"]
    wide = abs(gap) >= APART_PW and abs(gap) >= APART * package["rep"]
    return float(gap) if wide else 0.0


def _size(game: Game, part: Package, around: tuple[int, int, int]) -> Found:
    week, first, last = around
    package = game.states[week - 1]["wp"][part.id]
    team = game.scenario.team[part.team].name
    told = f"last told in week {package['told']}" if package["told"] else "never told"
    knew, board = f"{told_total(package):.1f}", f"{package['rep']:.1f}"
    text = (
        f"The board had {board} person-weeks for “{part.name}”, {told}; by week {week} {team} "
        f"itself reckoned with {knew}. A sync in week {first} would have shown the difference."
    )
    row = _row("sync", part.id, part.name, (first, last), 1)
    figures = {"believed": f"{board} person-weeks", "truth": f"{knew} person-weeks"}
    return abs(_gap(game, part.id, week)), {**row, **figures, "text": text}


def _risks(game: Game) -> Iterator[Found]:
    for part in game.scenario.risk.values():
        risk = game.final["risk"][part.id]
        if part.known or known_in_time(risk) or worth(part, risk) < WORTH_IT:
            continue
        if risk["st"] != "void":
            yield from _risk(game, part)


def _risk(game: Game, part: Risk) -> Iterator[Found]:
    """The first week in which the question would have named it; luck answers for every week."""
    risk = game.final["risk"][part.id]
    last = (risk["st_wk"] or game.weeks + 1) - 1
    reviews = [week for week in range(1, last + 1) if _named(game, part, week)]
    syncs = [(week, one) for week in range(1, last + 1) for one in _owners(game, part, week)]
    if not reviews and not syncs:
        return
    first_sync = min(syncs, default=(99, ""))
    by_review = bool(reviews) and reviews[0] <= first_sync[0]
    week = reviews[0] if by_review else first_sync[0]
    kind = "riskreview" if by_review else "sync"
    how = "a risk review" if by_review else f"a sync with {game.scenario.team[first_sync[1]].name}"
    came = f"it came in week {risk['st_wk']}" if risk["st"] == "fired" else "luck spared you"
    text = (
        f"“{part.name}” had a chance of {share(risk['p'])} and nobody had named it; {how} in week "
        f"{week} would have. As it was, {came}."
    )
    row = _row(kind, part.id, part.name, (week, last), 1)
    figures = {"believed": "Not on the register", "truth": f"Chance of {share(risk['p'])}"}
    yield 1.5 * worth(part, risk), {**row, **figures, "text": text}


def _named(game: Game, part: Risk, week: int) -> bool:
    return game.luck("review", part.id, week) < REVIEWED


def _owners(game: Game, part: Risk, week: int) -> list[str]:
    return [one for one in part.owners if game.luck("told", part.id, one, week) < ASKED]


def _values(game: Game) -> Iterator[Found]:
    """Scope that was kept or cut without knowing what it was worth."""
    for name, part in game.scenario.item.items():
        item = game.final["item"][name]
        reviewed = [one["week"] for one in game.told("reviewed_values") if _of(one, name)]
        blind = not reviewed or (item["cut_wk"] and reviewed[0] > item["cut_wk"])
        wrong = item["tv"] > part.value if not item["on"] else item["tv"] < 0.6 * part.value
        if blind and wrong:
            yield _value(game, part, item)


def _of(event: Json, name: str) -> bool:
    return bool(event["facts"]["item"] == name)


def _value(game: Game, part: Item, item: Json) -> Found:
    pw = added(size for _, size in part.work)
    last = item["cut_wk"] - 1 if not item["on"] else game.weeks
    did = "was kept" if item["on"] else f"was cut in week {item['cut_wk']}"
    text = (
        f"“{part.name}” {did} at a stated value of {part.value:g}; it was truly worth "
        f"{item['tv']:.1f} for {pw:g} person-weeks. A value review in week 1 would have said so."
    )
    row = _row("valuereview", part.id, part.name, (1, max(1, last)), 1)
    figures = {"believed": f"Worth {part.value:g}", "truth": f"Worth {item['tv']:.1f}"}
    return 0.4 * abs(item["tv"] - part.value), {**row, **figures, "text": text}


def _spikes(game: Game) -> Iterator[Found]:
    """Estimates that were far too short, and a hard part nobody tried first."""
    for name, part in game.scenario.wp.items():
        package = game.states[0]["wp"][name]
        saved = package["est"] * 0.6 * (package["mu"] - 1.0) - 0.5
        if part.kind == "work" and not game.final["wp"][name]["spiked"] and saved >= 1.0:
            yield saved, _spike(game, part, saved)


def _spike(game: Game, part: Package, saved: float) -> Json:
    package, start = game.states[0]["wp"][part.id], game.final["wp"][part.id]["start"]
    text = (
        f"“{part.name}” was estimated as {package['est']:.1f} person-weeks and truly took "
        f"{package['tot']:.1f} with the whole scope. Half a person-week on its hard part before it "
        f"began would have shown it, and saved about {saved:.1f}."
    )
    row = _row("spike", part.id, part.name, (1, max(1, start or game.weeks)), 1)
    figures = {
        "believed": f"{package['est']:.1f} person-weeks",
        "truth": f"{package['tot']:.1f} person-weeks",
    }
    return {**row, **figures, "text": text}


def _row(kind: str, about: str, name: str, span: tuple[int, int], cost: int) -> Json:
    return {
        "kind": kind,
        "about": about,
        "name": name,
        "week": span[0],
        "until": span[1],
        "cost": cost,
    }


def _sentences(rows: list[Json], asked: int) -> list[str]:
    if not rows:
        return ["You asked for everything that would have mattered."]
    missed = counted(len(rows), "more question")
    return [f"{asked} of your questions told you something new; {missed} would have, in time."]
