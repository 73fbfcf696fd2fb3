"""Packages are installed when the lock is new, and only then."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from institute.local import install


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two locks that name no package, and no environment yet."""
    for name in install.LOCKS:
        (tmp_path / name).write_text("# nothing\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the installer; making environments takes seconds, so it is noted only."""
    asked: list[str] = []

    def note(venv: Path, lock: Path) -> str:
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        install.python(venv).write_text("#!/bin/sh\n")
        install.python(venv).chmod(0o755)
        asked.append(lock.name)
        return ""

    monkeypatch.setattr(install, "install", note)
    return asked


def test_second_time_installs_nothing(checkout: Path, installed: list[str]) -> None:
    assert install.main(["requirements.txt"]) == 0
    assert install.main(["requirements.txt"]) == 0

    assert installed == ["requirements.txt"]


def test_changed_lock_is_installed_again(checkout: Path, installed: list[str]) -> None:
    install.main(["requirements.txt"])
    (checkout / "requirements.txt").write_text("# changed\n")
    install.main(["requirements.txt"])

    assert installed == ["requirements.txt"] * 2


def test_development_packages_include_those_of_a_run(checkout: Path, installed: list[str]) -> None:
    install.main(["requirements-dev.txt"])
    install.main(["requirements.txt"])

    assert installed == ["requirements-dev.txt"]


def test_old_python_is_told_in_one_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 0))

    assert install.main(["requirements.txt"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_locks_name_no_registry() -> None:
    root = Path(__file__).resolve().parents[2]
    for name in install.LOCKS:
        lines = (root / name).read_text().splitlines()
        assert not [line for line in lines if "://" in line or line.startswith(("-", "/"))]


def test_every_package_of_a_run_is_pinned_the_same_for_development() -> None:
    root = Path(__file__).resolve().parents[2]
    runtime, development = (pins(root / name) for name in install.LOCKS)

    assert runtime <= development


def test_everything_the_project_asks_for_is_locked() -> None:
    root = Path(__file__).resolve().parents[2]
    asked = tomllib.loads((root / "pyproject.toml").read_text())
    groups = [asked["project"]["dependencies"], *asked["dependency-groups"].values()]
    direct = [each for group in groups for each in group]
    locked = {pin.split("==")[0] for pin in pins(root / "requirements-dev.txt")}

    assert {re.split(r"[\[~=>]", each)[0].lower() for each in direct} <= locked


def test_python_without_ensurepip_is_told_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    monkeypatch.setenv("PATH", "/nowhere")  # no uv either

    assert install.main(["requirements.txt"]) == 1
    assert "install the package python3-venv" in capsys.readouterr().err


def pins(lock: Path) -> set[str]:
    """The `name==version` of every package."""
    return {line.split()[0] for line in lock.read_text().splitlines() if "==" in line.split(" ")[0]}
