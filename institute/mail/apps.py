from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailConfig(AppConfig):
    name = "institute.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Learn every declared letter, listen, and contribute to the roof."""
        autodiscover_modules("emails")
        from institute.mail import listeners, panels, sign_in  # noqa: F401
