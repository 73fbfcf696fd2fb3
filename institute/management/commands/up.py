"""`manage.py up`: services, web, worker and clock together, until Ctrl-C."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from institute.local.errors import LocalError
from institute.local.supervisor import Options, up


class Command(BaseCommand):
    """Start the whole institute on this machine."""

    help = "Start PostgreSQL, Valkey, web, worker and beat; Ctrl-C stops all of it."
    requires_system_checks = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-demo", action="store_true", help="do not load the demo institute")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the starting process ends"
        )

    def handle(self, *_: Any, **given: Any) -> None:
        options = Options(
            data_dir=settings.DATA_DIR,
            port=given["port"],
            demo=settings.DEMO_ALLOWED and not given["no_demo"],
            collect_static=not settings.DEBUG,
            with_parent=given["with_parent"],
        )
        try:
            up(options)
        except LocalError as error:
            self.stderr.write(str(error))
            sys.exit(1)
