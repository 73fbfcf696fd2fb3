"""The words of a search, made ready for PostgreSQL."""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"\w+")
# What websearch_to_tsquery reads as an instruction.
INSTRUCTIONS = re.compile(r'"|(?:^|\s)-|\bor\b', re.IGNORECASE)
SHORTEST_FUZZY = 4


@dataclass(frozen=True)
class Words:
    """`whole` in the search syntax; `rest` and `prefix` split off a last word still being typed.

    `fuzzy` are the longer words, plain and unaccented, for typo tolerance. Who writes instructions
    (quotation marks, a minus, "or") means the words as they stand.
    """

    whole: str
    rest: str
    prefix: str
    fuzzy: tuple[str, ...]


def words_of(question: str) -> Words:
    """Take a question apart."""
    if INSTRUCTIONS.search(question):
        return Words(question, "", "", ())
    found = WORD.findall(unaccented(question))
    fuzzy = tuple(dict.fromkeys(word for word in found if len(word) >= SHORTEST_FUZZY))[:6]
    last = WORD.findall(question)[-1:]
    if not last:
        return Words(question, "", "", fuzzy)
    rest = question[: question.rindex(last[0])]
    return Words(question, rest, f"'{last[0]}':*", fuzzy)


def unaccented(text: str) -> str:
    """Lower-case letters without their accents: "Résumé" becomes "resume"."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
