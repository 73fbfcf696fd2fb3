"""Remembers which static files were collected: compressing them all takes seconds."""

import hashlib
from pathlib import Path

from institute.local.places import Places

ROOT = Path(__file__).resolve().parents[2]


def are_collected(here: Places) -> bool:
    """True when the collected files are those of this checkout."""
    mark = here.static_collected
    return mark.exists() and mark.read_text() == fingerprint()


def remember(here: Places) -> None:
    """Call it when they have just been collected."""
    here.static_collected.write_text(fingerprint())


def fingerprint(root: Path = ROOT) -> str:
    """Changes with every file of ours, and with the packages that bring theirs."""
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    for path in sorted((root / "static").rglob("*")):
        known = path.stat()
        digest.update(f"{path.relative_to(root)} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()
