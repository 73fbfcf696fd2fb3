from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from enquiries import panels

        assert panels  # imported for what it registers
