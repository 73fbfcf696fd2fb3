"""Anchor scripts from files: invented answers with the levels experts agreed on."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from certification.models import AnchorScript, ItemVersion

FOLDER = Path(__file__).resolve().parents[1] / "content" / "scripts"


def plant(folder: Path = FOLDER) -> int:
    """Add the anchors that are missing to the current version of their case; how many there are.

    A script is left out while its case is not in the bank, or when its levels do not fit the
    rubric, which an edit of the case may cause.
    """
    return sum(
        _add(version, row)
        for case, row in _rows(folder)
        for version in ItemVersion.objects.current().filter(item__key=case)
    )


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((content["case"], row) for row in content["script"] if row.get("anchor"))


def _add(version: ItemVersion, row: dict[str, Any]) -> bool:
    fits = {one["key"]: len(one["levels"]) for one in version.rubric}
    levels = row["levels"]
    if set(levels) != set(fits) or any(not 0 <= levels[key] < fits[key] for key in fits):
        return False
    AnchorScript.objects.get_or_create(
        key=row["key"],
        defaults={
            "version": version,
            "text": row["text"].strip(),
            "levels": levels,
            "why": row.get("why", ""),
        },
    )
    return True
