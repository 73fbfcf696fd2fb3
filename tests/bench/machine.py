"""What the machine did meanwhile: how much of the busy processor was ours, and memory (Linux)."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
STORES = ("postgres", "valkey-server", "redis-server")
TICK = os.sysconf("SC_CLK_TCK")


def busy() -> float:
    """Seconds of processor time all of the machine has used."""
    try:
        fields = [int(part) for part in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]]
    except OSError:
        return 0.0
    idle = fields[3] + fields[4]
    return (sum(fields[:8]) - idle) / TICK


def used_by(roots: list[int]) -> float:
    """Seconds of processor time these processes and their descendants have used."""
    return sum(_used(pid) for pid in family(roots))


def family(roots: list[int]) -> set[int]:
    """These processes and everything below them."""
    children: dict[int, list[int]] = defaultdict(list)
    for pid, parent in _parents():
        children[parent].append(pid)
    found, waiting = set(), list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children[pid]
    return found


def rss_mb(pid: int) -> float:
    """Resident memory of one process."""
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def ours(stores: list[int]) -> float:
    """Seconds used by all that is measured and by the measuring itself, ended programs too."""
    ended = os.times()
    return used_by([os.getpid(), *stores]) + ended.children_user + ended.children_system


def stores() -> list[int]:
    """The database and the cache of this run: those we started, else all there are."""
    everywhere = [pid for pid, _ in _parents() if _name(pid) in STORES]
    here = family([os.getpid()])
    return [pid for pid in everywhere if pid in here] or everywhere


def _parents() -> Iterator[tuple[int, int]]:
    for entry in PROC.glob("[0-9]*"):
        try:
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(entry.name), int(after_name[1])


def _used(pid: int) -> float:
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""
