"""What staff type while somebody speaks: the digits of a number, or the letters of a name."""

import re
import unicodedata
from dataclasses import dataclass

LEAST, LONGEST = 3, 320
MOST_DIGITS = 15  # E.164
EXTENSION = re.compile(r"(?:e|ex|ext\.?|extension|poste|x|#)\s*(\d{0,8})$")
NUMBER = re.compile(r"\+?[\d()\-–—./\s]+")
CONTROLS = ("Cc", "Cf", "Cs")
IDEOGRAPHS = "\u2e80"  # from here on two characters are a whole name


@dataclass(frozen=True)
class Typed:
    """Either digits or letters, never both; nothing when too little was typed to look for.

    `first` is how a number may begin, without the country code in North America; `last` how it
    may end; `whole` the number in E.164 when all of it was typed.
    """

    first: str = ""
    last: str = ""
    whole: str = ""
    extension: str = ""
    letters: str = ""

    def __bool__(self) -> bool:
        return bool(self.last or self.letters)


def read(text: str) -> Typed:
    """What to look for."""
    if len(text) > LONGEST:
        return Typed()
    plain = unicodedata.normalize("NFKC", text).strip()
    number = "".join(map(_digit, plain.casefold())).strip()
    found = EXTENSION.search(number)
    dialled = number[: found.start()].strip() if found else number
    if NUMBER.fullmatch(dialled):
        return _number(dialled, found[1] if found else "")
    letters = "".join(" " if unicodedata.category(c) in CONTROLS else c for c in plain).strip()
    return Typed(letters=letters) if _enough(letters) else Typed()


def _digit(character: str) -> str:
    """Digits of any script are digits; what cannot be seen is dropped."""
    if unicodedata.category(character) in CONTROLS:
        return " " if character.isspace() else ""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _number(dialled: str, extension: str) -> Typed:
    digits = "".join(filter(str.isdigit, dialled))
    abroad = dialled.startswith("+")
    if digits.startswith("011") and len(digits) > 7 and not abroad:  # 0114 may end a number
        abroad, digits = True, digits[3:]
    national = digits.removeprefix("1")
    if not LEAST <= len(digits) <= MOST_DIGITS:
        return Typed()
    if len(national) == 10 and (len(digits) == 11 or not abroad):
        return Typed(national, national, f"+1{national}", extension)
    whole = f"+{digits}" if abroad and len(digits) > 10 else ""
    first = national if len(national) >= LEAST else digits
    # Abroad, a number said as at home begins with a 0 that its E.164 form has not.
    last = national if abroad else digits.removeprefix("0") if len(digits) > 8 else digits
    return Typed(first, last, whole, extension)


def _enough(letters: str) -> bool:
    said = [character for character in letters if character.isalnum()]
    return len(said) >= LEAST or (len(said) == 2 and min(said) >= IDEOGRAPHS)
