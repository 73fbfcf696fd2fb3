"""Load the demo institute: invented people, real operations."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

import certification.demo
import enquiries.demo
import mentorship.demo
from courses.demo.planting import plant
from institute.accounts.operations import DEMO_PASSWORD, ensure_roles

ONE_AT_A_TIME = 20_261_122  # the key of the lock; any number that nothing else uses


class Command(BaseCommand):
    """Running it again changes nothing."""

    help = "Load the demo institute. Running it again changes nothing."

    def handle(self, *_: Any, **__: Any) -> None:
        """All of it or nothing, in one transaction."""
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "Demo people live in the demo only. Set DEBUG=1 on your own machine to load them."
            )
        began = time.monotonic()
        with transaction.atomic():
            _wait_for_others()
            ensure_roles()
            plant(self._say)
            self._say(f"{certification.demo.plant()} certifications")
            self._say(f"{mentorship.demo.plant()} mentors")
            self._say(f"{enquiries.demo.plant()} new enquiries")
        took = time.monotonic() - began
        self._say(
            f"The demo institute is loaded ({took:.1f} s). Everybody's password: {DEMO_PASSWORD}"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
