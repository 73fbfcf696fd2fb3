"""Reading an email address back over the telephone, and the slips of the ear and the finger."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

LONGEST = 254
WORDS = (
    *("Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India"),
    *("Juliett", "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo"),
    *("Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu"),
)
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ALPHABET = {word[0].lower(): word for word in WORDS}
SAID = ALPHABET | {str(number): word for number, word in enumerate(NUMBERS)}
SIGNS = {
    "@": "at", ".": "dot", "-": "dash", "_": "underscore", "+": "plus", "'": "apostrophe",
    "/": "slash", "&": "ampersand", " ": "space",
}  # fmt: skip
PROVIDERS = (
    "gmail.com", "hotmail.com", "hotmail.ca", "outlook.com", "yahoo.com", "yahoo.ca", "icloud.com",
    "rogers.com", "sympatico.ca", "telus.net", "videotron.ca", "cogeco.ca", "protonmail.com",
)  # fmt: skip
# Addresses people have, one slip away from a provider's and no slip at all.
REAL_TOO = frozenset(
    {"mail.com", "email.com", "ymail.com", "gmx.com", "live.com", "me.com", "msn.com"}
)
SHORT = {
    "g": "gmail.com", "gm": "gmail.com", "gmail": "gmail.com", "h": "hotmail.com",
    "hotmail": "hotmail.com", "o": "outlook.com", "outlook": "outlook.com", "y": "yahoo.com",
    "yahoo": "yahoo.com", "i": "icloud.com", "icloud": "icloud.com", "rogers": "rogers.com",
    "bell": "bell.net", "sympatico": "sympatico.ca",
}  # fmt: skip
NOT_COM = re.compile(r"\.(?:con|cmo|ocm|vom|xom|comm|cim|coom)$")
# Said as words: everybody knows how they are written.
WELL_KNOWN = frozenset(part for provider in PROVIDERS for part in provider.split("."))


@dataclass(frozen=True)
class Group:
    """Some characters of an address and how they are said."""

    text: str
    said: str


def spelled(address: str) -> list[Group]:
    """The address in groups: letters by the phonetic alphabet, signs and known names as words."""
    address = unicodedata.normalize("NFC", address.strip().lower())
    name, at, domain = address.rpartition("@")
    if not at:
        name, domain = domain, ""
    known = [Group(part, SIGNS[part]) if part == "." else _part(part) for part in _cut(domain)]
    return _groups(name) + ([Group("@", SIGNS["@"])] if at else []) + known


def corrected(typed: str) -> str:
    """A likelier address, "ana@g" being ana@gmail.com; empty when nothing seems wrong."""
    typed = typed.strip().lower()
    if len(typed) > LONGEST:
        return ""
    joined = "".join(typed.split()).replace(",", ".").rstrip(".")
    name, at, domain = joined.rpartition("@")
    if not (name and at and domain) or "@" in name:
        return ""
    better = f"{name}@{_domain(domain)}"
    return better if better != typed else ""


def _domain(domain: str) -> str:
    if domain in SHORT:
        return SHORT[domain]
    domain = NOT_COM.sub(".com", domain)
    if domain in PROVIDERS or domain in REAL_TOO:
        return domain
    return next((known for known in PROVIDERS if _one_slip(domain, known)), domain)


def _one_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few, another one, or two swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    mine, theirs = typed[start:], meant[start:]
    return (
        mine[1:] == theirs
        or mine == theirs[1:]
        or mine[1:] == theirs[1:]
        or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])
    )


def _cut(domain: str) -> list[str]:
    return [part for part in re.split(r"(\.)", domain) if part]


def _part(part: str) -> Group:
    if part in WELL_KNOWN:
        return Group(part, part)
    return Group(part, " ".join(map(_said, part)))


def _groups(name: str) -> list[Group]:
    """Letters, digits and signs apart, so that each can be said in one breath."""
    runs = ("".join(run) for _, run in groupby(name, key=_kind))
    return [Group(run, " ".join(map(_said, run))) for run in runs]


def _kind(character: str) -> str:
    return "letter" if character.isalpha() else "digit" if character.isdigit() else character


def _said(character: str) -> str:
    known = SAID.get(character) or SIGNS.get(character)
    if known:
        return known
    base, *marks = list(unicodedata.normalize("NFD", character))
    if base in ALPHABET and marks:
        names = (unicodedata.name(mark, "mark").lower() for mark in marks)
        return " ".join([ALPHABET[base], *(name.removeprefix("combining ") for name in names)])
    return unicodedata.name(character, "a sign that cannot be said").lower()
