"""A script as a marker reads it: paragraphs, with the words that were commented on. No names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from certification.models import MarkingTask

WORDS_A_MINUTE = 9  # how fast people write an argued answer in an examination


@dataclass(frozen=True)
class Part:
    """Words of a paragraph; `numbers` are the comments that end with them."""

    text: str
    is_marked: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and where in the text it starts, in characters."""

    start: int
    parts: list[Part]


@dataclass(frozen=True)
class Script:
    """What was written, how much of what was asked, and how long it took."""

    text: str
    words: int
    asked: int
    minutes: int

    def paragraphs(self, comments: Sequence[dict[str, Any]] = ()) -> list[Paragraph]:
        """Blocks between empty lines, cut where a comment begins or ends."""
        found, start = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                found.append(Paragraph(start, list(_parts(line, start, comments))))
            start += len(line) + 1
        return found


def script_of(task: MarkingTask) -> Script:
    """The answer, or the anchor script, in one shape: nothing tells them apart.

    Nobody sat an anchor script, so its minutes are what its length takes.
    """
    text = text_of(task)
    words = len(text.split())
    if task.attempt_item:
        answer = getattr(task.attempt_item, "response", None)
        minutes = round(answer.seconds / 60) if answer else 0
    else:
        minutes = max(1, round(words / WORDS_A_MINUTE))
    return Script(text, words, int(task.version.options.get("words") or 0), minutes)


def text_of(task: MarkingTask) -> str:
    """The words alone; comments count characters in this text."""
    if task.anchor:
        return plain(task.anchor.text)
    answer = getattr(task.attempt_item, "response", None)
    body = answer.body if answer else {}
    text = body.get("text") if isinstance(body, dict) else ""
    return plain(text if isinstance(text, str) else "")


def plain(text: str) -> str:
    """One kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _parts(line: str, start: int, comments: Sequence[dict[str, Any]]) -> Iterator[Part]:
    spans = [(max(one["from"] - start, 0), one["to"] - start) for one in comments]
    cuts = {0, len(line)}
    cuts |= {cut for span in spans for cut in span if 0 < cut < len(line)}
    edges = sorted(cuts)
    for low, high in pairwise(edges):
        covered = any(begin <= low and high <= end for begin, end in spans)
        ends = tuple(n for n, (begin, end) in enumerate(spans, 1) if end == high and begin < end)
        yield Part(line[low:high], covered, ends)
