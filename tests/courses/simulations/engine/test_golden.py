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
from courses.simulations.engine import digest, replay, score
from courses.simulations.scenario import shipped
told = []
for game in json.load(open(sys.argv[1], encoding="utf-8"))["games"]:
    scenario = shipped(game["slug"])
    end = replay(scenario, game["seed"], game["log"])
    told.append([digest(end), score(scenario, end)])
print(json.dumps(told))
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


def python(minor: int) -> Path | None:
    """The CPython 3.`minor` of this machine: this one, one on the path, or one of pyenv's."""
    if sys.version_info[1] == minor:
        return Path(sys.executable)
    found = [Path(folder) / f"python3.{minor}" for folder in os.get_exec_path()]
    known = Path.home() / ".pyenv" / "versions"
    found += sorted(known.glob(f"3.{minor}.*/bin/python")) if known.is_dir() else []
    return next((one for one in found if runs(one, minor)), None)


def runs(one: Path, minor: int) -> bool:
    if not one.is_file():
        return False
    asked = [str(one), "-S", "-c", f"import sys; sys.exit(sys.version_info[1] != {minor})"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_every_python_here_ends_the_golden_games_the_same(minor: int) -> None:
    """On its own: no site packages, only the code of simulations."""
    interpreter = python(minor)
    if interpreter is None:
        pytest.skip(f"There is no CPython 3.{minor} here.")
    said = subprocess.run(
        [interpreter, "-S", "-c", AGAIN, str(FILE)],
        env={"PYTHONPATH": str(PURE.parent.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    kept = json.loads(FILE.read_text(encoding="utf-8"))["games"]
    assert json.loads(said.stdout) == [[one["digest"], one["score"]] for one in kept]


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
