from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certification import listeners, panels
        from certification.operations import signing_keys

        assert listeners  # imported for what they register
        assert panels
        signing_keys.check()
