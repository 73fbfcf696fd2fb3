from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mentorship import panels

        assert panels  # imported for what it registers
