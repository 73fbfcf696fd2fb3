"""The content of the demo's enquiries, as it stands in the TOML files."""

import tomllib
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
Record = dict[str, Any]
# Whoever asked twice stands in `joined`, after the first question.
FILES = (
    *("new", "suspect", "working", "callback", "qualified"),
    *("started", "converted", "lost", "joined"),
)


def enquiries() -> list[Record]:
    """Every question with its history; the oldest first."""
    rows = [row for name in FILES for row in _document(name)["enquiry"]]
    return sorted(rows, key=lambda row: -row["days_ago"])


def contacts() -> list[Record]:
    """People we know and who ask nothing at the moment."""
    rows: list[Record] = _document("contacts")["contact"]
    return rows


def _document(name: str) -> Record:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
