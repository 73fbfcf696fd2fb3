"""The debrief of a run on paper: what its page says, for a file or a review."""

import hashlib
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from courses.debriefs.rubric import levels
from courses.models import Debrief
from courses.simulations.debriefing.names import FIVE
from institute import visitor_pages
from institute.print import compile_pdf
from institute.templatetags.moments import day

SOURCE = Path(__file__).resolve().parent / "debrief.typ"
MOST_COSTLY, MOST_MISSED = 2, 6


def debrief_pdf(debrief: Debrief, answer: dict[str, Any], *, with_comment: bool) -> bytes:
    """The report as it stands; an instructor's words only for the people of the run.

    A link may be asked often, and printing takes half a second: the same facts are kept a while.
    """
    facts = facts_of(debrief, answer, with_comment=with_comment)
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return visitor_pages.kept(f"debrief {digest}", lambda: compile_pdf(SOURCE, facts))


def facts_of(debrief: Debrief, answer: dict[str, Any], *, with_comment: bool) -> dict[str, object]:
    """Everything the pages say, in words and points."""
    run, parts = debrief.run, debrief.parts
    finished = (run.finished_at or run.started_at).astimezone(ZoneInfo(settings.INSTITUTE_ZONE))
    return {
        "title": run.version.title,
        "learner": run.user.name,
        "on": day(finished),
        "ymd": [finished.year, finished.month, finished.day],
        "weeks": run.week,
        "scores": [_score(row) for row in parts["scores"]["rows"]],
        "score_words": parts["scores"]["sentences"],
        "evidence": [_evidence(row) for row in parts["scores"]["rows"] if row["key"] in FIVE],
        "guess": [answer["week"]["text"], answer["cause"]["text"]],
        "handover": _curve(parts["handover"]),
        "reference": parts["reference"]["sentences"],
        "path": parts["path"]["sentences"],
        "slip": [one["text"] for one in parts["slip"]["causes"]],
        "slip_note": parts["slip"]["note"],
        "families": [[one["name"], one["points"]] for one in parts["families"]["rows"]],
        "families_note": parts["families"]["note"],
        "best": [one["text"] for one in parts["decisions"]["best"]],
        "worst": [one["text"] for one in parts["decisions"]["worst"]],
        "decisions_note": parts["decisions"]["note"],
        "honesty": parts["honesty"]["sentences"],
        "risk_words": parts["risks"]["sentences"],
        "risks": [
            [one["name"], one["verdict_name"], one["text"]] for one in parts["risks"]["rows"]
        ],
        "unasked": [one["text"] for one in parts["unasked"]["rows"][:MOST_MISSED]],
        "plan": [_plan(row) for row in parts["plan"]["rows"]],
        "resolve": debrief.resolve,
        "comment": _comment(debrief) if with_comment else None,
        "proof": [["Seed", str(run.seed)], ["Nonce", run.nonce], ["Seal", run.commitment]],
    }


def _score(row: dict[str, Any]) -> list[object]:
    return [row["name"], row["yours"], row["par"], row["band_name"]]


def _evidence(row: dict[str, Any]) -> dict[str, object]:
    """What cost this score most, in words."""
    costly = sorted(row["parts"], key=lambda part: -part["lost"])[:MOST_COSTLY]
    return {"name": row["name"], "texts": [part["text"] for part in costly]}


def _curve(part: dict[str, Any]) -> dict[str, object]:
    return {
        "points": [[one["week"], one["total"]] for one in part["points"]],
        "worst": part["worst"],
        "sentences": part["sentences"],
    }


def _plan(row: dict[str, Any]) -> dict[str, object]:
    lessons = [one["title"] for one in row["lessons"]]
    return {"name": row["name"], "because": row["because"], "practice": row["practice"]} | {
        "lessons": lessons,
        "focus": row["mentoring"]["focus"],
    }


def _comment(debrief: Debrief) -> dict[str, object] | None:
    if not debrief.comment or debrief.commented_by is None:
        return None
    return {"by": debrief.commented_by.name, "text": debrief.comment, "levels": levels(debrief)}
