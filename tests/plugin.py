"""Real services for the tests, up before the settings are read, gone with the test run.

Enabled by `-p tests.plugin`. With DATABASE_URL and REDIS_URL set, those servers are used.
"""

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from institute.local import services
from institute.local.environment import embedded
from institute.local.errors import AlreadyRunning, LocalError
from institute.local.guard import Guard

OWN_DATA = Path(__file__).resolve().parent.parent / ".data" / "test"
MOST_RUNS = 9  # test runs side by side, each with services of its own
COUNTED = "count: "
GUARD = pytest.StashKey[Guard]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the services before pytest-django reads the settings."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        take_own_valkey_database(int(worker.removeprefix("gw")))
    elif wants_services(early_config):
        early_config.stash[GUARD] = started()
        os.environ["DATA_DIR"] = str(early_config.stash[GUARD].places.data)
    os.environ.setdefault("DATA_DIR", str(OWN_DATA))
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what we started."""
    guard = config.stash.get(GUARD, None)
    if guard:
        del config.stash[GUARD]
        guard.close()


def wants_services(config: pytest.Config) -> bool:
    """False where nothing will run, or on servers that the environment names."""
    asked = config.known_args_namespace
    if asked.help or asked.version:
        return False
    return services.needs_postgres() or services.needs_valkey()


def started() -> Guard:
    """The services in the first data directory that no other test run uses."""
    first = Path(os.environ.get("DATA_DIR") or OWN_DATA)
    for number in range(1, MOST_RUNS + 1):
        folder = first if number == 1 else first.with_name(f"{first.name}-{number}")
        try:
            return services.start(folder, durable=False)
        except AlreadyRunning:
            continue
        except LocalError as error:
            raise pytest.UsageError(str(error)) from None
    raise pytest.UsageError(f"{MOST_RUNS} test runs use {first} already: stop one of them.")


def take_own_valkey_database(number: int) -> None:
    """Give each xdist worker a Valkey database of its own, as pytest-django does for tables."""
    if services.needs_valkey():
        data = Path(os.environ["DATA_DIR"])
        os.environ["REDIS_URL"] = embedded(data, valkey_db=number + 1).redis_url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what tests counted with `record_property("count: processes killed", 7)`."""
    totals: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name.startswith(COUNTED):
                totals[name.removeprefix(COUNTED)] += int(str(value))
    if totals:
        terminalreporter.section("counts")
    for name, total in sorted(totals.items()):
        terminalreporter.write_line(f"{total:>8}  {name}")
