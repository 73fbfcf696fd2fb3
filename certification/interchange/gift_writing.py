"""GIFT, written. Rubrics and model answers of essays have no place in it."""

import re
from collections.abc import Callable, Iterable

from certification.interchange import inlay
from certification.interchange.entries import Entry, tags_of
from certification.interchange.moodle_writing import pairs_of
from institute.items.kinds import Question

MEANS_SOMETHING = re.compile(r"([\\~=#{}:])")


def write(entries: Iterable[Entry]) -> str:
    """The questions, an empty line between; a category before the first of each domain."""
    found, domain = [], None
    for one in entries:
        if one.question.domain != domain:
            domain = one.question.domain
            found.append(f"$CATEGORY: $course$/top/{domain}")
        found.append(_question(one.question))
    return "\n\n".join(found) + "\n"


def _question(question: Question) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in [*tags_of(question), *_figures(question)])
    stem = inlay.with_exhibits(question.stem, question.options.get("exhibits") or [])
    told = inlay.with_references(question.rationale, question.references)
    answers = KINDS[question.kind](question)
    rationale = f"\n\t####{escaped(told)}" if told else ""
    return (
        f"// [id:{question.name}] {tags}\n"
        f"::{escaped(question.title)}::[markdown]{escaped(stem)}{{{answers}{rationale}\n}}"
    )


def _figures(question: Question) -> list[str]:
    """What GIFT has no place for and a tag can carry."""
    said = {
        "unit": question.options.get("unit"),
        "words": question.options.get("words"),
        "points": question.points if question.points != "1" else "",
    }
    return [f"{name}:{value}" for name, value in said.items() if value]


def escaped(text: str) -> str:
    """With every character that would mean something taken back, on one line."""
    text = MEANS_SOMETHING.sub(r"\\\1", text.replace("\r\n", "\n").strip())
    return text.replace("\n", "\\n")


def _line(mark: str, text: str, why: str = "") -> str:
    return f"\n\t{mark}{escaped(text)}" + (f"#{escaped(why)}" if why else "")


def _single(question: Question) -> str:
    right = question.key["right"]
    return "".join(
        _line("=" if one["id"] in right else "~", one["text"], one.get("why", ""))
        for one in question.options["choices"]
    )


def _multiple(question: Question) -> str:
    right = question.key["right"]
    each = f"{100 / len(right):.5f}".rstrip("0").rstrip(".")
    return "".join(
        _line(f"~%{'' if one['id'] in right else '-'}{each}%", one["text"], one.get("why", ""))
        for one in question.options["choices"]
    )


def _numeric(question: Question) -> str:
    return f"#{question.key['value']}:{question.key['tolerance']}"


def _ordering(question: Question) -> str:
    parts = {one["id"]: one["text"] for one in question.options["choices"]}
    lines = "\n".join(escaped(parts[each]) for each in question.key["order"])
    return f">ALL EXACT VERTICAL ABSOLUTE_POSITION 1 none\n{lines}"


def _matching(question: Question) -> str:
    return "".join(f"\n\t={escaped(a)} -> {escaped(b)}" for a, b in pairs_of(question))


def _short(question: Question) -> str:
    return "".join(_line("=", one.replace("*", r"\*")) for one in question.key["accept"])


def _essay(question: Question) -> str:
    return ""


KINDS: dict[str, Callable[[Question], str]] = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "essay": _essay,
}
