"""Items from the files that come with the program."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from certification.operations import content
from institute.accounts.models import User
from institute.errors import RuleBroken


class Command(BaseCommand):
    """Safe to run twice; texts that changed become new versions."""

    help = "Load the items of certification/content into the bank, as drafts or approved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--author", required=True, help="email of who wrote them")
        parser.add_argument("--reviewer", help="email of who approved them; else they are drafts")

    def handle(self, *_: object, author: str, reviewer: str | None, **__: object) -> None:
        """Say how many were new, changed and as they were."""
        try:
            loaded = content.load(
                author=_person(author), reviewer=_person(reviewer) if reviewer else None
            )
        except RuleBroken as rule:
            raise CommandError(str(rule)) from rule
        self.stdout.write(f"{loaded.new} new, {loaded.changed} changed, {loaded.same} as before.")


def _person(email: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody has the address {email}.")
    return found
