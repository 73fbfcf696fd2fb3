"""Two versions beside one another, word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from institute.items.kinds import Question

TOKENS = re.compile(r"\s+|[^\s]+")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A part that differs: runs of text that stayed ("same"), came ("new") or went ("gone")."""

    part: str
    runs: list[tuple[str, str]]


def changes(before: Question, after: Question) -> list[Change]:
    """Every part that is not the same in both."""
    old, new = outline(before), outline(after)
    names = list(dict.fromkeys([*old, *new]))
    return [
        Change(name, _runs(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def outline(question: Question) -> dict[str, str]:
    """A question as named texts, in the order a reader meets them."""
    parts = {
        "Title": question.title,
        "Question": question.stem.strip(),
        **_options(question),
        "Rationale": question.rationale.strip(),
        "References": "\n".join(question.references),
        "Domain": question.domain,
        "Level": question.level,
        "Scenario": "yes" if question.scenario else "no",
        "Points": question.points,
    }
    return {name: text for name, text in parts.items() if text}


def _options(question: Question) -> dict[str, str]:
    options, key = question.options, question.key
    right = set(key.get("right", []))
    lines = {
        f"Option {one['id']}": _choice(one, is_right=one["id"] in right)
        for one in options.get("choices", [])
    }
    lines |= {f"Left {one['id']}": str(one["text"]) for one in options.get("left", [])}
    lines |= {f"Right {one['id']}": str(one["text"]) for one in options.get("right", [])}
    lines |= {f"Exhibit: {one['title']}": one["text"] for one in options.get("exhibits") or []}
    lines |= {f"Criterion {one['key']}": _criterion(one) for one in question.rubric}
    return lines | _key(question)


def _choice(one: Json, *, is_right: bool) -> str:
    why = f"\n({one['why']})" if one.get("why") else ""
    return f"{one['text']}{' [right]' if is_right else ''}{why}"


def _criterion(one: Json) -> str:
    levels = "; ".join(f"{n} {words}" for n, words in enumerate(one["levels"]))
    return f"{one['name']}. {one.get('hint', '')} {levels}".replace(".  ", ". ")


def _key(question: Question) -> dict[str, str]:
    key, options = question.key, question.options
    said = {
        "Order": ", ".join(key.get("order", [])),
        "Pairs": ", ".join(f"{a} with {b}" for a, b in key.get("pairs", {}).items()),
        "Accepted": "\n".join(key.get("accept", [])),
        "Answer": f"{key['value']} ± {key['tolerance']}" if "value" in key else "",
        "Unit": str(options.get("unit") or ""),
        "Words": str(options.get("words") or ""),
        "Model answer": str(key.get("model_answer", "")).strip(),
    }
    return {name: text for name, text in said.items() if text}


def _runs(old: str, new: str) -> list[tuple[str, str]]:
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    runs: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            runs.append(("gone", "".join(before[a:b])))
        if d > c:
            runs.append(("new", "".join(after[c:d])))
    return runs
