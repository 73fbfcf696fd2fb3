"""The learner's guess, asked before anything is shown, beside what the debrief found."""

from typing import Any

from courses.simulations.debriefing.names import CAUSES
from courses.simulations.debriefing.saying import between, date, points, weeks

Json = dict[str, Any]
NEAR = 1


def answered(guess: Json, parts: Json) -> Json:
    """Both questions, what was said and what was true."""
    return {
        "week": _week(int(guess["week"]), parts["handover"]),
        "cause": _cause(str(guess["cause"]), parts["slip"]),
    }


def _week(said: int, handover: Json) -> Json:
    worst = handover["worst"]
    if worst is None:
        text = "Nothing was lost that the reference would have kept."
        return {"said": said, "true": 0, "right": said == 0, "text": text}
    at = between(worst["from"], worst["to"])
    right = said > 0 and worst["from"] - NEAR <= said <= worst["to"] + NEAR
    text = f"{at} cost most: {points(worst['lost'])} that nothing afterwards could bring back."
    return {"said": said, "true": worst["from"], "right": right, "text": text}


def _cause(said: str, slip: Json) -> Json:
    true = slip["biggest"]
    if true == "none":
        text = "No single hazard moved the date."
        return {"said": said, "true": true, "right": said == true, "text": text}
    first = next(one for one in slip["causes"] if one["key"] == true)
    near = [one["key"] for one in slip["causes"] if one["weeks"] >= first["weeks"] - 0.1]
    name = CAUSES[true].lower()
    text = f"Most of the date went to {name}: without them, {date(first['ended'])}"
    late = f"{weeks(first['weeks'])} earlier"
    return {"said": said, "true": true, "right": said in near, "text": f"{text}, {late}."}
