"""A worker that a test may kill: `celery -A tests.mail.worker …`, or this module alone.

Its leases are short and its beat is quick, so that a test need not wait for minutes.
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Self

LEASE = 3.0  # seconds


class Killable:
    """A process with its children, ended only by `kill -9`."""

    def __init__(self, *command: str, port: int) -> None:
        from django.db import connection

        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.mail.worker_settings",
            "MAIL_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "MAIL_TEST_PORT": str(port),
        }
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """No goodbye: the whole group at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def celery(*words: str, port: int) -> Killable:
    """A Celery worker or beat."""
    return Killable("celery", "-A", "tests.mail.worker", *words, port=port)


def _set_up() -> None:
    import django

    django.setup()
    from institute.mail.operations import claiming
    from institute.timetable import TIMETABLE
    from tests.mail.post import emails  # noqa: F401 - makes the letters known

    claiming.LEASE = timedelta(seconds=LEASE)
    sweep = TIMETABLE["mail: deliver what is due"] | {"schedule": 1.0}
    TIMETABLE.clear()
    TIMETABLE["mail: deliver what is due"] = sweep


if "MAIL_TEST_DATABASE" in os.environ:
    _set_up()
    from institute.celery import app

    __all__ = ["app"]

if __name__ == "__main__":
    from institute.mail.operations import deliver

    deliver()
