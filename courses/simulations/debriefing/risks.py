"""Every risk of the deal: what it was, when it was known, what was done, and the verdict."""

from collections import Counter
from typing import Any

from courses.simulations.debriefing.game import Game, State
from courses.simulations.debriefing.names import VERDICTS
from courses.simulations.debriefing.saying import counted, listed, rounded, share
from courses.simulations.engine.scoring.risk import known_in_time
from courses.simulations.parts import Risk

Json = dict[str, Any]
WORTH_IT = 0.8


def risks(game: Game) -> Json:
    rows = [_row(game, part) for part in game.scenario.risk.values()]
    order = list(VERDICTS)
    rows.sort(key=lambda one: (order.index(one["verdict"]), -one["worth"]))
    counts = Counter(one["verdict"] for one in rows)
    return {"rows": rows, "counts": dict(counts), "sentences": _sentences(counts, rows)}


def worth(part: Risk, risk: State) -> float:
    """The exposure its mitigation would have removed, by the true probability."""
    return float(risk["p"] * part.sev * (1.0 - part.mitigation.pm * part.mitigation.im))


def _row(game: Game, part: Risk) -> Json:
    risk = game.final["risk"][part.id]
    verdict = judged(part, risk)
    return {
        "id": part.id,
        "name": part.name,
        "hidden": not part.known,
        "severity": part.sev,
        "said": list(part.p),
        "p": rounded(risk["p"]),
        "left": rounded(risk["p"] * risk["pm"]),
        "known": risk["known"],
        "mitigated": risk["mit_wk"],
        "money": part.mitigation.money,
        "worth": rounded(worth(part, risk)),
        "window": None if part.trigger else list(part.window),
        "trigger": _trigger(game, part),
        "state": risk["st"],
        "week": risk["st_wk"],
        "verdict": verdict,
        "verdict_name": VERDICTS[verdict],
        "text": _text(part, risk, verdict),
    }


def _trigger(game: Game, part: Risk) -> Json | None:
    if part.trigger is None:
        return None
    name = game.scenario.wp[part.trigger.on].name
    return {"package": part.trigger.on, "name": name, "share": part.trigger.share}


def judged(part: Risk, risk: State) -> str:
    """The verdict on the decision, apart from how it turned out."""
    fired = risk["st"] == "fired"
    if risk["st"] == "void":
        return "gone"
    dear = worth(part, risk) >= WORTH_IT
    if risk["mit_wk"]:
        late = risk["st"] == "past" and risk["mit_wk"] > risk["st_wk"]
        if late or not dear:
            return "overpaid"
        return "unlucky" if fired else "sound"
    if not dear:
        return "rare" if fired else "left"
    if not known_in_time(risk):
        return "struck" if fired else "unseen"
    return "caught" if fired else "lucky"


def _text(part: Risk, risk: State, verdict: str) -> str:
    known = "from the start" if part.known else f"since week {risk['known']}"
    return TEXTS[verdict].format(
        p=share(risk["p"]),
        eased=_eased(part, risk),
        week=risk["st_wk"],
        done=risk["mit_wk"],
        money=f"${part.mitigation.money:g}k",
        what=f"“{part.mitigation.label}”",
        known=known,
    )


def _eased(part: Risk, risk: State) -> str:
    """What the mitigation took away."""
    found = []
    if part.mitigation.pm < 1:
        left = share(risk["p"] * part.mitigation.pm)
        found.append(f"the chance from {share(risk['p'])} to {left}")
    if part.mitigation.im < 1:
        found.append(f"the damage to {share(part.mitigation.im)}")
    return " and ".join(found) or "nothing away"


TEXTS = {
    "sound": (
        "It would have come with a chance of {p}. {what} in week {done}, for {money}, took "
        "{eased}, and it did not come."
    ),
    "unlucky": (
        "{what} in week {done}, for {money}, took {eased}; it came in week {week} all the same. "
        "Decide like this again."
    ),
    "lucky": (
        "It was known {known} and had a chance of {p}; nothing was done and it did not come. "
        "Next time it may."
    ),
    "caught": (
        "It was known {known} with a chance of {p}; {what} was to be had for {money}. It came in "
        "week {week}."
    ),
    "unseen": "Nobody asked, so nobody knew of a chance of {p}. It did not come; that was luck.",
    "struck": (
        "Nobody asked, so nobody knew of a chance of {p} until it came in week {week}. A review "
        "or a talk with its owners could have named it."
    ),
    "overpaid": (
        "With a true chance of {p}, {what} was not worth {money} and the attention in week {done}."
    ),
    "left": "With a true chance of {p} it was right to spend nothing on it.",
    "rare": (
        "It came in week {week} though its chance was {p}; leaving it alone was still the right "
        "decision."
    ),
    "gone": "It could not happen any more once the scope it belonged to was cut.",
}


def _sentences(counts: Counter[str], rows: list[Json]) -> list[str]:
    good = counts["sound"] + counts["unlucky"] + counts["left"] + counts["rare"]
    found = [f"Of {counted(len(rows), 'risk')}, {good} were met soundly, whatever came of them."]
    for verdict, text in (
        ("unlucky", "Good decision, bad luck: {names}."),
        ("lucky", "Left open, and luck covered it: {names}."),
        ("struck", "Nobody had asked about {names}, and it came."),
    ):
        named = [f"“{one['name']}”" for one in rows if one["verdict"] == verdict]
        if named:
            found.append(text.format(names=listed(named)))
    return found
