"""The rows that migrations write, written again after a test has emptied every table.

A test with real threads ends with a flush, which takes those rows along; what runs next in the
same process would find a school without words for its desk.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

MIGRATIONS = (
    "0006_the_desk_has_its_script",
    "0009_follow_up_after_two_days_a_week_and_three_weeks",
    "0012_last_words_without_an_email_address",
)


@receiver(post_migrate, dispatch_uid="rows that migrations write")
def plant_again(sender: Any, **_: Any) -> None:
    """A flush says so with the signal of a migration."""
    if sender.label == "enquiries":
        for name in MIGRATIONS:
            import_module(f"enquiries.migrations.{name}").plant(apps, None)
