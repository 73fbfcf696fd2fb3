"""The levels an instructor gives, and the words of a guess."""

from typing import Any

from courses.models import Debrief
from courses.simulations.debriefing.names import CAUSES, FIVE, SCORES

LEVELS = {1: "Not yet", 2: "With help", 3: "On their own", 4: "Shows others"}


def levels(debrief: Debrief) -> list[tuple[str, str]]:
    """The responsibilities that were judged, with their level in words."""
    given = debrief.rubric
    return [(SCORES[key], LEVELS[given[key]]) for key in FIVE if given.get(key) in LEVELS]


def in_words(answer: dict[str, Any]) -> dict[str, Any]:
    """A guess beside what was found, with the name of the cause that was guessed."""
    cause = answer["cause"]
    return answer | {"cause": cause | {"said_name": CAUSES.get(cause["said"], "")}}
