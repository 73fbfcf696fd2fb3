"""Tells the watchdog about a process, then becomes that process.

    python launch.py PIPE ENDING ACCOUNT COMMAND...

The pipe stays open until the watchdog has heard, so a supervisor killed at this very moment
leaves nothing unknown behind. Run as a script, with the standard library only.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path


def main(pipe: str, ending: str, account: str, command: list[str]) -> None:
    """Report, change account, and run the command in this process."""
    if pipe != "-":
        with suppress(BrokenPipeError):  # the watchdog was killed: its successor is told
            os.write(int(pipe), f"+{os.getpid()} {ending}\n".encode())
        os.set_inheritable(int(pipe), False)
    become(account)
    os.execvp(command[0], command)


def become(account: str) -> None:
    """Turn from root into an ordinary user; `self` changes nothing."""
    kind, _, uid = account.partition(":")
    if kind == "namespace":
        enter_namespace(uid)
    elif kind == "nobody":
        drop_to_nobody()


def enter_namespace(uid: str) -> None:
    """Be `uid` in here and root outside: no account is made and no file changes hands."""
    import ctypes

    new_user_namespace = 0x10000000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(new_user_namespace) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are blocked")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} 0 1"), ("gid_map", f"{uid} 0 1")):
        Path(f"/proc/self/{name}").write_text(text)


def drop_to_nobody() -> None:
    """Give up root for good."""
    import pwd

    entry = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
