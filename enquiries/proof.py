"""A small proof of work: each form costs its sender a fraction of a second, a flood costs hours.

The scheme is ALTCHA's: find the number whose SHA-256 with the salt is the one asked for. The
challenge is signed, so that nothing is kept until an answer comes back.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

HARDEST = 20_000  # half of it on average: a fifth of a second in a browser
GOOD_FOR = 2 * 60 * 60  # seconds; a form may stay open over lunch
ANSWER = re.compile(r"([0-9a-f]{24}-(\d{9,11}))\.(\d{1,6})\.([0-9a-f]{64})", re.ASCII)


class Proof(StrEnum):
    """What came back."""

    SOLVED = "solved"
    MISSING = "missing"
    STALE = "stale"
    WRONG = "wrong"
    REUSED = "reused"


@dataclass(frozen=True)
class Challenge:
    """What the browser gets: find the number from 0 to `hardest` that hashes to `target`."""

    salt: str
    target: str
    signature: str
    hardest: int = HARDEST


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth. `seconds` have passed since the challenge was asked for."""

    proof: Proof
    seconds: int | None = None
    salt: str = ""


def challenge(key: bytes, now: float) -> Challenge:
    """A new challenge; its salt carries the moment it was made."""
    salt = f"{secrets.token_hex(12)}-{int(now)}"
    target = _hash(salt, str(secrets.randbelow(HARDEST + 1)))
    return Challenge(salt, target, _sign(key, target))


def judge(answer: str, key: bytes, now: float) -> Verdict:
    """Read "salt.number.signature"; anything else is wrong, nothing at all is missing."""
    if not answer:
        return Verdict(Proof.MISSING)
    found = ANSWER.fullmatch(answer)
    if not found:
        return Verdict(Proof.WRONG)
    salt, made, number, signature = found.groups()
    if not hmac.compare_digest(_sign(key, _hash(salt, number)), signature):
        return Verdict(Proof.WRONG)
    seconds = int(now) - int(made)
    return Verdict(Proof.SOLVED if seconds <= GOOD_FOR else Proof.STALE, max(seconds, 0), salt)


def solve(asked: Challenge) -> str:
    """The answer, found the way a browser finds it."""
    for number in range(asked.hardest + 1):
        if _hash(asked.salt, str(number)) == asked.target:
            return f"{asked.salt}.{number}.{asked.signature}"
    raise ValueError("No number answers this challenge.")


def _hash(salt: str, number: str) -> str:
    return sha256(f"{salt}.{number}".encode()).hexdigest()


def _sign(key: bytes, target: str) -> str:
    return hmac.new(key, target.encode(), sha256).hexdigest()
