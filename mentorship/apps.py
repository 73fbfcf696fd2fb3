from typing import Any

from django.apps import AppConfig
from django.apps import apps as present
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class MentorshipConfig(AppConfig):
    name = "mentorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mentorship import listeners, panels

        assert listeners  # imported for what they register
        assert panels
        post_migrate.connect(load_bank, sender=self, dispatch_uid="question bank")


def load_bank(apps: Apps = present, **_: Any) -> None:
    """Bring the question bank up to date after each `migrate`, wherever that stopped."""
    from mentorship.models import Question
    from mentorship.operations import bank

    try:
        then = apps.get_model("mentorship", "Question")
    except LookupError:  # before the bank had a table
        return
    columns = {field.column for field in Question._meta.local_concrete_fields}  # noqa: SLF001
    if columns == {field.column for field in then._meta.local_concrete_fields}:  # noqa: SLF001
        bank.load_bank()
