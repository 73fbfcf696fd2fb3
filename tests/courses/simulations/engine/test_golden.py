"""The engine is pinned: the same games end the same on every Python, today and in years."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import courses.simulations
from courses.simulations.engine import VERSION, digest, replay, score
from courses.simulations.scenario import shipped
from tests.courses.simulations.engine import SLUGS, game

FILE = Path(__file__).parent / "golden.json"
PURE = Path(courses.simulations.__file__).parent
#: Tuning searches by drawing; nothing of it is played.
BARRED = {"django", "random", "time", "datetime", "secrets", "numpy", "institute"}
ENGINE = sorted((PURE / "engine").rglob("*.py"))
AGAIN = """
import json, sys
from courses.simulations.engine import digest, replay
from courses.simulations.scenario import shipped
games = json.load(open(sys.argv[1], encoding="utf-8"))["games"]
print(json.dumps([digest(replay(shipped(g["slug"]), g["seed"], g["log"])) for g in games]))
"""


def drawn() -> list[dict[str, object]]:
    """Three games of each scenario; `python -m tests.courses.simulations.engine.test_golden`."""
    made: list[dict[str, object]] = []
    for slug in SLUGS:
        scenario = shipped(slug)
        for seed in (11, 12, 13):
            weeks = list(game(scenario, seed, Random(seed)))
            end = weeks[-1][2]
            log = [decisions for _, decisions, _, _ in weeks]
            made.append(
                {
                    "slug": slug,
                    "digest_of_file": scenario.digest,
                    "seed": seed,
                    "log": log,
                    "digest": digest(end),
                    "score": score(scenario, end),
                }
            )
    return made


def test_the_golden_games_end_as_they_did() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert kept["engine"] == VERSION
    for one in kept["games"]:
        scenario = shipped(one["slug"])
        assert scenario.digest == one["digest_of_file"], "the scenario changed: draw them again"
        end = replay(scenario, one["seed"], one["log"])
        assert digest(end) == one["digest"]
        assert score(scenario, end) == one["score"]


def pythons() -> list[str]:
    """Other interpreters from 3.11 to 3.14 that are here."""
    known = Path.home() / ".pyenv" / "versions"
    found = sorted(known.glob("3.1[1-4].*/bin/python")) if known.is_dir() else []
    for folder in os.get_exec_path():
        found += [Path(folder) / f"python3.{minor}" for minor in (11, 12, 13, 14)]
    return [str(one) for one in found if runs(one)]


def runs(python: Path) -> bool:
    if not python.is_file():
        return False
    said = subprocess.run([python, "-c", "import tomllib"], capture_output=True, check=False)
    return said.returncode == 0


def test_every_python_here_ends_the_golden_games_the_same() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    expected = [one["digest"] for one in kept["games"]]
    root = str(PURE.parent.parent)
    for python in {sys.executable, *pythons()}:
        said = subprocess.run(
            [python, "-S", "-c", AGAIN, str(FILE)],
            env={"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        assert json.loads(said.stdout) == expected, python


@pytest.mark.parametrize("path", sorted(PURE.rglob("*.py")), ids=lambda path: path.stem)
def test_simulations_know_no_framework_no_clock_and_no_stream_of_luck(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names.isdisjoint(BARRED - ({"random"} if path.stem == "tuning" else set()))


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_the_engine_only_adds_takes_away_multiplies_and_divides(path: Path) -> None:
    """Sums of floats differ between Pythons, and powers between machines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Pow), ast.dump(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("sum", "pow", "hash", "id"), node.lineno
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("exp", "log", "fsum", "sqrt", "pow"), node.lineno


if __name__ == "__main__":
    FILE.write_text(
        json.dumps({"engine": VERSION, "games": drawn()}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
