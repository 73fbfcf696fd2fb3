"""Numbers as people write them: 1,234.5 or 1 234,5 or 26,0 or $3 450 days."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 60
SPACES = " \u2009"  # what is left of the narrow and the hard ones after NFKC
APOSTROPHES = "'\u2019"
MINUSES = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014", "-"))
NUMBER = re.compile(rf"(?P<sign>[+-]?)\s*\$?\s*(?P<digits>[0-9][0-9.,{SPACES}{APOSTROPHES}]*)")
GROUPED = re.compile(
    rf"[0-9]{{1,3}}(?:(?P<gap>[.,{SPACES}{APOSTROPHES}])[0-9]{{3}})"
    rf"(?:(?P=gap)[0-9]{{3}})*"
)
PLAIN = re.compile(r"[0-9]+")


def readings(text: str, unit: str = "") -> set[Decimal]:
    """Every number the text may mean; empty when it is none.

    A lone comma before three digits is read both ways, as 1.234 and as 1234: whoever meant the
    right one is not punished for the habit of their country. A lone point is always a decimal one.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(MINUSES).strip()
    found = NUMBER.match(text)
    if not found or not _is_unit(text[found.end() :], unit):
        return set()
    digits = found["digits"].rstrip(SPACES)
    sign = -1 if found["sign"] == "-" else 1
    return {sign * Decimal(one) for one in _readings(digits)}


def _is_unit(rest: str, unit: str) -> bool:
    """Whether nothing but the unit the question asks for follows the number."""
    rest, unit = rest.strip().casefold(), unit.strip().casefold()
    return rest in {"", unit, unit.removesuffix("s"), "%" if unit == "per cent" else unit}


def _readings(digits: str) -> set[str]:
    """The same digits with a point before the decimals, once for each way to read them."""
    found = set()
    whole = _ungrouped(digits)
    if whole and (digits.count(".") != 1):  # a lone point is a decimal one
        found.add(whole)
    for point in ".,":
        before, between, decimals = digits.rpartition(point)
        whole = "" if point in before else _ungrouped(before)
        if between and whole and PLAIN.fullmatch(decimals):
            found.add(f"{whole}.{decimals}")
    return found


def _ungrouped(digits: str) -> str:
    """A whole number without its thousands separators; empty when they do not stand in threes."""
    if PLAIN.fullmatch(digits):
        return digits
    grouped = GROUPED.fullmatch(digits)
    return digits.replace(grouped["gap"], "") if grouped else ""
