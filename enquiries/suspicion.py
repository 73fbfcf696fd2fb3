"""How much a question looks like a machine's, in points and in words for the person who decides.

Nothing is refused by it: from the threshold on a person looks before anybody answers.
"""

import re
from dataclasses import dataclass

THRESHOLD = 50
A_MOMENT = 3  # seconds in which nobody reads, types and sends
MOST_FROM_ONE_PLACE = 30  # an hour; an office behind one address may send many
MOST_FROM_ONE_PERSON = 6

LINK = re.compile(r"https?://|www\.\w|<a\s|\[url", re.IGNORECASE)
MARKUP = re.compile(r"<a\s+href|\[/?url|\[/?link", re.IGNORECASE)
# What sellers write and people who look for a course do not.
SALES = re.compile(
    r"\b(?:backlinks?|guest posts?|link building|seo (?:services?|expert|agency|packages?)|"
    r"(?:first|page one|page 1|top|rank\w*) (?:page )?(?:of|on|in) google|casino|viagra|cialis|"
    r"payday loans?|crypto (?:investment|trading|signals)|forex|bulk email|email lists?|"
    r"escort|replica watches|unsubscribe here|web ?site traffic|increase your sales)\b",
    re.IGNORECASE,
)
PROOF_POINTS = {
    "solved": (0, ""),
    "missing": (15, "Sent without scripts, or by a machine."),
    "stale": (5, "The form had been open for hours."),
    "wrong": (35, "The proof of work does not fit."),
    "reused": (35, "The same proof of work came with another question."),
}
HIDDEN_FIELD = "A field people cannot see was filled in."
TOO_FAST = f"Sent within {A_MOMENT} seconds of opening the form."
TOO_MANY = "Many questions came from one place within an hour."
TOO_MANY_OF_ONE = "One person sent many questions within an hour."
LINK_IN_NAME = "The name carries a link."
SELLS = "The words are those of advertisements."
HAS_MARKUP = "Links are written in code."


@dataclass(frozen=True)
class Signals:
    """What is known of a question besides who asks. `seconds` is None when nobody counted, and
    `proof` what became of the proof of work."""

    name: str = ""
    question: str = ""
    hidden_field: bool = False
    proof: str = "solved"
    seconds: int | None = None
    from_place: int = 0
    from_person: int = 0


@dataclass(frozen=True)
class Score:
    """Points with a reason for each."""

    points: int
    words: tuple[str, ...]

    @property
    def is_suspect(self) -> bool:
        return self.points >= THRESHOLD


def score(signals: Signals) -> Score:
    """Weigh the signals; each reason counts once, and one weak reason is never enough."""
    found = [(points, words) for points, words in _reasons(signals) if points]
    return Score(sum(points for points, _ in found), tuple(words for _, words in found))


def _reasons(signals: Signals) -> list[tuple[int, str]]:
    return [
        (100 * signals.hidden_field, HIDDEN_FIELD),
        (60 * (signals.from_place > MOST_FROM_ONE_PLACE), TOO_MANY),
        (60 * (signals.from_person > MOST_FROM_ONE_PERSON), TOO_MANY_OF_ONE),
        (30 * (signals.seconds is not None and signals.seconds < A_MOMENT), TOO_FAST),
        PROOF_POINTS[signals.proof],
        *_in_words(signals),
    ]


def _in_words(signals: Signals) -> list[tuple[int, str]]:
    links = len(LINK.findall(signals.question))
    sales = len(SALES.findall(signals.question))
    return [
        (50 * bool(LINK.search(signals.name)), LINK_IN_NAME),
        ((0, 10, 25, 45)[min(links, 3)], f"{links} link{'s' * (links > 1)} in the question."),
        (min(20 * sales, 60), SELLS),
        (40 * bool(MARKUP.search(signals.question)), HAS_MARKUP),
    ]
