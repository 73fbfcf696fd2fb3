"""Load the question bank and the rubric."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.operations.bank import load_bank


class Command(BaseCommand):
    """Running it again changes nothing; `migrate` runs it too."""

    help = "Load the question bank and the rubric from the content. Running it again is harmless."

    def handle(self, *_: Any, **__: Any) -> None:
        """All of it or nothing."""
        try:
            loaded = load_bank()
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        words = f"{loaded.questions} questions, {loaded.new} new, {loaded.retired} retired"
        self.stdout.write(words)
