from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "institute.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from institute.accounts import panels  # noqa: F401  registers itself

        post_migrate.connect(create_roles, sender=self)


def create_roles(**_: object) -> None:
    """Roles are groups of the same name; they exist wherever the tables do."""
    from institute.accounts.operations import ensure_roles

    ensure_roles()
