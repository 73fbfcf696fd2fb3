"""Practice questions, with what to say about an answer at once; keys stay here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.safestring import SafeString

from courses.models import Enrolment, Lesson, PracticeAnswer, PracticeQuestion
from institute import prose
from institute.items import fields, responses, rules
from institute.items.fields import Line

TRIES_BEFORE_THE_REASON = 2


@dataclass(frozen=True)
class Says:
    """What the fields of a question need to know."""

    kind: str
    unit: str


@dataclass(frozen=True)
class Feedback:
    """What an answer was worth, and why."""

    look: str
    words: str
    reasons: list[tuple[str, SafeString]]
    rationale: SafeString | None


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page."""

    question: PracticeQuestion
    number: int
    stem: SafeString
    says: Says
    controls: dict[str, Any]
    template: str
    feedback: Feedback | None = None
    trouble: str = ""

    @property
    def prefix(self) -> str:
        """What keeps the ids of two questions on one page apart."""
        return f"q{self.number}-"

    @property
    def is_right(self) -> bool:
        return self.feedback is not None and self.feedback.look == "done"


@dataclass(frozen=True)
class Given:
    """An answer: its body, what it earned, and how often this question was tried."""

    body: dict[str, Any]
    earned: Decimal
    tries: int = 1


def shape(question: PracticeQuestion) -> responses.Shape:
    """What may be answered."""
    return responses.shape(question.kind, question.options)


def worth(question: PracticeQuestion, body: dict[str, Any]) -> Decimal:
    """The share of the question an answer earns, in thousandths."""
    share = rules.share(question.kind, options=question.options, key=question.key, body=body)
    return Decimal(share.numerator * 1000 // share.denominator) / 1000


def questions(lesson: Lesson, enrolment: Enrolment | None) -> list[Asked]:
    """Every question with the learner's latest answer: two queries."""
    found = list(lesson.questions.all())
    given: dict[int, PracticeAnswer] = {}
    if enrolment and found:
        mine = enrolment.practice.filter(question__lesson=lesson)
        given = {one.question_id: one for one in mine}
    return [
        asked(question, number, _given(given.get(question.pk)))
        for number, question in enumerate(found, start=1)
    ]


def _given(answer: PracticeAnswer | None) -> Given | None:
    return Given(answer.body, answer.earned, answer.tries) if answer else None


def asked(
    question: PracticeQuestion,
    number: int,
    given: Given | None = None,
    *,
    typed: dict[str, Any] | None = None,
    trouble: str = "",
) -> Asked:
    """One question; `typed` is what could not be taken as an answer, with the `trouble`."""
    body = typed if typed is not None else (given.body if given else {})
    return Asked(
        question,
        number,
        prose.rendered(question.stem),
        Says(question.kind, str(question.options.get("unit") or "")),
        _controls(question, body),
        fields.TEMPLATES[question.kind],
        _feedback(question, given) if given and not trouble else None,
        trouble,
    )


def _controls(question: PracticeQuestion, body: dict[str, Any]) -> dict[str, Any]:
    options = question.options
    pairs = body.get("pairs") if isinstance(body.get("pairs"), dict) else {}
    offered = _mixed(question, options.get("right" if question.kind == "matching" else "choices"))
    chosen = body.get("choices") or [body.get("choice")]
    places = {each: at for at, each in enumerate(body.get("order") or [], start=1)}
    return {
        "lines": [(one, one.id in chosen, places.get(one.id)) for one in offered],
        "numbers": range(1, len(offered) + 1),
        "pairs": [(one, (pairs or {}).get(one.id, "")) for one in _lines(options.get("left"))],
        "text": body.get("text", ""),
        "value": body.get("value", ""),
    }


def _lines(options: Sequence[dict[str, str]] | None) -> list[Line]:
    return [Line(str(o["id"]), prose.rendered(o["text"]), o["text"]) for o in options or []]


def _mixed(question: PracticeQuestion, options: Sequence[dict[str, str]] | None) -> list[Line]:
    """In an order that says nothing of the key, the same each time the page is opened."""

    def lot(line: Line) -> bytes:
        return sha256(f"{question.pk}:{line.id}".encode()).digest()

    return sorted(_lines(options), key=lot)


def _feedback(question: PracticeQuestion, given: Given) -> Feedback:
    right = given.earned == 1
    look, words = ("done", "Right") if right else ("warn", "Not yet. Look again and try once more.")
    if not right and given.earned > 0:
        words = "Partly right. Look again and try once more."
    explains = right or given.tries >= TRIES_BEFORE_THE_REASON
    rationale = prose.rendered(question.rationale) if explains and question.rationale else None
    return Feedback(look, words, _reasons(question, given.body), rationale)


def _reasons(question: PracticeQuestion, body: dict[str, Any]) -> list[tuple[str, SafeString]]:
    """What the author says about each choice that was taken."""
    chosen = body.get("choices") or [body.get("choice")]
    return [
        (one["text"], prose.rendered(one["why"]))
        for one in question.options.get("choices", [])
        if one["id"] in chosen and one.get("why")
    ]
