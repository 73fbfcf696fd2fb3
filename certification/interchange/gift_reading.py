r"""GIFT, read: Moodle's text format for questions.

Questions are parted by empty lines, `//` begins a comment, answers stand in braces, and a
backslash takes the meaning from `~ = # { } :`. Written against the files of Moodle's own test
suite (question/format/gift).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from certification.interchange import gift_answers, inlay
from certification.interchange.entries import (
    Entry,
    NotAFile,
    Places,
    Unlike,
    Unread,
    entry,
    guarded,
    tagged,
    titled,
)
from certification.interchange.gift_answers import FORM, NAMES, Held, decoded, formatted
from institute.items.kinds import Question

ESCAPED = re.compile(r"\\([\\~=#{}:])")
FIRST_PRIVATE = 0xE000
TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
IN_COMMENT = re.compile(r"\[(id|tag):([^\]]*)\]")
NO_PLACE = "GIFT has no place for a rubric. Add one here, or send the essay as XML or CSV."
CATEGORY = "$CATEGORY:"


@dataclass
class Block:
    """The lines of one question, and what comments before them say."""

    line: int
    category: str
    lines: list[str] = field(default_factory=list)
    name: str = ""
    tags: list[str] = field(default_factory=list)


def read(data: bytes, places: Places) -> list[Entry | Unread]:
    """Every question of the file. Raises NotAFile."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise NotAFile("This file is not text.")
    return [
        guarded(block.line, _first_words(block), lambda b=block: _one(b, places))  # type: ignore[misc]
        for block in _blocks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    ]


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    block = Block(0, "")
    for number, raw in enumerate([*lines, ""], 1):
        line = raw.strip()
        if line.startswith("//"):
            _note(block, line)
        elif line.startswith(CATEGORY):
            block.category = line.removeprefix(CATEGORY).strip()
        elif line:
            block.line = block.line or number
            block.lines.append(raw)
        elif block.lines:
            yield block
            block = Block(0, block.category)


def _note(block: Block, line: str) -> None:
    """Comments may carry an id and tags."""
    for kind, said in IN_COMMENT.findall(line):
        if kind == "id":
            block.name = said.strip()[:60]
        else:
            block.tags.append(said.strip())


def _first_words(block: Block) -> str:
    return titled("", ESCAPED.sub(r"\1", block.lines[0]).replace("::", " "))


def encoded(text: str) -> str:
    """Escaped characters as private ones, so that what is left has its meaning."""
    return ESCAPED.sub(lambda found: chr(FIRST_PRIVATE + ord(found[1])), text)


def _one(block: Block, places: Places) -> Entry | Unread:
    text = encoded("\n".join(block.lines))
    title, form = "", "moodle_auto_format"
    if named := TITLE.match(text):
        title, text = decoded(named[1]), text[named.end() :]
    if marked := FORM.match(text):
        form = NAMES.get(marked[1].lower(), form)
        text = text[marked.end() :]
    before, answers, after = _parted(text)
    stem = formatted(_joined(before, answers, after), form)
    held = gift_answers.read(answers, form)
    return _made(block, places, titled(title, stem), stem, held)


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before, in and after the braces."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 and end < 0:
        raise Unlike("There are no braces with answers: it asks nothing.")
    if start < 0 or end < start:
        raise Unlike("A brace is missing.")
    return text[:start].strip(), text[start + 1 : end].strip(), text[end + 1 :].strip()


def _joined(before: str, answers: str, after: str) -> str:
    """The question; where words follow the answers, a gap marks the place."""
    is_gap = bool(re.search(r"\w", after)) or (after == "." and before[-1:] not in "?:.!")
    if not answers or not is_gap:
        return before if answers or not after else f"{before} {after}"
    return f"{before} _____{'' if after[:1] in '.,;:!?' else ' '}{after}"


def _made(block: Block, places: Places, title: str, stem: str, held: Held) -> Entry | Unread:
    rationale, references = inlay.without_references(held.rationale)
    domain, level, scenario = tagged(block.tags, places)
    said = dict(tag.split(":", 1) for tag in block.tags if ":" in tag)
    if held.kind == "numeric":
        held.options["unit"] = said.get("unit", "")
    if held.kind == "essay":
        words = said.get("words", "")
        held.options["words"] = int(words) if words.isdecimal() else 0
        stem, held.options["exhibits"] = inlay.without_exhibits(stem)
    question = Question(
        name=block.name,
        title=title,
        kind=held.kind,
        stem=stem.strip(),
        options=held.options,
        key=held.key,
        rationale=rationale,
        references=references,
        domain=places.domain_of(domain, *reversed(block.category.split("/"))),
        level=level,
        scenario=scenario,
        points=said.get("points", "1"),
    )
    return entry(block.line, question, lacks=NO_PLACE)
