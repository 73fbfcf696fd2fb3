"""Short answers, folded so that only the words count."""

import re
import unicodedata

LONGEST = 500
DASHES_AND_BRACKETS = {"Pd", "Ps", "Pe", "Pi", "Pf"}
MARKS = re.compile(r"['’`´]|\.(?!\d)|(?<!\d)\.|,(?=\d{3}\b)")
BREAKS = re.compile(r"[,;:!?\"/\\·…_*]+")


def folded(text: str, *, exact_case: bool = False) -> str:
    """The words of the text: no accents, no punctuation, one space between, one case.

    Full stops and apostrophes vanish ("R.A.C.I." is "RACI"), dashes and brackets become spaces
    ("critical-path" is "critical path"); a decimal point stays.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = MARKS.sub("", text)
    text = "".join(map(_plain, unicodedata.normalize("NFKD", text)))
    text = " ".join(BREAKS.sub(" ", text).split())
    return text if exact_case else text.casefold()


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Mn":
        return ""
    return " " if kind in DASHES_AND_BRACKETS else letter
