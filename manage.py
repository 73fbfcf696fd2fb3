#!/usr/bin/env python
"""The institute's commands; without DATABASE_URL each has the embedded services to itself."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management import execute_from_command_line

from institute.local.errors import LocalError
from institute.local.services import running

# These touch no data; `up` starts the services itself.
WITHOUT_SERVICES = {"up", "check", "collectstatic", "diffsettings", "help", "version"}


def main() -> None:
    """Run the command of this command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")
    data_dir = Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent / ".data")
    try:
        with running(data_dir) if needs_services(sys.argv) else nullcontext():
            execute_from_command_line(sys.argv)
    except LocalError as error:
        sys.exit(str(error))


def needs_services(arguments: list[str]) -> bool:
    """True for the commands that may read or write data."""
    words = arguments[1:]
    return bool(words) and words[0] not in WITHOUT_SERVICES and "--help" not in words


if __name__ == "__main__":
    main()
