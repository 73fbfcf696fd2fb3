"""What to learn next: the responsibilities that are weakest, and what cost most in them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from courses.simulations.debriefing.names import FIVE

Json = dict[str, Any]
ADVICE = Path(__file__).with_name("advice.toml")
MOST, BEHAVIOURS = 3, 4
WELL = 85.0


@cache
def advice() -> dict[str, Any]:
    return tomllib.loads(ADVICE.read_text(encoding="utf-8"))


def plan(scored: Json) -> Json:
    """The plan from the scores already worked out; nothing for those that are well done."""
    rows = {row["key"]: row for row in scored["rows"] if row["key"] in FIVE}
    weakest = sorted(rows.values(), key=_need, reverse=True)
    chosen = [row for row in weakest if row["yours"] < WELL][:MOST] or weakest[:1]
    worst = {row["key"]: _worst(row) for row in chosen}
    behaviours = [_of(key, part)["behaviour"] for key, parts in worst.items() for part in parts]
    return {
        "rows": [_row(row, worst[row["key"]]) for row in chosen],
        "behaviours": list(dict.fromkeys(behaviours))[:BEHAVIOURS],
    }


def _need(row: Json) -> float:
    """What is missing to a hundred, and what is missing to the reference, half each."""
    return float(0.5 * (100.0 - row["yours"]) + 0.5 * max(0.0, row["par"] - row["yours"]))


def _worst(row: Json) -> list[str]:
    """The two parts that gave most away and have advice."""
    known = [part for part in row["parts"] if part["key"] in advice()[row["key"]]]
    ranked = sorted(known, key=lambda part: -part["lost"])
    return [part["key"] for part in ranked[:2]]


def _of(score: str, part: str) -> Json:
    found: Json = advice()[score][part]
    return found


def _row(row: Json, parts: list[str]) -> Json:
    general = advice()[row["key"]]
    texts = {part["key"]: part["text"] for part in row["parts"]}
    lessons = [tuple(one) for part in parts for one in _of(row["key"], part)["lessons"]]
    return {
        "score": row["key"],
        "name": row["name"],
        "yours": row["yours"],
        "par": row["par"],
        "because": texts[parts[0]],
        "competencies": general["competencies"],
        "courses": list(dict.fromkeys([course for course, _ in lessons] + general["courses"])),
        "lessons": [{"course": at, "title": title} for at, title in dict.fromkeys(lessons)],
        "mentoring": {
            "competency": general["competencies"][0],
            "focus": general["mentoring"],
        },
        "practice": _of(row["key"], parts[0])["practice"],
    }
