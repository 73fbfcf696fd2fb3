"""Static files are collected again when they changed, and only then."""

from pathlib import Path

import pytest

from institute.local import statics
from institute.local.places import places


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "institute.css").write_text("a{}")
    (tmp_path / "requirements.txt").write_text("django==5.2")
    return tmp_path


def test_collected_files_are_remembered(tmp_path: Path) -> None:
    here = places(tmp_path)
    assert not statics.are_collected(here)

    statics.remember(here)

    assert statics.are_collected(here)


@pytest.mark.parametrize("name", ["static/institute.css", "static/new.js", "requirements.txt"])
def test_any_change_counts(checkout: Path, name: str) -> None:
    before = statics.fingerprint(checkout)
    assert before == statics.fingerprint(checkout)

    (checkout / name).write_text("changed")

    assert statics.fingerprint(checkout) != before
