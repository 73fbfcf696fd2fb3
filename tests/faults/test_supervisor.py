"""`manage.py up` under `kill -9`: it recovers, or ends whole; nothing is ever orphaned."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.local.running_institute import PATIENCE, RunningInstitute

# What can be killed, and how to find it: (name, words of the command line).
PROGRAMS = {
    "postgres": ("bin/postgres", "-D"),
    "valkey": ("valkey-server",),
    "web": ("granian", "--interface"),
    "worker": ("celery", "worker"),
    "beat": ("celery", "beat"),
    "watchdog": ("watchdog.py",),
}
Count = Callable[[str, object], None]


@pytest.fixture
def institute(tmp_path: Path) -> Iterator[RunningInstitute]:
    running = RunningInstitute(tmp_path / "data")
    yield running
    running.clear()


def test_after_kill_9_of_the_supervisor_nothing_is_left_and_the_next_start_works(
    institute: RunningInstitute, record_property: Count
) -> None:
    institute.start_and_wait()
    institute.kill()
    record_property("count: processes killed", 1)
    institute.start_and_wait()  # at once, while the watchdog still clears

    assert institute.answers("/healthz")
    assert len(institute.find("bin/postgres", "-D")) == 1

    institute.kill()
    record_property("count: processes killed", 1)
    institute.wait_until_gone()


@pytest.mark.faults
def test_each_killed_process_comes_back(
    institute: RunningInstitute, record_property: Count
) -> None:
    institute.start_and_wait()

    for name, words in PROGRAMS.items():
        before = institute.wait_for(*words)
        os.kill(min(before), signal.SIGKILL)
        record_property("count: processes killed", 1)
        institute.wait_for(*words, beside=before)
        institute.wait_until_ready()
        assert institute.process is not None
        assert institute.process.poll() is None, f"{name} took the supervisor with it"

    assert institute.stop() == 0
    assert not institute.processes()


@pytest.mark.faults
def test_each_killed_child_of_a_server_comes_back(
    institute: RunningInstitute, record_property: Count
) -> None:
    institute.start_and_wait()

    for words in (PROGRAMS["web"], PROGRAMS["worker"]):
        before = institute.wait_for(*words, count=2)
        os.kill(max(before), signal.SIGKILL)
        record_property("count: processes killed", 1)
        institute.wait_for(*words, beside=before)
        institute.wait_until_ready()

    assert institute.stop() == 0


@pytest.mark.faults
def test_after_kill_9_of_every_process_the_next_start_recovers(
    institute: RunningInstitute, record_property: Count
) -> None:
    for _ in range(2):
        institute.start_and_wait()
        killed = kill_all(institute)
        record_property("count: processes killed", killed)
        pretend_the_numbers_were_given_out_again(institute.data)

    institute.start_and_wait()
    institute.wait_until_ready()
    assert institute.stop() == 0
    assert not institute.processes()


@pytest.mark.faults
def test_supervisor_and_watchdog_killed_together_are_cleared_by_the_next_start(
    institute: RunningInstitute, record_property: Count
) -> None:
    institute.start_and_wait()
    assert institute.process is not None
    for pid in [*institute.find("watchdog.py"), institute.process.pid]:
        os.kill(pid, signal.SIGKILL)
    institute.process.wait()
    record_property("count: processes killed", 2)
    orphans = set(institute.processes())

    institute.start_and_wait()

    assert orphans
    assert not orphans & set(institute.processes())
    assert institute.stop() == 0
    assert not institute.processes()


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_polite_signal_ends_everything_within_seconds(
    institute: RunningInstitute, number: signal.Signals
) -> None:
    institute.start_and_wait()

    assert institute.stop(number) == 0
    assert not institute.processes()


@pytest.mark.faults
def test_stopping_while_it_starts_leaves_nothing(institute: RunningInstitute) -> None:
    for words in ("Starting PostgreSQL", "Bringing the tables", ""):
        institute.start()
        institute.wait_for_words(words)
        institute.kill()
        institute.wait_until_gone()

    institute.start_and_wait()
    assert institute.stop() == 0


@pytest.mark.faults
def test_second_up_in_the_same_directory_is_refused(institute: RunningInstitute) -> None:
    institute.start_and_wait()
    assert institute.process is not None

    second = institute.call("up", "--no-demo")
    said, _ = second.communicate(timeout=PATIENCE)

    assert second.returncode == 1
    assert said.decode().strip() == f"already running (pid {institute.process.pid})"
    assert institute.answers("/healthz")


@pytest.mark.faults
def test_a_command_works_beside_up_and_leaves_it_alone(institute: RunningInstitute) -> None:
    institute.start_and_wait()

    beside = institute.call("migrate", "--check")
    said, _ = beside.communicate(timeout=PATIENCE)

    assert beside.returncode == 0, said
    assert institute.answers("/healthz")


def test_port_in_use_is_one_line_before_anything_starts(institute: RunningInstitute) -> None:
    with socket.create_server(("127.0.0.1", institute.port)):
        institute.start()
        assert institute.process is not None
        code = institute.process.wait(PATIENCE)

    assert code == 1
    assert institute.said().startswith(f"Port {institute.port} is not free")
    assert institute.said().count("\n") == 1
    assert not institute.processes()


def kill_all(institute: RunningInstitute) -> int:
    """`kill -9` of everything at once, as a power cut would; how many there were."""
    assert institute.process is not None
    pids = institute.processes()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)  # none may react to the end of another
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    institute.process.wait()
    institute.wait_until_gone()
    return len(pids)


def pretend_the_numbers_were_given_out_again(data: Path) -> None:
    """After a reboot the recorded pid may belong to a living stranger: this very process."""
    recorded = data / "pgdata" / "postmaster.pid"
    lines = recorded.read_text().splitlines()
    recorded.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
