"""The content of the demo institute, as it stands in the TOML files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
Record = dict[str, Any]


@cache
def document(name: str) -> Record:
    """One file of the content folder."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def records(name: str, kind: str) -> list[Record]:
    """The tables of one kind in a file, in order."""
    found: list[Record] = document(name)[kind]
    return found


def syllabi() -> list[Record]:
    """Every course with its modules and lessons."""
    return [
        document(f"courses/{path.stem}") for path in sorted((CONTENT / "courses").glob("*.toml"))
    ]
