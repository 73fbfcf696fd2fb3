"""What other formats have no place for, written into texts so that it is read back.

References close the rationale, exhibits close the question, and the rubric closes what the
grader is told (`rubrics` reads it back).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
REFERENCES = "\n\nReferences:\n\n"
EXHIBIT = re.compile(r"\n*^### Exhibit: (.+)$\n*", re.MULTILINE)
RUBRIC = "### Rubric"


def with_references(rationale: str, references: Sequence[str]) -> str:
    """The rationale, closed by a list of references."""
    if not references:
        return rationale.strip()
    return rationale.strip() + REFERENCES + "\n".join(f"- {one}" for one in references)


def without_references(text: str) -> tuple[str, list[str]]:
    """The rationale and the references it closes with."""
    text = text.replace("\r\n", "\n").strip()
    before, found, after = text.rpartition(REFERENCES.strip())
    lines = after.strip().splitlines()
    if not found or not all(line.startswith("- ") for line in lines):
        return text, []
    return before.strip(), [line[2:].strip() for line in lines]


def with_exhibits(stem: str, exhibits: Sequence[Json]) -> str:
    """The question, followed by each exhibit under its own heading."""
    parts = [f"### Exhibit: {one['title']}\n\n{str(one['text']).strip()}" for one in exhibits]
    return "\n\n".join([stem.strip(), *parts])


def without_exhibits(text: str) -> tuple[str, list[dict[str, str]]]:
    """The question and the exhibits that follow it."""
    stem, *rest = EXHIBIT.split(text.replace("\r\n", "\n"))
    pairs = zip(rest[::2], rest[1::2], strict=True)
    exhibits = [{"title": title.strip(), "text": words.strip()} for title, words in pairs]
    return stem.strip(), exhibits


def with_rubric(model_answer: str, rubric: Sequence[Json]) -> str:
    """The model answer, followed by the rubric as a table."""
    if not rubric:
        return model_answer.strip()
    most = max(len(one["levels"]) for one in rubric)
    head = ["Key", "Criterion", "Hint", *(str(n) for n in range(most))]
    rows = [head, ["---"] * len(head)]
    rows += [[one["key"], one["name"], one.get("hint", ""), *one["levels"]] for one in rubric]
    table = "\n".join("| " + " | ".join(map(_celled, row)) + " |" for row in rows)
    return f"{model_answer.strip()}\n\n{RUBRIC}\n\n{table}".strip()


def _celled(text: object) -> str:
    return " ".join(str(text).split()).replace("|", r"\|")
