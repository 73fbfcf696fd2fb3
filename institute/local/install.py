"""Puts the packages of one lock file into .venv; only the standard library, run by `make`."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
LOCKS = ("requirements.txt", "requirements-dev.txt")  # each holds everything in the one before it


def main(arguments: list[str]) -> int:
    """Install what the lock names, unless this very lock was installed before."""
    if sys.version_info < OLDEST:
        return refuse(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    root, lock = Path.cwd(), arguments[0]
    venv = root / ".venv"
    if is_installed(root, venv, lock):
        return 0
    print(f"Installing the pinned packages of {lock} (about half a minute, only now)", flush=True)
    failure = install(venv, root / lock)
    if failure:
        return refuse(failure)
    for name in LOCKS[: LOCKS.index(lock) + 1]:
        stamp(venv, name).write_text(fingerprint(root / name))
    return 0


def install(venv: Path, lock: Path) -> str:
    """Make the environment and install; the answer is empty, or says what went wrong."""
    uv = shutil.which("uv")
    if uv is None and not has_pip(venv):
        failure = make_venv(venv)
        if failure:
            return failure
    if uv and not works(venv):
        call(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(venv))
    code = call(*installer(venv, uv), "--require-hashes", "-r", str(lock))
    return "" if code == 0 else "The packages could not be installed: see above."


def installer(venv: Path, uv: str | None) -> list[str]:
    """The command that installs into the environment."""
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(python(venv))]
    return [str(python(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def make_venv(venv: Path) -> str:
    """An environment with pip, made by the standard library alone."""
    kept = ["--upgrade"] if works(venv) else ["--clear"]
    if call(sys.executable, "-m", "venv", *kept, str(venv), quiet=True) == 0 and has_pip(venv):
        return ""
    return "Python here has no ensurepip: install the package python3-venv (or uv), then try again."


def is_installed(root: Path, venv: Path, lock: str) -> bool:
    """True when the environment works and carries the stamp of this very lock."""
    mark = stamp(venv, lock)
    return mark.exists() and mark.read_text() == fingerprint(root / lock) and works(venv)


def fingerprint(lock: Path) -> str:
    """Changes with the lock and with the Python that it was installed for."""
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(lock.read_bytes() + version.encode()).hexdigest()


def stamp(venv: Path, lock: str) -> Path:
    """The file in the environment that remembers the installed lock."""
    return venv / f"installed-{lock}"


def python(venv: Path) -> Path:
    """The interpreter of the environment."""
    return venv / "bin" / "python"


def works(venv: Path) -> bool:
    """False when there is none, or its Python was moved or removed."""
    return runs(venv, "-c", "")


def has_pip(venv: Path) -> bool:
    """False when the environment was made without pip, as uv does."""
    return runs(venv, "-m", "pip", "--version")


def runs(venv: Path, *arguments: str) -> bool:
    """True when the environment's Python ends well with these arguments."""
    if not os.access(python(venv), os.X_OK):
        return False
    return call(str(python(venv)), *arguments, quiet=True) == 0


def call(*command: str, quiet: bool = False) -> int:
    """Run a command to its end and return its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, check=False, stdout=output, stderr=output).returncode


def refuse(reason: str) -> int:
    """Say why not, in one line."""
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
