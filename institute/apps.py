from django.apps import AppConfig


class InstituteConfig(AppConfig):
    name = "institute"

    def ready(self) -> None:
        """Bind `shared_task` to our broker in every process that may publish."""
        from institute import celery  # noqa: F401
