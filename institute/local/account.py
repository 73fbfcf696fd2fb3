"""The account PostgreSQL runs as: it refuses to run as root, which is who we often are."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

from institute.local.errors import LocalError

LAUNCH = Path(__file__).with_name("launch.py")
OURSELVES, NOBODY = "self", "nobody"


def account_for_postgres() -> str:
    """Ourselves; root becomes an ordinary user in a namespace, or `nobody` where that is barred."""
    if os.geteuid() != 0:
        return OURSELVES
    namespace = f"namespace:{ordinary_uid()}"
    return namespace if can_enter(namespace) else NOBODY


def ordinary_uid() -> int:
    """Any account of this machine that is not root: initdb looks up the name of its user."""
    return next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid)


def can_enter(account: str) -> bool:
    """Try the account on a process that does nothing."""
    probe = [sys.executable, "-I", "-S", str(LAUNCH), "-", "-", account, "/bin/sh", "-c", ":"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def nobody() -> pwd.struct_passwd:
    """The account without rights that every Unix has."""
    return pwd.getpwnam("nobody")


def is_reachable(path: Path) -> bool:
    """True when any account may walk to this path and read it."""
    readable = path.stat().st_mode & 0o005 == 0o005
    return readable and all(folder.stat().st_mode & 0o001 for folder in path.parents)


def give(folder: Path, account: str) -> None:
    """Make everything in the folder belong to the account that PostgreSQL will run as."""
    if os.geteuid() != 0:
        return
    owner = nobody() if account == NOBODY else pwd.getpwuid(0)
    if folder.stat().st_uid == owner.pw_uid:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def require_reachable(data: Path) -> None:
    """Refuse, in one line, a place that `nobody` cannot enter."""
    if not is_reachable(data):
        raise LocalError(
            f"PostgreSQL cannot run as root and user namespaces are blocked here, and {data} is "
            "closed to other accounts: set DATA_DIR to an open folder, or run as another user."
        )
