"""Fill the database with volume for benchmarks."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.demo import scale
from enquiries.demo.scale import add_enquiries, add_people

WIDTH = 40


class Command(BaseCommand):
    """`manage.py seed_scale --courses 2000 --students 5000 --enquiries 10000`."""

    help = "Add volume by bulk insert: courses, students, enquiries with their people, contacts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("courses", "students", "enquiries", "contacts"):
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Invented volume is refused here: set DEBUG=1 on your own machine.")
        for name, add in (
            ("courses", scale.add_courses),
            ("students", scale.add_students),
            ("enquiries", add_enquiries),
            ("contacts", add_people),
        ):
            if options[name]:
                add(options[name], _bar(name, options[name]))
                sys.stderr.write("\n")


def _bar(name: str, total: int) -> Callable[[int], None]:
    """A line that fills as rows are written."""
    done = 0

    def show(more: int) -> None:
        nonlocal done
        done += more
        filled = WIDTH * done // total
        line = f"\r{name:<10} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}"
        sys.stderr.write(line)
        sys.stderr.flush()

    return show
