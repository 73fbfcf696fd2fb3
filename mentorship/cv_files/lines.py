"""Words as a page can show them: one thought to a line, nothing that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_LINE = 1_000
WRAPS_FROM = 60  # a shorter line ended because its writer ended it
BULLETS = "•●▪◦‣–—-*·○■□➢►"
LOOSE_BULLET = re.compile(rf"^[{re.escape(BULLETS)}\uf0b7\uf0a7]\s+")
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, marks of direction, halves of characters


def printable(text: str) -> str:
    """One line of what can be seen, in one spelling of each character."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in UNSEEN).strip()


def readable(raw: Iterable[str]) -> tuple[str, ...]:
    """The lines of a CV: no empty ones, one sign for bullets, wrapped lines joined again."""
    lines: list[str] = []
    for text in raw:
        line = _with_one_bullet(text)
        if not line or line == "•":
            continue
        if lines and _goes_on(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"[:LONGEST_LINE]
        else:
            lines.append(line[:LONGEST_LINE])
    return tuple(lines)


def _with_one_bullet(text: str) -> str:
    """Word's own bullets are of no alphabet; they go before what cannot be seen does."""
    bare = re.sub(r"\s+", " ", text).strip()
    found = LOOSE_BULLET.match(bare)
    return f"• {printable(bare[found.end() :])}" if found else printable(bare)


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the one before, which ran to the edge of the paper."""
    return len(before) >= WRAPS_FROM and before[-1] not in ".:;!?" and line[0].islower()
