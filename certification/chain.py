"""The seal of the decision log: each entry's digest covers the digest before it.

Stands alone, on Python's own library: `python chain.py decision-log.jsonl` checks an exported log.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

FIRST = "0" * 64


def digest(previous: str, entry: Mapping[str, object]) -> str:
    """SHA-256, in hex, over the previous digest and the entry as canonical JSON.

    Canonical: UTF-8, keys sorted, no white space. `entry` holds only text, integers, booleans,
    None, and lists and mappings of these, so that every language writes the same bytes.
    """
    words = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + b"\n" + words.encode()).hexdigest()


def first_break(entries: Iterable[Mapping[str, object]]) -> int | None:
    """The number of the first entry that does not hold, or None. `entries` in order from 1.

    Each carries number, at, act, subject, actor, facts, previous and digest.
    """
    before = FIRST
    for expected, entry in enumerate(entries, start=1):
        sealed = {
            name: entry[name] for name in ("number", "at", "act", "subject", "actor", "facts")
        }
        fits = entry["number"] == expected and entry["previous"] == before
        if not fits or entry["digest"] != digest(before, sealed):
            return expected
        before = str(entry["digest"])
    return None


def main(path: str) -> int:
    """Check an exported log; 0 when it is whole."""
    with Path(path).open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    broken = first_break(entries)
    if broken:
        sys.stdout.write(f"Entry {broken} does not hold.\n")
        return 1
    last = entries[-1]["digest"] if entries else FIRST
    sys.stdout.write(f"{len(entries)} entries hold. The last digest is {last}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
