"""New signing keys, or the first ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certification.badges.keyring import NoKeys
from certification.operations import signing_keys


class Command(BaseCommand):
    """The old private keys are gone afterwards; their public halves stay online for ever."""

    help = "Make new signing keys. What was signed stays good: the old public keys stay online."

    def handle(self, *_: Any, **__: Any) -> None:
        """Say where the keys are and what they are called."""
        try:
            rows = signing_keys.rotate()
        except (NoKeys, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"New keys in {signing_keys.key_file()}")
        for row in rows:
            self.stdout.write(f"  {row.get_algorithm_display()}: {row.kid}")
