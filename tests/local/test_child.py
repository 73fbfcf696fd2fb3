"""Children of the supervisor start again after a pause, and are given up in the end."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from institute.local.child import MOST_FAILURES, Child
from institute.local.errors import LocalError
from institute.local.guard import Ending, Guard
from institute.local.places import places


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Guard]:
    held = Guard(places(tmp_path))
    yield held
    held.close()


def child(guard: Guard, command: str) -> Child:
    launch = partial(guard.start, ["/bin/sh", "-c", command], Ending(stage=1, patience=1))
    return Child("worker", launch)


def test_running_child_is_left_alone(guard: Guard) -> None:
    sleeper = child(guard, "sleep 60")
    sleeper.look_after(guard)
    running = sleeper.process

    assert sleeper.look_after(guard) == ""
    assert sleeper.process is running


def test_ended_child_says_why_and_starts_again_after_a_pause(guard: Guard) -> None:
    failing = child(guard, "exit 3")
    failing.start()
    assert failing.process is not None
    failing.process.wait()

    assert failing.look_after(guard) == "worker ended (exit 3), starting it again"
    assert failing.look_after(guard) == ""  # not yet

    failing.due = 0
    failing.look_after(guard)
    assert failing.process


def test_child_that_keeps_failing_is_given_up_in_one_line(guard: Guard) -> None:
    failing = child(guard, "exit 1")
    for _ in range(MOST_FAILURES - 1):
        fail_once(failing, guard)

    with pytest.raises(LocalError, match=f"worker ended {MOST_FAILURES} times in a row"):
        fail_once(failing, guard)


def test_pauses_grow(guard: Guard) -> None:
    failing = child(guard, "exit 1")
    pauses = []
    for _ in range(3):
        fail_once(failing, guard)
        pauses.append(round(failing.due - time.monotonic(), 1))

    assert pauses == [0.2, 0.4, 0.8]


def test_failures_before_a_long_life_do_not_count(guard: Guard) -> None:
    failing = child(guard, "exit 1")
    fail_once(failing, guard)
    fail_once(failing, guard)
    failing.start()
    failing.started -= 60
    assert failing.process is not None
    failing.process.wait()
    failing.look_after(guard)

    assert failing.failures == 1


def fail_once(failing: Child, guard: Guard) -> None:
    """One start and its end, without waiting for the pause."""
    failing.start()
    assert failing.process is not None
    failing.process.wait()
    failing.look_after(guard)
