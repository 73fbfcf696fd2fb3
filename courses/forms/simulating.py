"""The form of a turn: decisions as it was sent, and what of it nobody can be offered."""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from courses.operations.simulating import Planned
from courses.runs import rhythm
from courses.runs.cards import Card, card_of, key_of
from courses.runs.choices import LAUNCH
from courses.runs.desk import Desk

logger = logging.getLogger(__name__)

MOST = 16
UNKNOWN = "“{card}” is not a card of this week, so it was left out."
TOO_MUCH = (
    "The plan asks for {asked:g} points of attention and the week has {now:g}. "
    "Take something back, then end the week."
)


@dataclass(frozen=True)
class Sent:
    """What came: the week and draft it was about, the decisions, and what was refused."""

    planned: Planned
    decisions: dict[str, Any]
    refused: list[str] = field(default_factory=list)


def sent(post: QueryDict, desk: Desk) -> Sent:
    """The decisions of a form. An older form is read as it is; whoever saves it is told."""
    planned = Planned(_whole(post.get("week", "")), _whole(post.get("draft", "")))
    keys = _in_order(post.getlist("card")[: 4 * MOST], desk)
    refused: list[str] = []
    if planned.week == desk.week:
        unknown = [key for key in keys if not _on_offer(key, desk)]
        refused = [UNKNOWN.format(card=key[:60]) for key in unknown[:3]]
        keys = [key for key in keys if key not in unknown]
        for key in unknown:
            logger.warning("Run %s: a card nobody was offered: %.60r", desk.run.pk, key)
    return Sent(planned, _decisions(post, desk, [card_of(key) for key in keys[:MOST]]), refused)


def over_asked(form: Sent, desk: Desk) -> list[str]:
    """A sentence when a plan of this week asks for more attention than there is."""
    asked = desk.asked_by(form.decisions)
    if form.planned.week != desk.week or asked <= desk.attention + 0.001:
        return []
    return [TOO_MUCH.format(asked=asked, now=desk.attention)]


def _on_offer(key: str, desk: Desk) -> bool:
    return key in desk.costs


def _in_order(keys: list[str], desk: Desk) -> list[str]:
    """Cards are played in the order they were taken: those of the draft first."""
    before = [key_of(card) for card in desk.draft.get("cards", [])]
    ticked = dict.fromkeys(keys)
    return [key for key in before if key in ticked] + [key for key in ticked if key not in before]


def _decisions(post: QueryDict, desk: Desk, cards: list[Card]) -> dict[str, Any]:
    teams = desk.teams
    return {
        "cards": cards,
        "prio": _priorities(post, desk),
        "respond": _answers(post),
        "ot": {key: _whole(post.get(f"ot-{key}")) for key in teams if f"ot-{key}" in post},
        "mode": {key: post[f"mode-{key}"] for key in teams if f"mode-{key}" in post},
        "report": _report(post),
        "launch": post.get("launch", "wait") if post.get("launch") in LAUNCH else "wait",
        "rhythm": _rhythm(post, desk),
    }


def _rhythm(post: QueryDict, desk: Desk) -> dict[str, int]:
    """Whom to sync or brief every how many weeks; as it stands where the form does not ask."""
    asked = {one.key: _whole(post.get(f"every-{one.key}")) for one in desk.beats}
    if not any(f"every-{key}" in post for key in asked):
        return rhythm.clean(desk.draft.get("rhythm"))
    return rhythm.clean(asked)


def _priorities(post: QueryDict, desk: Desk) -> dict[str, list[str]]:
    """What a team should take up first; the rest follows in the order it works in now."""
    found: dict[str, list[str]] = {}
    for row in desk.view["teams"]:
        team, own = row["id"], row["priority"]
        first = post.get(f"first-{team}", "")
        if first in own:
            found[team] = [first, *(key for key in own if key != first)]
    return found


def _answers(post: QueryDict) -> dict[str, int]:
    return {
        name.removeprefix("answer-")[:40]: _whole(str(value))
        for name, value in list(post.items())[:400]
        if name.startswith("answer-") and str(value).isdecimal()
    }


def _report(post: QueryDict) -> dict[str, Any]:
    report: dict[str, Any] = {}
    if post.get("rag") in ("G", "A", "R"):
        report["rag"] = post["rag"]
    forecast = _half_weeks(post.get("fc", ""))
    if forecast:
        report["fc"] = forecast
    return report


def _half_weeks(text: str | None) -> float:
    """A forecast between week 1 and 99, in half weeks; 0 for anything else."""
    try:
        weeks = float((text or "").replace(",", ".")[:8])
    except ValueError:
        return 0.0
    return round(weeks * 2) / 2 if 1 <= weeks <= 99 else 0.0


def _whole(text: str | None) -> int:
    """A small number as a form sends it; -1 for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
