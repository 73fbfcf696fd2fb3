"""The scores with their evidence, against what the reference makes of the same deal."""

from typing import Any

from courses.simulations import engine
from courses.simulations.debriefing.evidence import evidence
from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.names import BANDS, FIVE, PARTS, SCORES, band
from courses.simulations.debriefing.saying import points, rounded

Json = dict[str, Any]


def scores(game: Game) -> Json:
    rows = [_row(game, key) for key in SCORES]
    five = [row for row in rows if row["key"] in FIVE]
    best = max(five, key=lambda row: row["difference"])
    worst = min(five, key=lambda row: row["difference"])
    return {
        "rows": rows,
        "strongest": best["key"],
        "weakest": worst["key"],
        "sentences": [*_sentences(rows[-1], best, worst)],
    }


def _row(game: Game, key: str) -> Json:
    yours, par = game.score[key], game.par.score[key]
    return {
        "key": key,
        "name": SCORES[key],
        "yours": rounded(yours),
        "par": rounded(par),
        "difference": rounded(yours - par),
        "band": band(yours),
        "band_name": BANDS[band(yours)],
        "parts": _parts(game, key),
    }


def _parts(game: Game, key: str) -> list[Json]:
    if key == "total":
        return []
    mine = engine.breakdown(game.scenario, game.final)[key]
    theirs = engine.breakdown(game.scenario, game.par.final)[key]
    found = []
    for part, (weight, gained) in mine.items():
        _, par = theirs.get(part, [0.0, 0.0])
        # A part that takes points off, or gives some to everybody, gives nothing away by half.
        lost = weight * (100.0 - gained) if 0 < weight < 1 else max(0.0, -weight * gained)
        line = {"key": part, "name": PARTS[key][part], "weight": weight, "points": gained}
        text = evidence(game, key, part)
        found.append({**line, "par": par, "lost": rounded(lost), "text": text})
    return found


def _sentences(total: Json, best: Json, worst: Json) -> list[str]:
    apart = total["difference"]
    word = "more" if apart > 0 else "less"
    start = f"You made {points(total['yours'])}"
    against = f"the reference makes {points(total['par'])} of the same deal"
    found = [f"{start}; {against}, {points(apart)} {'less' if word == 'more' else 'more'}."]
    if worst["difference"] < -1:
        found.append(
            f"The widest gap is in {worst['name'].lower()}: {worst['yours']:.0f} against "
            f"{worst['par']:.0f}."
        )
    if best["difference"] > 1:
        found.append(f"In {best['name'].lower()} you did better than the reference.")
    return found
